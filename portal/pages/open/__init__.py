"""Pages that belong to no audience."""
