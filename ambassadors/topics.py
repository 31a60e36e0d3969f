"""School subjects, GCSE and A level as one, and curriculum topics that ambassadors can speak about."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambassadors.enums import Discipline, Phase
from pathways.subjects import school_subjects

FILE = Path(__file__).resolve().parent / "data" / "topics.csv"
# Subjects that STEM work leans on come first in every list, in this order.
STEM_SUBJECTS = (
    *("combined-science", "biology", "chemistry", "physics", "maths", "further-maths", "statistics"),
    *("computer-science", "design-technology", "engineering", "geography", "geology", "environmental-science"),
    *("food", "psychology", "health-social-care", "physical-education", "animal-land-skills", "construction-skills"),
)
# What pupils below GCSE know as science is the same subject here as the combined award.
_OTHER_TITLES: dict[str, Promise] = {"combined-science": _("Science (general or combined)")}


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that is taught, of one subject; `soc2020` are unit groups that work with it, the nearest first."""

    slug: str
    title: str
    subject: str
    phases: tuple[str, ...]
    disciplines: tuple[str, ...]
    soc2020: tuple[str, ...]


@lru_cache(maxsize=1)
def _subjects() -> Mapping[str, Promise]:
    titles = {subject.slug: subject.title for subject in reversed(school_subjects())} | _OTHER_TITLES
    others = sorted(slug for slug in titles if slug not in STEM_SUBJECTS)
    return MappingProxyType({slug: titles[slug] for slug in (*STEM_SUBJECTS, *others)})


@lru_cache(maxsize=1)
def _topics() -> Mapping[str, Topic]:
    with FILE.open(encoding="utf-8", newline="") as file:
        topics = [
            Topic(
                slug=row["slug"],
                title=row["title"],
                subject=row["subject"],
                phases=tuple(Phase(word).value for word in row["phases"].split()),
                disciplines=tuple(Discipline(word).value for word in row["disciplines"].split()),
                soc2020=tuple(row["soc2020"].split()),
            )
            for row in csv.DictReader(file)
        ]
    return MappingProxyType({topic.slug: topic for topic in topics})


# Slug to title: subjects of GCSE and A level once each, those of STEM first.
SUBJECTS: Mapping[str, Promise] = _subjects()
# Slug to topic, in the order of the file: subject by subject, as it is usually taught.
TOPICS: Mapping[str, Topic] = _topics()


def subject_choices() -> list[tuple[str, Promise]]:
    """Slug and title of every subject, for forms and filters."""
    return list(SUBJECTS.items())


def topics_of(subject: str, phase: str = "") -> tuple[Topic, ...]:
    """The topics of a subject (and of an age, if given), in the file's order; empty for a subject without any."""
    return tuple(
        topic for topic in TOPICS.values() if topic.subject == subject and (not phase or phase in topic.phases)
    )


def topic_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """(subject's title, [(slug, title), ...]) for grouped choices; subjects without topics are left out."""
    return [
        (str(title), [(topic.slug, topic.title) for topic in topics_of(slug)])
        for slug, title in SUBJECTS.items()
        if topics_of(slug)
    ]
