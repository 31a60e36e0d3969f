"""Management commands of lmi."""
