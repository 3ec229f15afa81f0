"""What the texts of a column mean."""
