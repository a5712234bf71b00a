# What stands in the picture of a chain of work, and in the table that takes its place.

chart-state = { $sign } { $state }
chart-waiting = waiting
chart-ready = ready
chart-in-progress = in progress
chart-on-hold = on hold
chart-done = done
chart-failed = failed
chart-skipped = skipped
chart-cancelled = cancelled
chart-critical = critical
chart-late = late
chart-now = now
chart-window = window { $from } – { $to }

## Days on its axis

weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun
