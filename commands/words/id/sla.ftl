# What is said about targets, thresholds and breaches.

## How a clock stands: behind its name on a card

clock-due = tenggat { $due }
clock-overdue = terlewat, tenggatnya { $due }
clock-paused = dijeda
clock-met = terpenuhi pada { $at }
clock-missed = terlewat, tenggatnya { $due }, selesai { $at }
clock-merged = berakhir karena digabung
clock-cancelled = dibatalkan

## What a clock has come to

clock-came-to = { $percent }% waktu { $target } terpakai, tenggat { $due }
clock-ends-in = sisa { $left } untuk { $target }, tenggat { $due }
clock-missed-at = { $target } terlewat, tenggatnya { $due }
clock-update-due = klien seharusnya mendapat kabar sebelum { $due }
incident-clock = { $id } { $title }: { $what }
incident-clock-late = { $id } { $title }: { $what } · tercapai { $at }, disampaikan { $late } kemudian; kini { $used } dari { $of } terpakai

## /sla why

why-head = { $id } { $title }: ke mana waktunya
why-promise = Kontrak { $contract }, severity { $severity }. Waktu dihitung menurut kalender { $calendar }.
why-no-promise = Tidak ada kontrak yang mencakupnya, jadi tidak ada waktu yang dijanjikan kepada klien.
why-promise-change = Kontrak { $contract }. Waktu dihitung menurut kalender { $calendar }.
why-no-promise-change = Kontrak kliennya tidak menjanjikan waktu untuk perubahan.
why-clock = Dijanjikan: { $target }, { $allowed } menurut kalender { $calendar }; { $state }.
why-moved = Semula dijanjikan { $was }, akhirnya { $by }, tanpa menghitung jeda.
why-sum = { $wall } telah berlalu, { $counted } di antaranya dihitung: { $percent }% dari { $of }.
spent-running = dihitung
spent-paused = dijeda, menunggu { $party }
spent-resolved = sudah selesai
spent-outside = di luar jam kerja
spent-holiday = hari libur
point-percent = { $percent }% terpakai
point-before = sisa { $left }
point-breach = terlewat
why-mark = Pada { $at }: { $point }, langsung disampaikan.
why-mark-late = Pada { $at }: { $point }, disampaikan { $late } kemudian.
why-mark-superseded = Pada { $at }: { $point }, tidak disampaikan karena titik berikutnya juga sudah tercapai.
why-mark-unheard = Pada { $at }: { $point }, tidak ada yang dapat diberi tahu.
why-held = Di { $department } selama { $held }, ditangani setelah { $wait }.
why-held-unanswered = Di { $department } selama { $held }, tidak ada yang menangani.
why-change-held = Di { $department } selama { $held }.
why-vendor-held = Di vendor { $vendor } selama { $held }.

## /sla next

next-head = { $count } tenggat masih terbuka, yang terdekat lebih dulu
next-none = Tidak ada tenggat yang berjalan.
left-in = { $time }
left-over = lewat { $time }

## /sla analyse

analyse-done = { $id } analisis dicatat untuk { $targets }.
analyse-nothing = { $id } tidak punya target terlewat yang menunggu analisis.
analyse-nothing-hint = { $line } menampilkan waktunya.
