"""What several tests stand on: one module for each invented world or outside thing."""
