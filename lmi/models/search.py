"""What search reads: one row a searchable name, one a word, one a phrase; all rebuilt from the facts, never edited."""

from __future__ import annotations

# Weight labels of the stored document: which field a word stood in, and whether it was stemmed.
NAME_WORD, NAME_STEM, DETAIL_WORD, DETAIL_STEM = "A", "B", "C", "D"
PLAIN = "simple"
STEMMED = "waymark"
