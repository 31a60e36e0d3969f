"""Suggests unit groups of SOC 2020 for a job title and what is said about the work, with the reason for each."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from evidence.queries import current_editions
from lmi.search import SearchHit, Why, search_occupations
from lmi.search.words import normal_words

MOST_SUGGESTIONS = 5
_CANDIDATES = 12
_TEXT_CHARACTERS = 5_000
# Words of the title count first; what the text says may change the order of those that are about as good.
_TEXT_SHARE = 0.25
_SURE = frozenset({Why.CODE, Why.NAME, Why.SYNONYM})


class UnitSuggestion(NamedTuple):
    """A unit group to choose, and why it is suggested, in words."""

    code: str
    title: str
    why: str


def suggest_units(title: str, text: str = "") -> list[UnitSuggestion]:
    """At most five unit groups for a job title, best first; four SQL statements at most. Empty for an empty title.

    Candidates come from the search over job titles. The words of the text only change their order: a group whose
    names use words of the text moves up. The employer chooses; nothing is set for them. Raises nothing for any text.
    """
    if not title.strip():
        return []
    hits = search_occupations(title, editions=current_editions(), limit=_CANDIDATES).results
    if not hits:
        return []
    said = set(normal_words(text[:_TEXT_CHARACTERS])) - set(normal_words(title))
    best = hits[0].score or 1.0
    ranked = sorted(hits, key=lambda hit: -(hit.score / best + _TEXT_SHARE * _share(hit, said)))
    return [UnitSuggestion(hit.soc2020, hit.title, _why(hit, said)) for hit in ranked[:MOST_SUGGESTIONS]]


def _shared(hit: SearchHit, said: set[str]) -> list[str]:
    words = dict.fromkeys((*normal_words(hit.matched_name), *normal_words(hit.title)))
    return [word for word in words if word in said]


def _share(hit: SearchHit, said: set[str]) -> float:
    """How much of a group's names the text speaks of, from 0 to 1."""
    words = {*normal_words(hit.matched_name), *normal_words(hit.title)}
    return len(_shared(hit, said)) / len(words) if words else 0.0


def _why(hit: SearchHit, said: set[str]) -> str:
    known = {"name": hit.matched_name}
    if hit.why in _SURE:
        reason = _("“%(name)s” is a name of this work") % known
    else:
        reason = _("your title is much like “%(name)s”") % known
    shared = _shared(hit, said)
    if not shared:
        return reason
    return _("%(reason)s; your text also says %(words)s") % {"reason": reason, "words": ", ".join(shared[:3])}
