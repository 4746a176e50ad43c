"""Real servers for the tests, for the benchmarks and for people who want to look: each on a free loopback port."""
