"""Existing blogs: WordPress exports, Hugo and Jekyll folders."""
