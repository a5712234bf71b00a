# Words that every noun uses: states, targets, buttons, spans of time, and what joins a list.
#
# How a sentence is written, here and in the other files of this folder:
# - The record first (`INC-42 …`), then who, then what. At most one emoji, never the only carrier of meaning.
# - Backticks around what can be typed; an argument that is such a line brings its own.
# - A sentence can choose by a number (plurals), never by another argument.
# - All that the code passes is said; what a sentence leaves out on purpose stands in a comment
#   right above it: `# unused: by`.
# - A message belongs to the same file in every language.

## Joints

list-comma = {", "}
field-colon = {": "}

## Spans of working or calendar time

span-hours-minutes = { $hours }h { $minutes }m
span-hours = { $hours }h
span-minutes = { $minutes }m
span-seconds = { $seconds }s

## Places

place-direct = direct messages of { $person }

## States

state-open = open
state-acknowledged = acknowledged
state-on-hold = on hold
state-mitigated = mitigated
state-resolved = resolved
state-closed = closed

## Targets: inside a sentence, a column or the name of a field

target-response = response
target-resolution = resolution
target-update = update
target-ola = hand-off to { $department }
target-uc-response = { $vendor }'s response
target-uc-resolution = { $vendor }'s resolution

## Who acts, and who is waited for

by-clock = The clock
by-operator = The operator
party-client = the client
party-vendor = the vendor
party-change = a change
party-resolved = a reopening

## Roles

role-tam = TAM
role-service-manager = service manager
role-key-account-manager = key-account manager

## Columns

column-client = client
column-department = department
column-departments = departments
column-due = due
column-from = from
column-head = head
column-id = id
column-left = left
column-name = name
column-on-duty = on duty
column-place = channel
column-severity = severity
column-state = state
column-target = target
column-time = time
column-title = title
column-until = until
column-what = what

## Fields: what a fact is called; its first letter becomes a capital

field-badly = what did not
field-calendar = calendar
field-concerns = concerns
field-criticality = criticality
field-departments = departments
field-device-state = state
field-hold = waiting for
field-lead = lead
field-location = location
field-merged = merged into
field-people = people
field-services = services
field-site = site
field-system = business system
field-well = what went well

## Lists

list-more = … and { $more } more

## Names that nobody has

name-unknown = There is no { $kind } “{ $typed }”.
name-nearest = Did you mean { $name }?
kind-client = client
kind-department = department
kind-device = device
kind-person = person
kind-service = service
kind-vendor = vendor

## Buttons

button-acknowledge = Acknowledge
button-ask = Ask
button-close = Close
button-hold = Hold
button-reopen = Reopen
button-resolve = Resolve
button-resume = Resume
button-take-lead = Take lead
button-approve = Approve
button-begin = Begin
button-cancel = Cancel
button-done = Done
button-fail = Fail
button-proceed = Proceed
button-reject = Reject
button-return = Return
button-review = Review
button-start = Start
button-submit = Ask for approval
button-waiting = Waiting
button-why = ⓘ
card-posted = { $id }
