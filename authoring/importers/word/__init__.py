"""Texts and reviews that come back from Word or OpenDocument."""
