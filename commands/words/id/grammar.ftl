# What is said about a line that could not be read.

misread-try = Coba { $line }
misread-not-a-command = Itu bukan perintah: perintah diawali dengan garis miring.
misread-too-long = Baris itu terdiri atas { $chars } karakter; yang dibaca paling banyak { $max }.
misread-help-asked = Inilah yang dapat diketik.
misread-noun = Tidak ada perintah “/{ $typed }”.
misread-noun-nearest = Tidak ada perintah “/{ $typed }”. Maksud Anda { $nearest }?
misread-verb = { $noun } tidak punya kata kerja “{ $typed }”. Yang ada: { $verbs }.
misread-verb-nearest = { $noun } tidak punya kata kerja “{ $typed }”. Maksud Anda { $nearest }?
misread-missing = { $verb } masih memerlukan { $what }.
misread-flag = { $verb } tidak punya “{ $typed }”. Yang ada: { $flags }. Agar dibaca sebagai teks, apit teksnya dengan tanda kutip.
misread-flag-none = { $verb } tidak menerima opsi, jadi “{ $typed }” tidak dapat dibaca. Agar dibaca sebagai teks, apit teksnya dengan tanda kutip.
misread-flag-nearest = { $verb } tidak punya “{ $typed }”. Maksud Anda { $nearest }?
misread-value = “{ $typed }” tidak cocok untuk { $word }: yang diterima { $wanted }.
misread-value-such-as = “{ $typed }” tidak cocok untuk { $word }: yang diterima { $wanted }, misalnya { $examples }.
misread-value-because = “{ $typed }” tidak cocok untuk { $word }: { $why }.
misread-value-nearest = “{ $typed }” tidak cocok untuk { $word }. Maksud Anda { $nearest }?
misread-value-choices = “{ $typed }” tidak cocok untuk { $word }: yang diterima salah satu dari { $choices }.
misread-extra = { $verb } tidak mengharapkan “{ $typed }”. Teks atau nama yang terdiri atas beberapa kata diapit tanda kutip.
misread-twice = { $word } hanya boleh disebut sekali.
misread-conflict = { $one } dan { $other } tidak dapat dipakai bersamaan.
misread-unbalanced = Tanda kutip yang dibuka di “{ $rest }” tidak pernah ditutup.
misread-button = Tidak ada tombol “{ $typed }” di sini. Yang ada: { $labels }.
misread-button-none = Tidak ada tombol “{ $typed }” di sini.
misread-button-nearest = Tidak ada tombol “{ $typed }” di sini. Maksud Anda { $nearest }?
misread-field = Formulir { $verb } tidak punya isian “{ $typed }”. Yang ada: { $fields }.
misread-field-nearest = Formulir { $verb } tidak punya isian “{ $typed }”. Maksud Anda { $nearest }?
