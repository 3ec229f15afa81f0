"""Files that say more than text does."""
