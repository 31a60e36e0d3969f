"""Rules of the scheme: pure functions over rows and dated data."""
