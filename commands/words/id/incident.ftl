# What is said about incidents.

## The card

incident-card = { $id } · severity { $severity } · { $state } · { $title }
engagement-requested = { $department } (dipanggil)
engagement-engaged = { $department } (bekerja)
engagement-assigned = { $department } ({ $who })
engagement-released = { $department } (dilepas)
hold-until = { $party } sampai { $until } · { $because }
hold-for = { $party } · { $because }

## Pings

incident-called = { $id } memerlukan Anda · severity { $severity } · { $title }
nobody-on-duty = Saat ini tidak ada yang piket di { $department }, jadi diteruskan ke { $head }.
incident-archived = { $id } sudah diarsipkan dan tidak dapat diubah lagi.
incident-archived-hint = Baca dengan { $line }, atau buka insiden baru.
incident-assigned-to-you = { $id } ditugaskan kepada Anda, { $who } · { $title }
incident-you-lead = { $id } Anda pimpin, { $who } · { $title }
incident-escalated-to-you = { $id } dieskalasi kepada Anda · { $title } · { $because }
incident-reopened-for-you = { $id } dibuka kembali · { $title } · { $because }
incident-hold-over = { $id } dapat dilanjutkan, penundaannya sudah berakhir · { $title }
debrief-due = { $id } memerlukan debrief · { $title } · `/incident debrief { $id } --cause …`
action-due = { $id } tindakan { $number }, tenggat { $due } · { $text } · `/incident action { $id } { $number }`
problem-suggested = { $id } satu dari { $count } insiden serupa, bersama { $alike } · { $title } · tiket problem dapat mencari penyebab bersamanya

## The record that was named

incident-none-yet = Tidak ada { $id }: belum ada insiden yang dibuka.
incident-unknown = Tidak ada { $id } yang dapat Anda lihat.
incident-unknown-hint = { $list } menampilkan yang masih terbuka.
incident-is-merged = { $id } sudah digabung dan berlanjut sebagai { $into }.
incident-is-resolved = { $id } sudah selesai pada { $at }.
incident-is-resolved-hint = Jika terjadi lagi: { $line }

## /incident open

open-done = { $id } dibuka, severity { $severity }: { $title }
open-pinged = Diberi tahu: { $who }.
open-pinged-later = Diberi tahu pada { $until }, setelah jam tenang: { $who }.
open-pinged-nobody = Tidak ada orang lain yang diberi tahu.
open-first-deadline = Tenggat pertama: { $target } sebelum { $due }.
open-no-deadline = Tanpa tenggat: tidak ada yang dijanjikan untuk ini.
open-similar = Yang serupa, beberapa waktu lalu:
open-title-long = Judul itu { $chars } karakter; paling banyak { $max } yang muat di daftar.
open-title-long-hint = Tulis singkat saja, lalu sisanya di catatan: { $line }
open-other-client = { $name } milik { $client }, bukan { $other }.
open-other-client-hint = Hapus yang tidak sesuai, atau buka insiden untuk tiap klien.
open-for-whom = Departemen tidak dapat ditentukan dari kanal ini, layanannya, atau Anda.
open-for-whom-hint = Sebutkan satu: { $line }

## /incident ack, lead, assign

ack-done = { $id } ditangani { $department }; dikerjakan oleh { $who }.
ack-already = { $id } sudah ditangani { $department }; dikerjakan oleh { $who }.
ack-done-alone = { $id } ditangani.
ack-already-alone = { $id } sudah ditangani sebelumnya.
ack-vendor-done = { $vendor } sudah menjawab untuk { $id }.
ack-vendor-already = { $vendor } sudah menjawab untuk { $id } pada { $at }.
lead-done = { $id } dipimpin { $lead }.
lead-already = { $id } sudah dipimpin { $lead }.
assign-done = { $id } dikerjakan { $who } dari { $department }.
assign-already = { $id } sudah dikerjakan { $who } dari { $department }.
assign-not-engaged = { $id } tidak melibatkan departemen { $who }.
assign-not-engaged-hint = Panggil dulu departemennya: { $line }

## /incident engage, release

# unused: several
engage-done = { $id }: { $departments } dipanggil.
# unused: several
engage-already = { $id }: { $departments } sudah dipanggil.
# unused: several
engage-standing = { $departments } sudah dipanggil.
# unused: several
release-done = { $id }: { $departments } dilepas.
release-not-engaged = { $id } tidak melibatkan { $department }.
release-engaged-are = Yang terlibat: { $departments }.
release-last = { $id } membutuhkan { $department }: tidak ada departemen lain yang dilibatkan.
release-last-hint = Panggil departemen lain dulu: { $line }
release-new-owner = { $id } sekarang milik { $department }.
release-no-vendor = { $id } tidak sedang di vendor { $vendor }.

