"""What the project is about, as plain values: documents, people, workflow, events, settings and content hashes."""
