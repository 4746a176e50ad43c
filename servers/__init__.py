"""What tests and benchmarks share: real servers on free loopback ports, bare sites, and HTML as browsers read it."""
