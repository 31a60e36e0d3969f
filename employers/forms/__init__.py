"""Forms of the employers' desk: steps of a role profile, an entry, a statement, a pasted advert."""
