# What is said about devices.

device-which = Sebutkan perangkatnya: `/device show` dan nomor serinya.
device-is = { $serial } · { $model }
criticality-low = rendah
criticality-medium = sedang
criticality-high = tinggi
