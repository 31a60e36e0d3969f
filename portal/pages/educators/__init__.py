"""The educators' side."""
