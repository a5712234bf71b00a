# What is said about departments.
