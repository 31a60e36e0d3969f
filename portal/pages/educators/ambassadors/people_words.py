"""An ambassador as a school may see them before a visit, in words: never contact, never what is held about checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from ambassadors.choices import LANGUAGES
from ambassadors.enums import Activity, Discipline, Phase, RouteTaken
from ambassadors.queries.matching import Match, Slot
from ambassadors.topics import SUBJECTS, TOPICS
from lmi.queries.context import Facts

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SlotWords:
    """A free half day: the value of a form, and words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person for a card or a page."""

    match: Match
    href: str
    does: str
    occupation: str
    route: list[Pair]
    activities: list[str]
    topics: list[str]
    subjects: list[str]
    phases: list[str]
    languages: list[str]
    slots: list[SlotWords]
    note: str


def person_view(facts: Facts, match: Match, asked: Sequence[Pair] = ()) -> PersonView:
    """A match in words; `asked` are the search's parameters, kept in the address of the person's page."""
    address = reverse("school-visits:person", args=[match.code])
    kept = urlencode([pair for pair in asked if pair[1]])
    unit = facts.soc.groups.get(match.occupations[0]) if match.occupations else None
    return PersonView(
        match=match,
        href=f"{address}?{kept}" if kept else address,
        does=match.job_title or (str(Discipline(match.discipline).label) if match.discipline else ""),
        occupation=unit.title if unit else "",
        route=route_stops(match),
        activities=_labels(Activity, match.activities),
        topics=[TOPICS[slug].title for slug in match.topics if slug in TOPICS],
        subjects=[str(SUBJECTS[slug]) for slug in match.subjects if slug in SUBJECTS],
        phases=_labels(Phase, match.phases),
        languages=[str(LANGUAGES[code]) for code in match.languages if code in LANGUAGES],
        slots=[slot_words(slot) for slot in match.slots],
        note=_("Invented for the demo") if match.is_demo else "",
    )


def route_stops(match: Match) -> list[Pair]:
    """The route taken as stops, the work of today last."""
    stops = [(words, "") for words in _labels(RouteTaken, match.routes)]
    return [*stops, (match.job_title, "")] if match.job_title and stops else stops


def slot_words(slot: Slot) -> SlotWords:
    """A free half day, from when a visit on it would begin."""
    return moment_words(slot.starts_at)


def moment_words(starts_at: datetime) -> SlotWords:
    """ "Tuesday 1 December, from 09:30"."""
    starts = timezone.localtime(starts_at)
    said = {"day": date_format(starts, "l j F"), "time": time_format(starts, "H:i")}
    return SlotWords(starts.strftime("%Y-%m-%dT%H:%M"), _("%(day)s, from %(time)s") % said)


def _labels(enum: type[Activity | Phase | RouteTaken], values: Iterable[str]) -> list[str]:
    known = set(values)
    return [str(one.label) for one in enum if one.value in known]
