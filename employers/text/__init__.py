"""Reads what employers type and paste: job adverts that fill a form, and wording that would shut people out."""
