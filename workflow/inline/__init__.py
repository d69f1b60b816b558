"""The inside of a text, read in one place."""
