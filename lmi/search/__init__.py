"""Search over occupations and job titles: what a word means, which unit groups it finds, and in which order."""

from lmi.search.service import matching_units, search_occupations
from lmi.search.shapes import GroupChoice, SearchAnswer, SearchHit, Suggestion, Why
from lmi.search.suggestions import suggest

__all__ = [
    "GroupChoice",
    "SearchAnswer",
    "SearchHit",
    "Suggestion",
    "Why",
    "matching_units",
    "search_occupations",
    "suggest",
]
