"""Pages of the students' side."""
