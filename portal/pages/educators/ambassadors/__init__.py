"""The teachers' desk for visits by ambassadors."""
