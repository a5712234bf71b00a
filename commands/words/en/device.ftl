# What is said about devices.
