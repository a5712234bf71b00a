# What is said about changes as a whole.

## The card

change-card = { $id } · { $kind } · { $state } · { $title }
kind-standard = standard
kind-normal = normal
kind-emergency = emergency
phase-draft = draft
phase-assessed = assessed
phase-rejected = rejected
phase-approved = approved
phase-scheduled = scheduled
phase-in-progress = in progress
phase-review = review
phase-closed = closed
phase-cancelled = cancelled
phase-rolled-back = rolled back
phase-on-hold = on hold
field-window = Window
field-promised = Promised
field-risk = Risk
field-rollback = Way back
field-approval = Approval
window-from-to = { $from } to { $to }
risk-high = high ({ $risk }): impact { $impact }, likelihood { $likelihood }
risk-plain = { $risk }: impact { $impact }, likelihood { $likelihood }
votes-of = { $votes } of { $quorum } yes
change-progress = { $ended } of { $total } tasks ended
change-held = On hold by { $by } · { $because }
change-rejected-by = Rejected by { $by } · { $because }
change-ended-because = { $because }
change-review-said = Review: { $result } · { $text }
result-success = success
result-issues = with issues
result-failed = failed

## The record that was named

change-none-yet = There is no { $id }: no change was opened yet.
change-unknown = There is no { $id }.
change-unknown-hint = { $list } shows those that have not ended.
change-archived = { $id } is archived and can't be changed any more.
change-archived-hint = Read it with { $line }, or open a new one.
change-stands = { $id } is { $state }.

## Pings

change-approve-please = { $id } asks for your approval · { $title } · asked by { $by }
change-approval-overdue = { $id } still waits for approval, since { $since } · { $title } · no answer is not a yes
change-approved = { $id } is approved · { $title }
change-approved-for = { $id } is approved for { $from } to { $to } · { $title }
change-rejected-for-you = { $id } is rejected, stop work on it · { $title } · { $because }
change-rejected = { $id } is rejected · { $title } · { $because }
change-starting = { $id } starts soon: { $from } to { $to } · { $title }
change-cancelled-for-you = { $id } is cancelled, stop work on it · { $title } · { $because }
change-rolled-back-for-you = { $id } is rolled back, stop work on it · { $title } · { $because }
change-work-ended = { $id }: all its tasks have ended · { $title } · `/change close { $id }`
change-work-ended-review = { $id }: all its tasks have ended, its review is yours · { $title } · `/change review { $id } --result success …`

## /change open

change-open-done = { $id } { $title }
change-open-tasks = { $count ->
    [one] It has one task.
   *[other] It has { $count } tasks.
}
change-open-started = It is approved beforehand and has begun: the first departments are told.
change-open-draft = It is a draft, type { $kind }. Next: { $line }
change-open-untitled = A change needs a title.
change-open-untitled-hint = Say what is changed: { $line }
change-open-both = A change comes from a template or from a manifest, not from both.
change-open-standard = Only a template of type standard makes a standard change: it was approved beforehand.
change-open-standard-hint = Name such a template, or leave out the type.
set-odd = `--set { $typed }` has no value.
set-unknown = The template { $template } has no parameter { $key }.
set-unknown-hint = It knows: { $parameters }
set-missing = The template { $template } needs a value for { $key }.
set-missing-hint = Add { $line }
kind-template = template
kind-manifest = install manifest
kind-project = project
kind-module = module

## /change task, after, unlink

task-add-done = { $id } is added for { $department }: { $title }
task-add-after = It waits for { $tasks }.
task-for-whom = { $id } needs to know which department does the task.
change-is-full = { $id } has { $max } tasks, more do not fit one change.
join-out-of-range = { $count } of { $links } links can't be needed.
task-link-done = { $id } waits for { $tasks }.
link-to-itself = { $id } can't wait for itself.
link-twice = { $id } waits for { $to } already.
link-in-a-circle = { $id } can't wait for { $to }, which waits for it: { $path }
link-begun = { $id } is { $state } and can't wait for more.
unlink-done = { $id } does not wait for { $from } any more.
unlink-already = { $id } does not wait for { $from }.
join-any = One of them is enough.
join-at-least = { $count } of them are enough.

