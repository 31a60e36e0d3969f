"""Reads what employers type and paste: job adverts that fill a form."""
