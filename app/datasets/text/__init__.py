"""Bytes of a text file as records."""
