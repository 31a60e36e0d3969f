"""Screens of the curators' desk about people, organisations and their requests."""
