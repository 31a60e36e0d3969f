"""Speed of a slice through the API against the same rows served in other ways; nothing here runs on the site."""
