"""Writes to employers' items, and their moderation."""
