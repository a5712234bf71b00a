# What is said about devices.

device-which = Name the device: `/device show` and its serial number.
device-is = { $serial } · { $model }
criticality-low = low
criticality-medium = medium
criticality-high = high
