"""Publish articles written with a language model and stand behind every sentence."""

__version__ = "0.1.0"
