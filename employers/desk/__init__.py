"""The curators' screens about what employers and providers hand in."""
