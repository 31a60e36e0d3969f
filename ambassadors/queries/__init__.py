"""Reads of the ambassadors' scheme."""
