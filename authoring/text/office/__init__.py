"""Word and OpenDocument files: archives, pandoc, and the tree of a document."""
