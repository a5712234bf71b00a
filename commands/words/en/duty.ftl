# What is said about who is on duty.
