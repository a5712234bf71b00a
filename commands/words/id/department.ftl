# What is said about departments.

department-head = { $count } departemen
department-is = { $department } · { $name }
department-open = { $count ->
    [0] Tidak ada insiden terbuka.
   *[other] { $count } insiden terbuka.
}
