"""Why somebody fits, in words that a teacher reads; said only of what holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambassadors.choices import LANGUAGES
from ambassadors.queries.matching_needs import Need, Slot
from ambassadors.rules.matching import OFFERS, ON_WEEKDAYS, TOOK
from ambassadors.topics import SUBJECTS, TOPICS
from pathways.near import band_words


def distance_words(need: Need, km: float | None) -> str:
    """ "within 10 miles", "online", or "" where nothing is measured."""
    return _("online") if need.meets == "online" else band_words(km)


def reasons(need: Need, person: Any, km: float | None, slots: Sequence[Slot]) -> list[str]:
    """Reasons in the order in which a teacher asks: how far, what, who, when. `person` has Ambassador's fields."""
    return [words for words in _reasons(need, person, km, slots) if words]


def _reasons(need: Need, person: Any, km: float | None, slots: Sequence[Slot]) -> Iterator[str]:
    yield distance_words(need, km)
    if need.activity in person.activities:
        yield str(OFFERS[need.activity])
    yield _topic(need, person)
    if need.subject and need.subject in person.subjects:
        yield _("links to %(subject)s") % {"subject": _lower(str(SUBJECTS.get(need.subject, need.subject)))}
    yield job_and_route(person, need.route)
    if need.language and need.language in person.languages:
        yield _("speaks %(language)s") % {"language": LANGUAGES.get(need.language, need.language)}
    yield _when(slots)
    if person.asked == 0:
        yield _("not asked in the last 12 months")


def _topic(need: Need, person: Any) -> str:
    topic = TOPICS.get(need.topic)
    if topic is None:
        return ""
    if topic.slug in person.topics:
        return _("speaks about %(topic)s") % {"topic": _lower(topic.title)}
    if set(topic.soc2020) & set(person.occupations):
        return _("does work that uses %(topic)s") % {"topic": _lower(topic.title)}
    if person.discipline in topic.disciplines:
        return _("works in a field of %(topic)s") % {"topic": _lower(topic.title)}
    return ""


def job_and_route(person: Any, route: str = "") -> str:
    """ "electrical engineer who took an apprenticeship": by the route asked for if they took it, else their first."""
    job = _lower(person.job_title) or _("somebody")
    taken = route if route in person.routes else next(iter(person.routes), "")
    return str(TOOK[taken]) % {"job": job} if taken in TOOK else _lower(person.job_title)


def _when(slots: Sequence[Slot]) -> str:
    if not slots:
        return ""
    weekdays = {slot.day.weekday() for slot in slots}
    if len(weekdays) == 1 and len({slot.day for slot in slots}) > 1:
        return str(ON_WEEKDAYS[weekdays.pop()])
    return _("free on %(day)s") % {"day": day_words(slots[0].day)}


def day_words(day: date) -> str:
    """ "Tuesday 24 November"."""
    return date_format(day, "l j F")


def _lower(words: str) -> str:
    """Without the capital of a sentence; what is written in capitals keeps them ("HR manager", "DNA")."""
    if len(words) > 1 and words[0].isupper() and words[1].islower():
        return words[0].lower() + words[1:]
    return words
