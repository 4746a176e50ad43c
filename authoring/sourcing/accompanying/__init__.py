"""What goes with a post: the form of each kind of text, and what a text says that the post does not."""