## /incident note, severity

note-done = { $id } dicatat, baris { $line } di linimasanya.
note-no-such-line = { $id } tidak punya baris { $line } di linimasanya.
note-see-timeline = { $line } menampilkan nomornya.
severity-done = { $id } sekarang severity { $severity }, sebelumnya { $was }.
severity-already = { $id } sudah severity { $severity }.

## /incident hold, resume

hold-done = { $id } ditunda, menunggu { $party }.
hold-already = { $id } sudah ditunda, menunggu { $party }.
hold-clock-waits = Waktu penyelesaian untuk klien dijeda selama itu.
hold-clock-runs = Waktu penyelesaian untuk klien tetap berjalan: menurut kontrak hal ini tidak menjedanya.
hold-ends = Berlanjut sendiri pada { $until }.
hold-until-past = { $until } sudah lewat, jadi penundaan tidak dapat berlaku sampai saat itu.
hold-until-past-hint = Sebutkan waktu yang akan datang: { $line }
resume-done = { $id } dilanjutkan.
resume-vendor = Waktu { $vendor } tetap berjalan: { $line } setelah mereka selesai.
resume-not-held = { $id } tidak sedang ditunda.

## /incident escalate

escalate-done = { $id } dieskalasi ke { $whom }.
escalate-to-whom = Eskalasi tidak dapat ditujukan ke “{ $whom }”: pilihannya `head`, `management`, atau `vendor:` dengan namanya.
escalate-to-whom-hint = Misalnya { $line }
escalate-to-yourself = Anda sendiri kepala { $department }.
escalate-no-management = { $id } tidak dapat dieskalasi ke manajemen: dalam berkas organisasi tidak ada yang memegang peran itu.
escalate-vendor-paused = { $id } dieskalasi ke { $vendor }, kontak: { $contact }. Waktu vendor berjalan, waktu klien dijeda.
escalate-vendor-alone = { $id } dieskalasi ke { $vendor }, kontak: { $contact }. Waktu vendor berjalan.
escalate-vendor-no-clock = { $id } dieskalasi ke { $vendor }, kontak: { $contact }. Kontrak tidak memberi batas waktu.
escalate-vendor-runs = { $id } dieskalasi ke { $vendor }, kontak: { $contact }. Waktu vendor berjalan, begitu pula waktu klien.
escalate-vendor-answers = Setelah mereka menjawab: { $line }
escalate-vendor-already = { $id } sudah di vendor { $vendor }.
escalate-vendor-already-hint = Setelah bagian vendor selesai: { $line }

## /incident mitigate, resolve, reopen, close

mitigate-done = { $id } dimitigasi; penyebabnya masih perlu dihilangkan.
mitigate-already = { $id } sudah dimitigasi.
resolve-done = { $id } selesai.
resolve-already = { $id } sudah selesai.
resolve-debrief = Tenggat debrief-nya { $due }: { $line }
reopen-done = { $id } dibuka kembali, departemennya dipanggil.
reopen-already = { $id } memang masih terbuka.
close-done = { $id } ditutup.
close-already = { $id } sudah ditutup.
close-debrief-owed = Debrief-nya masih ditunggu sebelum { $due }.
close-not-resolved = { $id } belum selesai.
close-not-resolved-hint = Selesaikan dulu: { $line }

## /incident merge

merge-done = { $id } berlanjut sebagai { $into }.
merge-with-itself = { $id } tidak dapat digabung ke dirinya sendiri.
merge-restricted = { $id } dan { $into } tidak dapat digabung: hanya salah satunya yang terbatas.

## /incident debrief, action

debrief-done = { $id } debrief dicatat, { $count ->
    [0] tanpa tindakan
   *[other] dengan { $count } tindakan
}.
debrief-amended = { $id } debrief ditambah, { $count ->
    [0] tanpa tindakan baru
   *[other] dengan { $count } tindakan baru
}.
debrief-already = { $id } debrief sudah dicatat seperti itu.
debrief-not-resolved = { $id } belum selesai; debrief-nya dibuat setelah itu.
debrief-bad-action = “{ $typed }” bukan tindakan dengan penanggung jawab dan tanggal.
debrief-bad-action-hint = Misalnya { $line }
action-done = { $id } tindakan { $number } selesai.
action-already = { $id } tindakan { $number } sudah selesai sebelumnya.
action-not-yours = { $id } tindakan { $number } ditandai selesai oleh { $owner } atau pemimpin insiden.
action-unknown = { $id } tidak punya tindakan { $number }.
action-unknown-hint = { $line } menampilkan nomornya.

