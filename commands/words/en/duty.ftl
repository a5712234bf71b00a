# What is said about who is on duty.

duty-head = On duty now
duty-is = { $department }: { $who } is on duty until { $until }.
duty-is-open-end = { $department }: { $who } is on duty.
duty-gap = { $department }: nobody is on duty now, so { $head } is pinged.
duty-none = { $department } has no rotation and is pinged as a department.
duty-cell-gap = nobody, so { $head }
duty-cell-none = the department
duty-swap-line = Swapped: { $who } from { $from } to { $to }
duty-swapped = { $department }: { $who } is on duty from { $from } to { $to }.
duty-not-of-department = { $department }: { $who } does not work there.
duty-swap-past = That stretch was over at { $to }.
duty-swap-not-yours = { $department }: its own people and the incident manager swap its duty. Its head is { $head }.
