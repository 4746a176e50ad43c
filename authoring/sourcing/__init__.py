"""The basis of each sentence: quotations, sources and provenance, and the disclosure to readers."""
