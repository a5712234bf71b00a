# What is said about Baton itself, and what waits for whom.

## Help

help-head = Inilah yang dapat diketik.

## Who may

access-refused = { $id }: { $line } hanya untuk { $who }.
access-refused-here = { $line } hanya untuk { $who }.
access-override-hint = Dalam keadaan darurat, Anda dapat mengesampingkannya dengan alasan, dan incident manager diberi tahu: { $line }
access-override-not-yours = Mengesampingkan aturan hanya untuk { $who }.
access-ask-hint = { $whom } berhak; tombol ini memintanya.
access-overridden = { $id }: { $by } mengesampingkan aturan tentang { $line }: { $because }
access-overridden-here = { $by } mengesampingkan aturan tentang { $line }: { $because }
access-asked = { $id }: { $by } meminta Anda menjalankan { $line }
may-anyone = siapa saja
may-approvers = pemberi persetujuan
may-duty = petugas piket
may-engaged = departemen yang terlibat
may-head = kepala departemen
may-key-account-manager = key-account manager klien
may-lead = pemimpin insiden
may-member = anggota departemen
may-project-manager = manajer proyek
may-service-manager = service manager klien
may-tam = TAM klien

## --dry-run

dry-run-head = Uji coba, tidak ada yang dilakukan. Jawabannya akan berbunyi:
dry-run-ping = Akan memberi tahu { $who } di { $place }: { $reason }
dry-run-ping-later = Akan memberi tahu { $who } di { $place } pada { $at }, setelah jam tenang: { $reason }

## /baton mine

mine-head = { $count } hal menunggu Anda
mine-nothing = Tidak ada yang menunggu Anda.
mine-assigned = { $id } Anda kerjakan · severity { $severity } · { $state } · { $title }
mine-leading = { $id } Anda pimpin · severity { $severity } · { $state } · { $title }
mine-called = { $id } memerlukan { $department } · severity { $severity } · belum ada yang mengambil · { $title }
mine-debrief = { $id } memerlukan debrief sebelum { $due }
mine-action = { $id } tindakan { $number }, tenggat { $due } · { $text }
mine-violation = { $id } memerlukan analisis Anda atas target yang terlewat · { $title }
mine-on-duty = Anda sedang piket untuk { $department }.

## /baton why

why-pinged = { $id }: { $count } pemberitahuan
why-of-what = Sebutkan catatan yang mana: { $line }
why-nobody-pinged = { $id }: tidak ada yang diberi tahu
why-ping = { $at } · { $reason } · { $who } di { $place } · { $outcome }
why-earlier = { $more } pemberitahuan sebelumnya tidak ditampilkan.
why-quiet = { $count } pesan lain tidak memberi tahu siapa pun.
sent-waiting = menunggu sampai { $at }
sent-done = terkirim { $at }
sent-never = tidak dapat disampaikan, { $at }: { $why }
sent-lapsed = tidak dikirim, pada { $at } tidak ada lagi yang perlu bertindak
sent-merged = dikirim bersama yang lain { $at }

## The rules, in words that can be read out to a client

rule-inc-1 = Saat insiden dibuka, departemen yang dapat membantu dipanggil.
rule-inc-2 = Siapa pun yang mendapat pekerjaan dalam insiden diberi tahu: departemen yang dipanggil, orang yang mengerjakan, dan yang memimpin.
rule-inc-5 = Eskalasi disampaikan kepada yang dituju.
rule-inc-6 = Setelah insiden berat, pemimpinnya diingatkan akan debrief, dan penanggung jawab tindakannya sampai tindakan itu selesai.
rule-inc-7 = Beberapa insiden serupa mungkin berpenyebab sama; incident manager diberi tahu.
rule-sla-5 = Penundaan berakhir pada waktu yang ditetapkan; yang dapat melanjutkan dipanggil.
rule-sla-9 = Waktu yang dijanjikan terpakai sebagian atau seluruhnya; sudah disepakati siapa yang diberi tahu pada titik ini.
rule-acc-3 = Seseorang tidak berhak melakukan sesuatu: yang berhak dimintai, atau incident manager diberi tahu bahwa aturannya dikesampingkan.
rule-other = Aturan { $rule }.

## /baton undelivered

undelivered-head = { $count } pesan tidak dapat disampaikan
undelivered-none = Semuanya sudah disampaikan.
undelivered-line = { $id } · { $at } · { $reason } · { $who } di { $place } · { $why }
undelivered-line-post = { $id } · { $at } · { $reason } · { $place } · { $why }

