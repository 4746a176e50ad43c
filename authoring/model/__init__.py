"""The domain as plain values: documents, people, workflow, events, settings and content hashes."""
