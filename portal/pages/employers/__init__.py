"""The employers' side."""
