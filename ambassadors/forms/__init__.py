"""Forms of the ambassadors' scheme."""
