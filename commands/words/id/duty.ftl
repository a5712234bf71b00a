# What is said about who is on duty.

duty-head = Piket saat ini
duty-is = { $department }: { $who } piket sampai { $until }.
duty-is-open-end = { $department }: { $who } sedang piket.
duty-gap = { $department }: saat ini tidak ada yang piket, jadi { $head } yang diberi tahu.
duty-none = { $department } tidak punya jadwal piket dan diberi tahu sebagai departemen.
duty-cell-gap = tidak ada, jadi { $head }
duty-cell-none = departemen
duty-swap-line = Ditukar: { $who } dari { $from } sampai { $to }
duty-swapped = { $department }: { $who } piket dari { $from } sampai { $to }.
duty-not-of-department = { $department }: { $who } tidak bekerja di sana.
duty-swap-past = Rentang waktu itu sudah lewat pada { $to }.
duty-swap-not-yours = { $department }: piketnya ditukar oleh anggotanya sendiri dan incident manager. Kepalanya { $head }.
