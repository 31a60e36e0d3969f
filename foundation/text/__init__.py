"""Reads what people write for others to read: wording that would shut people out."""
