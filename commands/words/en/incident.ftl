# What is said about incidents.

## The card

incident-card = { $id } · severity { $severity } · { $state } · { $title }
engagement-requested = { $department } (called)
engagement-engaged = { $department } (at work)
engagement-assigned = { $department } ({ $who })
engagement-released = { $department } (released)
hold-until = { $party } until { $until } · { $because }
hold-for = { $party } · { $because }

## Pings

incident-called = { $id } needs you · severity { $severity } · { $title }
nobody-on-duty = Nobody is on duty for { $department } now, so this comes to { $head }.
incident-archived = { $id } is archived and can't be changed any more.
incident-archived-hint = Read it with { $line }, or open a new one.
incident-assigned-to-you = { $id } is yours, { $who } · { $title }
incident-you-lead = { $id } is yours to lead, { $who } · { $title }
incident-escalated-to-you = { $id } is escalated to you · { $title } · { $because }
incident-reopened-for-you = { $id } is open again · { $title } · { $because }
incident-hold-over = { $id } can go on, its hold is over · { $title }
debrief-due = { $id } needs its debrief · { $title } · `/incident debrief { $id } --cause …`
action-due = { $id } action { $number } is due { $due } · { $text } · `/incident action { $id } { $number }`
problem-suggested = { $id } is one of { $count } alike, with { $alike } · { $title } · a problem record would look for what they share

## The record that was named

incident-none-yet = There is no { $id }: no incident was opened yet.
incident-unknown = There is no { $id } that you can see.
incident-unknown-hint = { $list } shows those that are open.
incident-is-merged = { $id } was merged and goes on as { $into }.
incident-is-resolved = { $id } was resolved at { $at }.
incident-is-resolved-hint = If it is back: { $line }

## /incident open

open-done = { $id } opened, severity { $severity }: { $title }
open-pinged = Pinged: { $who }.
open-pinged-later = Pinged at { $until }, after quiet hours: { $who }.
open-pinged-nobody = Nobody else is pinged.
open-first-deadline = First deadline: { $target } by { $due }.
open-no-deadline = No deadline: nothing is promised for it.
open-similar = Like it, some time ago:
open-title-long = That title has { $chars } characters; at most { $max } fit a list.
open-title-long-hint = Say it in a few words and put the rest into a note: { $line }
open-other-client = { $name } belongs to { $client }, not to { $other }.
open-other-client-hint = Leave out what does not belong together, or open an incident for each client.
open-for-whom = No department follows from this channel, the service or you.
open-for-whom-hint = Name one: { $line }

## /incident ack, lead, assign

ack-done = { $id } is with { $department }; { $who } has it.
ack-already = { $id } is with { $department } already; { $who } has it.
ack-done-alone = { $id } is acknowledged.
ack-already-alone = { $id } was acknowledged before.
ack-vendor-done = { $vendor } has answered for { $id }.
ack-vendor-already = { $vendor } answered for { $id } at { $at }.
lead-done = { $id } is led by { $lead }.
lead-already = { $id } is led by { $lead } already.
assign-done = { $id } is with { $who } of { $department }.
assign-already = { $id } is with { $who } of { $department } already.
assign-not-engaged = { $id } has engaged no department of { $who }.
assign-not-engaged-hint = Call the department first: { $line }

## /incident engage, release

engage-done = { $id }: { $departments } { $several ->
    [one] is
   *[other] are
} called.
engage-already = { $id }: { $departments } { $several ->
    [one] is
   *[other] are
} called already.
engage-standing = { $departments } { $several ->
    [one] is
   *[other] are
} called already.
release-done = { $id }: { $departments } { $several ->
    [one] is
   *[other] are
} released.
release-not-engaged = { $id } has not engaged { $department }.
release-engaged-are = Engaged: { $departments }.
release-last = { $id } needs { $department }: no other department is engaged.
release-last-hint = Call another one first: { $line }
release-new-owner = { $id } belongs to { $department } now.
release-no-vendor = { $id } is not with vendor { $vendor }.

## /incident note, severity

note-done = { $id } noted, line { $line } of its timeline.
note-no-such-line = { $id } has no line { $line } in its timeline.
note-see-timeline = { $line } shows the numbers.
severity-done = { $id } has severity { $severity } now, it was { $was }.
severity-already = { $id } has severity { $severity } already.

## /incident hold, resume

hold-done = { $id } is on hold, waiting for { $party }.
hold-already = { $id } is on hold already, waiting for { $party }.
hold-clock-waits = The client's resolution clock waits meanwhile.
hold-clock-runs = The client's resolution clock runs on: the contract does not wait for this.
hold-ends = It goes on by itself at { $until }.
hold-until-past = { $until } is over, so a hold can't last until then.
hold-until-past-hint = Name a time to come: { $line }
resume-done = { $id } goes on.
resume-vendor = The clock of { $vendor } runs on: { $line } once it has delivered.
resume-not-held = { $id } is not on hold.

## /incident escalate

escalate-done = { $id } is escalated to { $whom }.
escalate-to-whom = “{ $whom }” is nobody to escalate to: it is `head`, `management` or `vendor:` with a name.
escalate-to-whom-hint = For example { $line }
escalate-to-yourself = You are the head of { $department } yourself.
escalate-no-management = { $id } can't be escalated to management: nobody holds that role in the organisation's files.
escalate-vendor-paused = { $id } is escalated to { $vendor }, contact: { $contact }. Their clock runs, the client's waits.
escalate-vendor-alone = { $id } is escalated to { $vendor }, contact: { $contact }. Their clock runs.
escalate-vendor-no-clock = { $id } is escalated to { $vendor }, contact: { $contact }. The contract gives them no time limit.
escalate-vendor-runs = { $id } is escalated to { $vendor }, contact: { $contact }. Their clock runs, and so does the client's.
escalate-vendor-answers = When they have answered: { $line }
escalate-vendor-already = { $id } is with vendor { $vendor } already.
escalate-vendor-already-hint = When they have done their part: { $line }

