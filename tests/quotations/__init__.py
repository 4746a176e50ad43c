"""Quotations."""
