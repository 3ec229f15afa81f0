"""Measurements: `make bench` writes bench/README.md."""
