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

## Severities

severity-1 = tingkat 1 (kritis)
severity-2 = tingkat 2 (tinggi)
severity-3 = tingkat 3 (sedang)
severity-4 = tingkat 4 (rendah)

## States

state-open = terbuka
state-acknowledged = diakui
state-on-hold = ditunda
state-mitigated = termitigasi
state-resolved = terselesaikan
state-reopened = dibuka kembali
state-closed = ditutup

## Targets

target-response = respons
target-resolution = penyelesaian
target-update = pembaruan
target-ola = serah terima antardepartemen
target-uc = respons vendor

## Buttons

button-acknowledge = Akui
button-take-lead = Ambil pimpinan
button-hold = Tunda
button-resolve = Selesaikan
button-reopen = Buka kembali
