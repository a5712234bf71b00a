# What is said about clients.