## /incident mitigate, resolve, reopen, close

mitigate-done = { $id } is mitigated; its cause is still to be removed.
mitigate-already = { $id } is mitigated already.
resolve-done = { $id } is resolved.
resolve-already = { $id } is resolved already.
resolve-debrief = Its debrief is due by { $due }: { $line }
reopen-done = { $id } is open again, its departments are called.
reopen-already = { $id } is open already.
close-done = { $id } is closed.
close-already = { $id } is closed already.
close-debrief-owed = Its debrief is still due by { $due }.
close-not-resolved = { $id } is not resolved yet.
close-not-resolved-hint = Resolve it first: { $line }

## /incident merge

merge-done = { $id } goes on as { $into }.
merge-with-itself = { $id } can't be merged into itself.
merge-restricted = { $id } and { $into } can't be merged: only one of them is restricted.

## /incident debrief, action

debrief-done = { $id } debrief recorded, { $count ->
    [0] without actions
    [one] with 1 action
   *[other] with { $count } actions
}.
debrief-amended = { $id } debrief amended, { $count ->
    [0] without further actions
    [one] with 1 further action
   *[other] with { $count } further actions
}.
debrief-already = { $id } debrief was recorded so before.
debrief-not-resolved = { $id } is not resolved yet; its debrief comes after.
debrief-bad-action = “{ $typed }” is no action with an owner and a date.
debrief-bad-action-hint = For example { $line }
action-done = { $id } action { $number } is done.
action-already = { $id } action { $number } was done before.
action-not-yours = { $id } action { $number } is for { $owner } or the lead to mark as done.
action-unknown = { $id } has no action { $number }.
action-unknown-hint = { $line } shows the numbers.

## /incident ask

ask-done = { $id }: { $whom } is asked.
ask-nothing-refused = { $id } has refused you nothing that somebody could be asked for.
ask-nobody-may = { $id }: there is nobody to ask by name.
ask-may-not-either = { $id }: { $whom } may not do it either.

## /incident show, list, similar, timeline

show-debrief-due = Debrief due by { $due }
show-debrief = Debrief by { $by }: { $cause }
show-debrief-added = Added by { $by }: { $cause }
show-debrief-added-to = Added by { $by }:
show-action-open = Action { $number }: { $text } · { $owner } · due { $due }
show-action-done = Action { $number }: { $text } · { $owner } · done { $at }
show-archived = { $id } is archived: it can be read, but not changed any more.
list-found = { $count ->
    [one] 1 incident
   *[other] { $count } incidents
}
list-empty = No incident is like that.
similar-to = { $id } { $title }: like it before
similar-none = { $id } is like no incident before.
similar-line = { $id } { $title }, opened { $at }
timeline-head = { $id } { $title }: timeline
timeline-line = { $line } · { $at } · { $what } · { $place }
timeline-line-clock = { $line } · { $at } · { $what }

## History: a line in the thread of the card, and what stands in a line of the timeline

history-opened = { $by } opened it: { $title }
history-acknowledged = { $by } acknowledged it for { $department }
history-acknowledged-alone = { $by } acknowledged it
history-led = { $by } gave the lead to { $lead }
history-led-by-asker = { $by } took the lead
history-assigned = { $by } gave the work of { $department } to { $to }
history-assigned-to-asker = { $by } took the work of { $department }
history-engaged = { $by } called { $department }
history-released = { $by } released { $department }
history-vendor-answered = { $by } noted that vendor { $vendor } answered
history-vendor-released = { $by } ended the part of vendor { $vendor }
history-noted = { $by }: { $text }
history-amended = { $by } put line { $line } right: { $text }
history-severity = { $by } set severity { $severity }
history-severity-because = { $by } set severity { $severity }: { $because }
history-held = { $by } put it on hold for { $party }: { $because }
history-held-until = { $by } put it on hold for { $party } until { $until }: { $because }
history-resumed = { $by } ended the hold
history-escalated = { $by } escalated to { $whom }: { $because }
escalation-head = the head of { $department }
escalation-management = management
escalation-vendor = vendor { $vendor }
history-mitigated = { $by } mitigated it: { $text }
history-resolved = { $by } resolved it: { $text }
history-reopened = { $by } reopened it: { $text }
history-closed = { $by } closed it
history-merged-into = { $by } merged it into { $into }
history-merged-from = { $by } merged { $from } into it
history-reached = Clock: { $what }
history-debriefed = { $by } recorded the debrief, { $count ->
    [0] without actions
    [one] with 1 action
   *[other] with { $count } actions
}: { $cause }
history-debrief-amended = { $by } added to the debrief, { $count ->
    [0] without further actions
    [one] with 1 further action
   *[other] with { $count } further actions
}: { $cause }
history-debrief-added = { $by } added to the debrief, { $count ->
    [0] without further actions
    [one] with 1 further action
   *[other] with { $count } further actions
}
history-debrief-due = The debrief is due
history-action-done = { $by } finished action { $number }
history-action-due = Action { $number } is due
history-analysed = { $by } analysed why { $target } was missed: { $cause } · done about it: { $action }
# unused: id
history-problem-suggested = A problem record is suggested: it is like { $alike }
history-refused = { $who } was refused { $line }
history-overridden = { $by } overrode the rule about { $line }: { $because }
history-asked = { $by } asked { $whom } for { $line }
