# What is said about the tasks of changes.

## One line

task-line = { $id } { $department } · { $state } · { $title }
task-line-due = { $id } { $department } · { $state }, due { $due } · { $title }
task-line-expected = { $id } { $department } · { $state }, expected { $start } · { $title }
task-waits-so = { $state } for { $waits }
task-with = { $state } with { $who }
task-of = { $id } { $department }
task-of-person = { $department } ({ $who })
task-and-state = { $id } { $department } ({ $state })
task-gone = { $id } (archived)
task-state-waiting = waiting
task-state-blocked = blocked
task-state-ready = ready
task-state-in-progress = in progress
task-state-done = done
task-state-failed = failed
task-state-skipped = skipped
task-state-cancelled = cancelled
task-state-on-hold = on hold
task-instructions = How: { $text }
task-came-after = After { $tasks }.
task-handed-over = { $id } says: { $text }
field-change = Change
field-estimate = Estimate
field-after = After
field-before = Before
field-devices = Devices
field-module = Module

## Pings

task-ready = { $id }: it is your turn · { $title } · due { $due }
task-ready-open = { $id }: it is your turn · { $title }
task-reblocked = { $id } waits again for { $waits }, not your turn yet · { $title }
task-reblocked-begun = { $id } is being done, but { $by } before it is open again · { $title } · go on or wait, as you see fit
task-reblocks-begun = { $id } is open again, but { $waiting } after it is being done already · { $title }
task-blocked-failed = { $id } is blocked: { $by } before it failed · { $title }
task-failed-for-tam = { $id } failed · { $title } · { $because } · reopen it, skip it or roll back
task-cancelled-for-you = { $id } is cancelled, stop work on it · { $title } · { $because }
task-cancelled-question = { $id } was cancelled · { $title } · do { $waiting } go on without it?
task-cancelled-else = To cancel them too: { $line }
task-reopened-for-you = { $id } is open again, it is your turn · { $title } · { $because }
task-returned = { $id } came back from { $from } · { $title } · { $because }
task-assigned-to-you = { $id } is yours, { $who } · { $title }
task-accept-near = { $id } is not accepted yet, promised by { $due } · { $title }
task-accept-missed = { $id } was not accepted by { $due } · { $title }
task-overdue = { $id } is overdue since { $due } · { $title }
said-late = { $what } · told { $late } late

## The task that was named

task-unknown = There is no { $id }: { $change } has { $count ->
    [0] no tasks.
    [one] one task.
   *[other] { $count } tasks.
}
task-unknown-hint = { $line } shows them.
task-stands = { $id } is { $state }.
task-stands-hint = To take it up again: { $line }
task-waits = { $id } waits for { $waits }.
task-waits-for-change = { $id } waits for { $change }, which is { $state }.
task-waits-for-lag = { $id } waits for its lag to pass.
task-is-held = { $id } is on hold by { $by } · { $because }
task-is-held-hint = When it can go on: { $line }

## /task

task-start-done = { $id } is with { $who }, due { $due }.
task-start-done-open = { $id } is with { $who }.
task-started-already = { $id } is with { $who } already.
task-done-done = { $id } is done.
task-done-already = { $id } was done at { $at }.
task-next = Next: { $tasks }
task-fail-done = { $id } failed; those that wait for it and the TAM are told.
task-fail-next = To try again: { $again } · to go on without it: { $skip }
task-failed-already = { $id } failed already.
task-skip-done = { $id } is skipped.
task-skipped-already = { $id } is skipped already.
task-reopen-done = { $id } is open again.
task-reopen-begun = Begun already, and warned: { $tasks }
task-open-already = { $id } is open.
task-return-done = { $id } went back to { $to } { $department }.
task-return-nobody = { $id } has nobody before it to go back to.
task-return-nobody-hint = Say what is missing: { $line }
task-hold-done = { $id } is on hold.
task-held-already = { $id } is on hold already, by { $by } · { $because }
task-not-held = { $id } is not on hold.
task-resume-done = { $id } goes on.
task-held-by-change = { $change } is still on hold · { $because }
task-cancel-done = { $id } is cancelled.
task-cancel-question = { $tasks } waited for it. Do they go on? { $yes } or { $no }
task-cancelled-already = { $id } is cancelled already.
proceed-not-cancelled = { $id } is not cancelled: nothing is to be decided.
proceed-nothing = Nothing waits for { $id } any more.
proceed-yes-done = Not waiting for { $id } any more: { $tasks }
proceed-no-done = Cancelled with { $id }: { $tasks }
task-assign-done = { $id } is with { $who }.
task-assigned-already = { $id } is with { $who } already.
task-assign-elsewhere = { $who } does not work in { $department }.
task-estimate-done = { $id } takes { $estimate }.
task-estimate-due = { $id } takes { $estimate } and is due { $due }.
task-due-done = { $id } is due { $due }.
task-due-past = { $due } has passed: { $id } can't be due then.
task-note-done = { $id }: noted.
task-list-empty = No such task.
task-list-found = { $count ->
    [one] One task:
   *[other] { $count } tasks:
}

## The timeline

task-was-added = { $by } added { $id } for { $department }: { $title }
task-was-readied = { $id } is ready
task-was-reblocked = { $id } waits again
task-was-started = { $by } began { $id }
task-was-done = { $by } ended { $id }
task-was-done-saying = { $by } ended { $id } · { $text }
task-was-failed = { $by } says { $id } failed · { $because }
task-was-skipped = { $by } skipped { $id } · { $because }
task-was-cancelled = { $by } cancelled { $id } · { $because }
task-was-reopened = { $by } reopened { $id } · { $because }
task-was-returned = { $by } sent { $id } back to { $to } · { $because }
task-was-held = { $by } put { $id } on hold · { $because }
task-was-resumed = { $by } resumed { $id }
task-was-waived = { $by } lets { $id } go on without { $of }
task-was-assigned = { $by } gave { $id } to { $to }
task-was-estimated = { $by } estimates { $id } at { $estimate }
task-was-due-set = { $by } wants { $id } by { $due }
task-was-noted = { $by } on { $id } · { $text }
task-was-linked = { $by } let { $id } wait for { $to }
task-was-unlinked = { $by } let { $id } go on without waiting for { $from }
task-accept-was-missed = { $id } was not accepted by { $due }
task-was-overdue = { $id } is overdue since { $due }

## /baton mine and /sla next

mine-task = { $id } is yours · { $state } · { $title }
mine-task-due = { $id } is yours · { $state }, due { $due } · { $title }
mine-turn = { $id } is { $department }'s turn · nobody has it yet · { $title }
mine-turn-due = { $id } is { $department }'s turn · nobody has it yet, due { $due } · { $title }
mine-failed = { $id } failed: reopen it, skip it or roll back · { $title }
mine-question = { $id } was cancelled: do { $waiting } go on without it? · { $title }
mine-review = { $id }: all work has ended, say what it came to or close it · { $title }
mine-vote = { $id } waits for your vote since { $since } · { $title }
mine-changes = Your changes: { $count }
mine-changes-of = Your changes: { $count } · { $clients }
mine-of-client = { $client } { $count }
mine-and-more = and { $more } more
mine-change = { $id } · { $client } · { $state } · { $ended } of { $total } · { $title }
mine-change-at = { $id } · { $client } · { $state } · { $ended } of { $total } · { $title } · with { $with }
mine-no-client = no client
target-task = task done
