"""Turns answers into HTML and SVG: view models here, one macro and one stylesheet beside each."""
