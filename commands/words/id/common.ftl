# Words that every noun uses: states, targets, buttons, spans of time, and what joins a list.

## Joints

list-comma = {", "}
field-colon = {": "}

## Spans of working or calendar time

span-hours-minutes = { $hours }j { $minutes }m
span-hours = { $hours }j
span-minutes = { $minutes }m
span-seconds = { $seconds }d

## Places

place-direct = pesan langsung { $person }

## States

state-open = terbuka
state-acknowledged = diakui
state-on-hold = ditunda
state-mitigated = termitigasi
state-resolved = terselesaikan
state-closed = ditutup

## Targets

target-response = respons
target-resolution = penyelesaian
target-update = pembaruan
target-ola = serah terima ke { $department }

## Buttons

button-acknowledge = Akui
button-take-lead = Ambil pimpinan
button-hold = Tunda
button-resolve = Selesaikan
button-reopen = Buka kembali
