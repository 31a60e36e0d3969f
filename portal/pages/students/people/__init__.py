"""Stories of people in work."""