task-add-before = By the vendor's order it comes before { $tasks }.
module-of-nothing = { $id } installs no product, so it has no modules.
module-of-nothing-hint = Open a change with `--manifest` for that.

## The vendor's order

order-given = By the vendor's order { $id } waits for { $tasks }.
order-held = { $id } can't begin yet: in { $product }, { $first } comes before { $module }, and { $who } has it ({ $held }, { $state }).
order-held-hint = Let it wait for that: { $line }
order-missing = { $id } can't begin yet: in { $product }, { $first } comes before { $module }; it is not installed, and nobody has it.
order-missing-hint = Add it first, or skip it if it is there already: { $line }
order-against = { $id } can't wait for { $to }: in { $product }, { $first } comes before { $module }.
order-needs-all = { $id } needs all that it waits for: in { $product }, { $first } comes before { $module }.
order-kept = { $id } has to wait for { $from }: in { $product }, { $first } comes before { $module }.

## Modules that two changes touch

clash-line = { $id } of { $tam } touches the same modules: { $modules }
clash-warning = { $with } touches the same modules: { $modules }
clash-for-you = { $id } and { $with } both touch { $modules } of { $product } ({ $client }): look who goes first.
change-clashes-only = { $id } has no window yet.

## /change customise, installed

customise-done = { $id }: recorded on { $module }: { $text }
customise-untouched = { $id } has no task for { $module }.
customise-untouched-hint = Add one: { $line }
customise-full = { $id } has { $max } customisations, more are not recorded in one change.
customised-line = { $module } customised by { $by }: { $text } · { $because }
customised-line-of = { $what } · { $id }, { $at }
customised-more = { $more } earlier customisations
installed-nothing = Nothing is known to be installed at { $client }.
installed-head = Installed at { $client }:
installed-by = { $id } ({ $who })
installed-customised = Customised:
installed-of-file = { $module }: { $text } · { $id }, { $by }
installed-of-file-unsigned = { $module }: { $text } · { $id }
column-product = product
column-module = module
column-version = version
column-by = by
column-since = since

## /change assess, submit, approve, reject

change-assess-plain = { $id } has risk { $risk }: one approver is enough.
change-assess-high = { $id } has high risk ({ $risk }): it needs several approvers.
change-assess-history = Counted as more likely to fail: of the last five changes of a department in it, two or more failed.
change-assess-next = Next: { $line }
change-asked-anew = What was voted on is another now: approval is asked for anew.
change-not-assessed = { $id } is not assessed yet.
change-not-assessed-hint = Say what could go wrong: { $line }
change-submit-done = { $id } waits for approval by { $quorum } of { $who }.
change-submit-standard = { $id } is a standard change: it was approved beforehand.
change-approved-already = { $id } is approved already.
change-no-approvers = { $id } needs { $quorum ->
    [one] one approver
   *[other] { $quorum } approvers
}, and only { $count } can approve it.
change-no-approvers-hint = Neither who opened it nor who asks can approve. Let somebody else submit it, or name more approvers in company.toml.
change-approve-done = Your yes to { $id } is counted: { $votes } of { $quorum }.
change-approve-carried = { $id } is approved.
change-approve-own = { $id } is your own request: another approver decides.
change-approve-not-asked = You were not asked to approve { $id }: it waits for { $who }.
change-not-submitted = Nobody has asked for approval of { $id } yet.
change-reject-done = { $id } is rejected.

## /change schedule

change-schedule-done = { $id } is planned for { $from } to { $to }.
change-schedule-past = { $from } to { $to } is over already.
change-frozen-hard = { $freeze } stands from { $from } to { $to }: only emergencies, with two approvers.
change-frozen-hard-hint = Plan it after that: { $line }
change-frozen-soft = { $freeze } stands from { $from } to { $to }: it takes a reason.
change-open-frozen-hint = Open it without a window first.
change-frozen-soft-hint = Say why it can't wait: { $line }

change-schedule-collides = { $count ->
    [one] One thing collides with it:
   *[other] { $count } things collide with it:
}

## /change conflicts

