"""Levels, qualifications, standards, T Levels, subjects, providers and outcomes, and the routes between them."""
