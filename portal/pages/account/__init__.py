"""Pages of people's own accounts: signing in, and "Your account"."""
