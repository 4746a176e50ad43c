"""What a sentence rests on: quotations, sources and provenance, and what readers are told about it."""
