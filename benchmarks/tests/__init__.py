"""The benchmarks, in small: that their judges see, and that the program reaches what they want of it."""
