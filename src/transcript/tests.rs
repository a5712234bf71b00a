//! The player held to its format: what it takes, what it refuses, and where it puts a difference.
