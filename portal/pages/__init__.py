"""Pages by audience; they hold no domain rules."""