## /incident ask

ask-done = { $id }: permintaan disampaikan kepada { $whom }.
ask-nothing-refused = { $id } tidak menolak apa pun yang dapat Anda mintakan kepada orang lain.
ask-nobody-may = { $id }: tidak ada orang yang dapat dimintai.
ask-may-not-either = { $id }: { $whom } juga tidak berhak.

## /incident show, list, similar, timeline

show-debrief-due = Tenggat debrief { $due }
show-debrief = Debrief oleh { $by }: { $cause }
show-debrief-added = Ditambahkan oleh { $by }: { $cause }
show-debrief-added-to = Ditambahkan oleh { $by }:
show-action-open = Tindakan { $number }: { $text } · { $owner } · tenggat { $due }
show-action-done = Tindakan { $number }: { $text } · { $owner } · selesai { $at }
show-archived = { $id } sudah diarsipkan: dapat dibaca, tetapi tidak dapat diubah lagi.
list-found = { $count } insiden
list-empty = Tidak ada insiden seperti itu.
similar-to = { $id } { $title }: yang serupa sebelumnya
similar-none = { $id }: tidak ada insiden serupa sebelumnya.
similar-line = { $id } { $title }, dibuka { $at }
timeline-head = { $id } { $title }: linimasa
timeline-line = { $line } · { $at } · { $what } · { $place }
timeline-line-clock = { $line } · { $at } · { $what }

## History: a line in the thread of the card, and what stands in a line of the timeline

history-opened = { $by } membukanya: { $title }
history-acknowledged = { $by } menanganinya untuk { $department }
history-acknowledged-alone = { $by } menanganinya
history-led = { $by } menyerahkan pimpinan kepada { $lead }
history-led-by-asker = { $by } mengambil pimpinan
history-assigned = { $by } menugaskan pekerjaan { $department } kepada { $to }
history-assigned-to-asker = { $by } mengambil pekerjaan { $department }
history-engaged = { $by } memanggil { $department }
history-released = { $by } melepas { $department }
history-vendor-answered = { $by } mencatat bahwa vendor { $vendor } sudah menjawab
history-vendor-released = { $by } mengakhiri bagian vendor { $vendor }
history-noted = { $by }: { $text }
history-amended = { $by } membetulkan baris { $line }: { $text }
history-severity = { $by } menetapkan severity { $severity }
history-severity-because = { $by } menetapkan severity { $severity }: { $because }
history-held = { $by } menundanya, menunggu { $party }: { $because }
history-held-until = { $by } menundanya, menunggu { $party } sampai { $until }: { $because }
history-resumed = { $by } mengakhiri penundaan
history-escalated = { $by } mengeskalasi ke { $whom }: { $because }
escalation-head = kepala { $department }
escalation-management = manajemen
escalation-vendor = vendor { $vendor }
history-mitigated = { $by } memitigasinya: { $text }
history-resolved = { $by } menyelesaikannya: { $text }
history-reopened = { $by } membukanya kembali: { $text }
history-closed = { $by } menutupnya
history-merged-into = { $by } menggabungkannya ke { $into }
history-merged-from = { $by } menggabungkan { $from } ke sini
history-reached = Waktu: { $what }
history-debriefed = { $by } mencatat debrief, { $count ->
    [0] tanpa tindakan
   *[other] dengan { $count } tindakan
}: { $cause }
history-debrief-amended = { $by } menambah debrief, { $count ->
    [0] tanpa tindakan baru
   *[other] dengan { $count } tindakan baru
}: { $cause }
history-debrief-added = { $by } menambah debrief, { $count ->
    [0] tanpa tindakan baru
   *[other] dengan { $count } tindakan baru
}
history-debrief-due = Debrief sudah waktunya dibuat
history-action-done = { $by } menyelesaikan tindakan { $number }
history-action-due = Tindakan { $number } sudah jatuh tempo
history-analysed = { $by } menganalisis mengapa { $target } terlewat: { $cause } · tindak lanjut: { $action }
# unused: id
history-problem-suggested = Tiket problem disarankan: serupa dengan { $alike }
history-refused = { $who } tidak diizinkan memakai { $line }
history-overridden = { $by } mengesampingkan aturan tentang { $line }: { $because }
history-asked = { $by } meminta { $whom } menjalankan { $line }
