# What is said about targets, thresholds and breaches.
