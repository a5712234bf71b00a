# Words that every noun uses: states, targets, buttons, spans of time, and what joins a list.

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

## Severities

severity-1 = severity 1 (critical)
severity-2 = severity 2 (high)
severity-3 = severity 3 (medium)
severity-4 = severity 4 (low)

## States

state-open = open
state-acknowledged = acknowledged
state-on-hold = on hold
state-mitigated = mitigated
state-resolved = resolved
state-reopened = reopened
state-closed = closed

## Targets

target-response = response
target-resolution = resolution
target-update = update
target-ola = hand-off between departments
target-uc = vendor response

## Buttons

button-acknowledge = Acknowledge
button-take-lead = Take lead
button-hold = Hold
button-resolve = Resolve
button-reopen = Reopen
