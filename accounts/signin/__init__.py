"""Signing in: what we change about django-allauth, and what it rests on."""
