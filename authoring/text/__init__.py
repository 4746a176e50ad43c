"""Text and messages: Markdown, front matter, sentences, differences, HTML and the two languages."""
