"""What several checks share: a parsed body, names, pictures, quotations and speakers."""
