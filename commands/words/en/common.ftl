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
