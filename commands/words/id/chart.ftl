# Isi gambar rangkaian pekerjaan, dan tabel penggantinya.

chart-state = { $sign } { $state }
chart-waiting = menunggu
chart-ready = siap
chart-in-progress = dikerjakan
chart-on-hold = ditahan
chart-done = selesai
chart-failed = gagal
chart-skipped = dilewati
chart-cancelled = dibatalkan
chart-critical = kritis
chart-late = terlambat
chart-now = kini
chart-window = jendela { $from } – { $to }

## Hari pada sumbunya

weekday-mon = Sen
weekday-tue = Sel
weekday-wed = Rab
weekday-thu = Kam
weekday-fri = Jum
weekday-sat = Sab
weekday-sun = Min