change-conflicts-none = Nothing collides with { $id } in its window.
change-conflicts-found = { $count ->
    [one] One thing collides
   *[other] { $count } things collide
} with { $id } in its window:
conflict-change = { $id } of { $tam } needs { $over } too, { $from } to { $to }
conflict-hard = { $freeze } stands from { $from } to { $to }: only emergencies, with two approvers
conflict-soft = { $freeze } stands from { $from } to { $to }: it takes a reason
conflict-visit = { $id } needs { $over } too, { $from } to { $to }
conflict-outside = { $of } may be worked on in { $windows } only, next { $from } to { $to }
conflict-outside-always = { $of } may be worked on in { $windows } only, which does not open within ten years
conflict-tied-up = { $who } is tied up in { $id }
change-next-free = The next free time of that length: { $from } to { $to }
change-never-free = There is no free time of that length within a year.
change-conflict-for-you = { $id } from { $from } to { $to } collides with { $with } from { $their_from } to { $their_to }.
change-frozen-for-you = { $id } runs into the freeze { $freeze }, which stands from { $from } to { $to }.
change-outside-for-you = { $id } from { $from } to { $to } lies outside its maintenance window: { $windows }.
change-bereft = { $with } takes { $who }, who is planned for { $id } from { $from } to { $to }.
change-bereft-now = { $with } takes { $who }, who is at work on { $id }.
change-conflict-hint = What collides, and the next free time: { $line }

## /change start, hold, resume

change-begun = { $id } is in progress · { $title }
change-begun-already = { $id } is in progress already.
change-begun-unapproved = It is an emergency: its approval is asked for now, its review follows.
change-has-no-tasks = { $id } has no tasks yet.
change-has-no-tasks-hint = Add one: { $line }
change-not-approved = { $id } is not approved yet.
change-not-approved-hint = Ask for it: { $line }
change-no-window = { $id } has no window yet.
change-no-window-hint = Say when: { $line }
change-outside-window = { $id } has its window from { $from } to { $to }.
change-hold-done = { $id } is on hold, with all its tasks.
change-held-already = { $id } is on hold already, by { $by } · { $because }
change-not-held = { $id } is not on hold.
change-resume-done = { $id } goes on.
change-still-held = Still on hold by hand: { $tasks }

## /change cancel, rollback, review, close

change-cancel-done = { $id } is cancelled, with { $count ->
    [one] one open task.
   *[other] { $count } open tasks.
}
change-cancel-already = { $id } is cancelled already.
change-rollback-done = { $id } is rolled back, with { $count ->
    [one] one open task
   *[other] { $count } open tasks
} cancelled. Its review is owed.
change-rollback-already = { $id } is rolled back already.
change-rollback-nothing = { $id } has not begun, there is nothing to take back.
change-rollback-nothing-hint = Call it off: { $line }
change-review-done = { $id } is reviewed.
change-review-later = A review follows the work: when all tasks have ended, or after a rollback.
change-perhaps-caused = Opened on the same devices or services meanwhile: { $incidents } · if it caused them: { $line }
change-close-done = { $id } is closed.
change-closed-already = { $id } is closed already.
change-has-open-tasks = { $id } has { $count ->
    [one] one open task:
   *[other] { $count } open tasks:
} { $tasks }
change-close-cancel-hint = What is not wanted any more is cancelled: { $line }
change-review-owed = { $id } needs its review before it closes.
change-review-owed-hint = Say what it came to: { $line }
change-approval-owed = { $id } was begun before its approval, which is still owed.

## /change list, waiting

change-list-empty = No such change.
change-list-found = { $count ->
    [one] One change:
   *[other] { $count } changes:
}
column-progress = Ended
column-turn = Turn
ended-of = { $ended }/{ $total }

## The plan

