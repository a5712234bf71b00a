# What is said about departments.

department-head = { $count ->
    [one] 1 department
   *[other] { $count } departments
}
department-is = { $department } · { $name }
department-open = { $count ->
    [0] No incident is open.
    [one] 1 incident is open.
   *[other] { $count } incidents are open.
}
