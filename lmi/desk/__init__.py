"""The curators' screens about the search."""
