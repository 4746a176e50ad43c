"""The checks, one file of tests for each family."""
