# What is said about a line that could not be read.