## /baton search

search-found = { $count } tiket memuat “{ $text }”
search-nothing = Tidak ada tiket yang memuat “{ $text }”.
search-line = { $id } { $title } · { $state } · dibuka { $at }
search-line-archived = { $id } { $title } · diarsipkan · dibuka { $at }

## /baton status

status-head = Baton { $version } untuk { $company }
status-platform = Terhubung: { $platform }
status-records = Insiden: { $live } terbuka, { $archived } diarsipkan
status-outbox = Pesan: { $pending } menunggu, { $undelivered } tidak tersampaikan
status-wake = Bangun berikutnya: { $at }
status-no-wake = Bangun berikutnya: tidak ada
status-store = Penyimpanan: { $store }, { $events } peristiwa, { $kib } KiB
lookup-odd = Penyimpanan menjawab pertanyaan lain. Mohon tanyakan lagi.

## /baton language

language-set = Mulai sekarang Anda dijawab dalam { $language }.
language-untranslated = Belum semua kalimat diterjemahkan ke { $language }; yang belum ada ditulis dalam bahasa Inggris.
language-set-here = Mulai sekarang pesan di { $place } ditulis dalam { $language }.
language-unknown = “{ $typed }” bukan bahasa yang dipakai di sini.
language-known = Pilih salah satu: { $languages }.

## /baton link

link-code = Ketik { $line } dari akun Anda yang lain sebelum { $until }. Kode ini berlaku satu kali.
link-done = Akun ini sekarang milik { $who }.
link-already-known = Di sini Anda sudah dikenal sebagai { $who }. Kode itu untuk akun yang belum dikenal.
link-bad-code = Kode itu tidak dikenal, sudah dipakai, atau sudah kedaluwarsa.
link-how = Ketik `/baton link` dari akun yang dikenal di sini, lalu ketik kode yang Anda terima dari akun ini.
link-not-here = Kode tidak diberikan di sini; ketik `/baton link` di chat.
person-unknown = Akun ini belum milik siapa pun di sini.
not-delivered = Disampaikan di sini karena { $place } tidak dapat dijangkau: { $why }
told-too-late = Ini seharusnya disampaikan pada { $at }; tidak ada lagi yang perlu bertindak.
fault-of-ours = Ada kesalahan di pihak kami, dan tidak ada yang diubah. Sampaikan referensi ini kepada operator: { $reference }

## /baton reload

reload-done = Berkas organisasi sudah berlaku.
reload-same = Isi berkas organisasi sama dengan yang sudah berlaku.
reload-calendars = Kalender yang diubah berlaku mulai { $from }: { $calendars }.
reload-from-past = Kalender tidak dapat diubah mundur: { $from } sudah lewat.
reload-not-here = Berkas organisasi tidak dapat dibaca dari sini; ketik `/baton reload` di chat.
reload-bad = Ada { $count } kesalahan dalam berkas organisasi, jadi yang lama tetap berlaku.
reload-fault = { $fault }
reload-sooner = { $count } tenggat menjadi lebih awal:
reload-breaches = { $id } { $target } terlewat: tenggat { $by }, semula { $was }
reload-moves = { $id } { $target }: tenggat { $by }, semula { $was }

## Yang dikatakan oleh platform obrolan sendiri

card-more = … { $line } menampilkan selebihnya.
chat-busy = Saat ini lebih banyak yang dikatakan daripada yang bisa saya dengar. Tidak ada yang dilakukan; katakan lagi sebentar lagi.
chat-old-form = Formulir ini berasal dari versi saya yang lebih lama. Tidak ada yang dilakukan; buka lagi yang baru.
chat-late = Ini tidak sempat saya kerjakan. Tidak ada yang dilakukan; katakan lagi.
chat-unsure = Ini tidak sempat saya selesaikan. Periksa dahulu apakah sudah dilakukan sebelum mengatakannya lagi.
chat-writing = Ini sedang dicatat, dan lebih lama dari biasanya. Baru selesai bila jawabannya ada di sini. Jika tidak ada dalam satu menit, periksa dahulu sebelum mengatakannya lagi.
form-continue = Lanjutkan
form-leave = Batal
form-more = Isi selebihnya: { $fields }
form-send = Kirim
form-so-far = Sejauh ini yang sudah diisi; tombol ini menanyakan selebihnya.
form-then = Lalu
home-mine = Pekerjaan saya