column-slack = slack
plan-head = { $id } is expected to be over at { $end }
plan-head-over = { $id } was over at { $end }
plan-empty = { $id } has no tasks to lay out.
plan-too-far = { $id } can't be laid out: there is no saying when { $task } is over.
plan-window-kept = Window until { $by }: kept, with { $left } left.
plan-window-missed = Window until { $by }: missed by { $over }.
plan-promise-kept = Promised by { $by }: kept, with { $left } left.
plan-promise-missed = Promised by { $by }: missed by { $over }.
plan-sla-kept = Resolution due { $by }: kept, with { $left } left.
plan-sla-missed = Resolution due { $by }: missed by { $over }.
plan-critical = none: critical
plan-critical-slack = { $slack }: critical
plan-ended = ended
button-plan = Plan
slipped-window = { $id }: expected to be over at { $end }, after its window ends at { $by } · { $title }
slipped-promise = { $id }: expected to be over at { $end }, but promised by { $by } · { $title }
slipped-sla = { $id }: expected to be over at { $end }, but its resolution is due { $by } · { $title }
slipped-olas = { $id }: may last until { $end } if each department takes its time to begin, but promised by { $by } · { $title }
change-was-slipped = By its plan it is over at { $end }, after { $by }
change-was-slipped-olas = If each department takes its time to begin, it may last until { $end }, after { $by }
graph-title = { $id } · { $title }

## Who is waited for

waiting-nothing = { $id } waits for nobody: all its tasks have ended.
waiting-head = { $id } waits in { $count ->
    [one] one branch:
   *[other] { $count } branches:
}
waiting-branch = { $id } { $who } · { $title } · { $how } · next: { $next }
waiting-next-none = nobody
waiting-due = { $state } since { $since }, due { $due }
waiting-overdue = { $state } since { $since }, due { $due }, { $over } over
waiting-since = { $state } since { $since }
waiting-held = on hold since { $since } by { $by }: { $because }
waiting-failed = failed at { $since }: { $because }
waiting-outside = waits for { $waits }
waiting-lag = waits for its lag to pass
waiting-change = waits for the change to begin

## The timeline

change-was-opened = { $by } opened it: { $title }
change-was-assessed = { $by } assessed it: impact { $impact }, likelihood { $likelihood }
change-was-submitted = { $by } asked for approval by { $quorum } of { $who }
change-was-voted = { $by } said yes
change-was-approved = approved
change-was-rejected = { $by } rejected it · { $because }
change-approval-was-chased = approval asked for again
change-was-conflicting = its window collides with { $with }
change-was-clashing = { $with } touches the same modules: { $modules }
change-was-customised = { $by } customised { $module }: { $text } · { $because }
change-was-frozen = its window runs into the freeze { $freeze }
change-was-outside = its window lies outside { $windows }
change-was-bereft = { $who } is taken by { $id }
change-was-scheduled = { $by } scheduled it: { $from } to { $to }
change-was-scheduled-because = { $by } scheduled it: { $from } to { $to } · { $because }
change-was-started = { $by } began it
change-was-started-saying = { $by } began it · { $text }
change-was-held-for = { $by } put it on hold for { $party } · { $because }
change-was-held = { $by } put it on hold · { $because }
change-was-resumed = { $by } resumed it
change-was-rolled-back = { $by } rolled it back · { $because }
change-was-cancelled = { $by } cancelled it · { $because }
change-work-was-ended = all tasks have ended
change-was-reviewed = { $by } reviewed it: { $result } · { $text }
change-was-closed = { $by } closed it
change-was-refused = { $who } may not { $line } on { $id }

## The rules, as `/baton why` reads them out

rule-chg-1 = CHG-1: when the last of what a task waits for is there, its department is told, once.
rule-chg-2 = CHG-2: when a task fails, those who wait for it and the TAM are told; when one is cancelled, the TAM is asked.
rule-chg-3 = CHG-3: when what a task waited for is open again, its department is told.
rule-chg-6 = CHG-6: a task that is returned, given to somebody or overdue is told to those who have to act on it.
rule-chg-7 = CHG-7: when a change is called off, each department is told once.
rule-chg-8 = CHG-8: when two open changes touch one module of a product, its programmers are told.
rule-chg-9 = CHG-9: approvers are asked, reminded, and the requester hears what they decided.
rule-chg-10 = CHG-10: those concerned are told before a window opens, and when two changes collide.
rule-chg-11 = CHG-11: when the end slips past what was agreed, the TAM is told once.
rule-chg-14 = CHG-14: when all work is done, the TAM reviews and closes.
