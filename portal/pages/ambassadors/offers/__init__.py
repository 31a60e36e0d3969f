"""Encounter offers of colleges, providers and universities."""
