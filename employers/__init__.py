"""Employers: their sites, role profiles, stated preferences and opportunities, and the moderation of all of it."""
