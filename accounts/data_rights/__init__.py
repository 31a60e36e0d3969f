"""A person's rights over their data: a copy of everything, erasure, and an end to keeping."""
