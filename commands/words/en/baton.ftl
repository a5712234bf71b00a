# What is said about Baton itself, and what waits for whom.
