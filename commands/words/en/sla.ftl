# What is said about targets, thresholds and breaches.

## How a clock stands: behind its name on a card

clock-due = due { $due }
clock-overdue = missed, was due { $due }
clock-paused = paused
clock-met = met at { $at }
clock-missed = missed, was due { $due }, done { $at }
clock-merged = ended by the merge
clock-cancelled = cancelled

## What a clock has come to

clock-came-to = { $target } at { $percent } % of its time, due { $due }
clock-ends-in = { $left } left for { $target }, due { $due }
clock-missed-at = { $target } missed, was due { $due }
clock-update-due = the client was to hear more by { $due }
incident-clock = { $id } { $title }: { $what }
incident-clock-late = { $id } { $title }: { $what } · reached { $at }, told { $late } later; { $used } of { $of } used by now

## /sla why

why-head = { $id } { $title }: where the time went
why-promise = Contract { $contract }, severity { $severity }. Time counts on calendar { $calendar }.
why-no-promise = No contract covers it, so no time is promised to a client.
why-promise-change = Contract { $contract }. Time counts on calendar { $calendar }.
why-no-promise-change = Its client's contract promises no time for changes.
why-clock = Promised: { $target }, { $allowed } on calendar { $calendar }; { $state }.
why-moved = Promised by { $was } at first, by { $by } in the end, pauses not counted.
why-sum = { $wall } went by, { $counted } of it counted: { $percent } % of { $of }.
spent-running = counted
spent-paused = paused, waiting for { $party }
spent-resolved = resolved
spent-outside = outside working hours
spent-holiday = holiday
point-percent = { $percent } % used
point-before = { $left } left
point-breach = missed
why-mark = At { $at }: { $point }, told at once.
why-mark-late = At { $at }: { $point }, told { $late } later.
why-mark-superseded = At { $at }: { $point }, not told because a later point was reached as well.
why-mark-unheard = At { $at }: { $point }, with nobody to tell.
why-held = Held by { $department } for { $held }, taken after { $wait }.
why-held-unanswered = Held by { $department } for { $held }, not taken by anybody.
why-change-held = With { $department } for { $held }.
why-vendor-held = Held by vendor { $vendor } for { $held }.

## /sla next

next-head = { $count ->
    [one] 1 deadline is open
   *[other] { $count } deadlines are open, the nearest first
}
next-none = No deadline is running.
left-in = { $time }
left-over = { $time } over

## /sla analyse

analyse-done = { $id } analysis recorded for { $targets }.
analyse-nothing = { $id } has no missed target that waits for an analysis.
analyse-nothing-hint = { $line } shows its clocks.
