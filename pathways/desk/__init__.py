"""The curators' screens about routes."""
