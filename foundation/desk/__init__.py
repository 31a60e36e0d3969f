"""Screens of the curators' desk that belong to no other package, and what every screen of ours shares."""
