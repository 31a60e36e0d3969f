"""What people do in the ambassadors' scheme: every write."""
