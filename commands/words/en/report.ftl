# The figures of `/report`.

report-backwards = { $from } to { $to } is no period: it ends before it begins.
report-of-all = all clients
report-of-client = { $client }
report-of-dept = { $department }
report-of-both = { $client }, { $department }
part-of = { $count } of { $of } ({ $percent } %)
percent = { $percent } %

## /report changes

report-changes-head = { $count ->
    [0] No change ended
    [one] One change ended
   *[other] { $count } changes ended
} from { $from } to { $to } · { $of }
report-all = all
column-type = type
column-closed = closed
column-median = lead time, median
column-p90 = 90 % within
column-result = result
column-changes = changes
column-done = done
column-late = late
column-reopened = done again
column-sent-back = sent back
column-skipped = skipped

## /report load

report-load-head = Open work · { $of }
report-load-nothing = No open work · { $of }
column-tam = TAM
column-tasks = tasks
column-incidents = incidents
column-waiting = waiting
column-work-left = work left
column-of-share = of a week's share
column-of-week = of a week
column-in-turn = their turn
