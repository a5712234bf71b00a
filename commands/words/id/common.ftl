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
state-acknowledged = ditangani
state-on-hold = ditunda
state-mitigated = dimitigasi
state-resolved = selesai
state-closed = ditutup

## Targets: inside a sentence, a column or the name of a field

target-response = respons
target-resolution = penyelesaian
target-update = kabar terbaru
target-ola = serah terima ke { $department }
target-uc-response = respons { $vendor }
target-uc-resolution = penyelesaian { $vendor }

## Who acts, and who is waited for

by-clock = Sistem
by-operator = Operator
party-client = klien
party-vendor = vendor
party-change = perubahan
party-resolved = pembukaan kembali

## Roles

role-tam = TAM
role-service-manager = service manager
role-key-account-manager = key-account manager

## Columns

column-client = klien
column-department = departemen
column-departments = departemen
column-due = tenggat
column-from = dari
column-head = kepala
column-id = id
column-left = sisa
column-name = nama
column-on-duty = piket
column-place = kanal
column-severity = severity
column-state = status
column-target = target
column-time = waktu
column-title = judul
column-until = sampai
column-what = keterangan

## Fields: what a fact is called; its first letter becomes a capital

field-badly = yang kurang baik
field-calendar = kalender
field-concerns = terkait
field-criticality = kekritisan
field-departments = departemen
field-device-state = status
field-hold = menunggu
field-lead = pemimpin
field-location = lokasi
field-merged = digabung ke
field-people = anggota
field-services = layanan
field-site = lokasi klien
field-system = sistem bisnis
field-well = yang berjalan baik

## Lists

list-more = … dan { $more } lagi

## Names that nobody has

name-unknown = Tidak ada { $kind } “{ $typed }”.
name-nearest = Maksud Anda { $name }?
kind-client = klien
kind-department = departemen
kind-device = perangkat
kind-person = orang
kind-service = layanan
kind-vendor = vendor

## Buttons

button-acknowledge = Tangani
button-ask = Minta
button-close = Tutup
button-hold = Tunda
button-reopen = Buka kembali
button-resolve = Selesaikan
button-resume = Lanjutkan
button-take-lead = Pimpin
button-approve = Setujui
button-begin = Mulai
button-cancel = Batalkan
button-done = Selesai
button-fail = Gagal
button-proceed = Lanjutkan tanpa
button-reject = Tolak
button-return = Kembalikan
button-review = Tinjau
button-start = Kerjakan
button-submit = Ajukan persetujuan
button-waiting = Menunggu
button-why = ⓘ
card-posted = { $id }
