"""Possible duplicates among people, by probabilistic linkage: plain records in, scored and explained pairs out."""

from ambassadors.linkage.pairs import find_pairs, score_new
from ambassadors.linkage.records import PairScore, PersonRecord, Reason

__all__ = ["PairScore", "PersonRecord", "Reason", "find_pairs", "score_new"]
