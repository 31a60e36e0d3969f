"""Pages of the ambassadors' side."""
