"""The school subjects that links, pages and entries speak of: GCSE and A level, each with its own slug."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Stage(StrEnum):
    """The examinations that a subject is taken for."""

    GCSE = "gcse"
    ALEVEL = "alevel"


class UnknownSchoolSubjectError(Exception):
    """There is no school subject with this stage and slug."""


@dataclass(frozen=True, slots=True)
class SchoolSubject:
    """One subject at one stage.

    `entries_name` is its name in DfE's table of A level entries ("" where the table has no row for it: all
    GCSE subjects, and A levels that DfE counts among others).
    """

    slug: str
    stage: str
    title: Promise
    entries_name: str = ""

    @property
    def code(self) -> str:
        """How links name it: "alevel:physics"."""
        return f"{self.stage}:{self.slug}"


_GCSE: tuple[tuple[str, Promise], ...] = (
    ("english", _("English")),
    ("maths", _("Maths")),
    ("combined-science", _("Combined science")),
    ("biology", _("Biology")),
    ("chemistry", _("Chemistry")),
    ("physics", _("Physics")),
    ("computer-science", _("Computer science")),
    ("design-technology", _("Design and technology")),
    ("engineering", _("Engineering")),
    ("art-design", _("Art and design")),
    ("food", _("Food preparation and nutrition")),
    ("geography", _("Geography")),
    ("history", _("History")),
    ("religious-studies", _("Religious studies")),
    ("citizenship", _("Citizenship")),
    ("modern-language", _("A modern language")),
    ("welsh-irish-or-classical-language", _("Welsh, Irish or a classical language")),
    ("business", _("Business")),
    ("economics", _("Economics")),
    ("statistics", _("Statistics")),
    ("psychology", _("Psychology")),
    ("sociology", _("Sociology")),
    ("media", _("Media studies")),
    ("drama", _("Drama")),
    ("music", _("Music")),
    ("dance", _("Dance")),
    ("physical-education", _("Physical education")),
    ("health-social-care", _("Health and social care")),
    ("child-development", _("Child development")),
    ("animal-land-skills", _("Animal care and land-based skills")),
    ("construction-skills", _("Construction skills")),
    ("hair-beauty-skills", _("Hair and beauty skills")),
)

# The third part is the subject's name in DfE's table, letter for letter (two spaces in "Modern  languages").
_ALEVEL: tuple[tuple[str, Promise, str], ...] = (
    ("accounting", _("Accounting"), "Accounting and finance"),
    ("art-design", _("Art and design"), "Art & design"),
    ("biology", _("Biology"), "Biology"),
    ("business", _("Business"), "Business studies"),
    ("chemistry", _("Chemistry"), "Chemistry"),
    ("classical-studies", _("Classical studies"), "Total Classical studies"),
    ("computer-science", _("Computer science"), "Computer science"),
    ("dance", _("Dance"), ""),
    ("design-technology", _("Design and technology"), "Design & technology"),
    ("drama", _("Drama and theatre"), "Drama"),
    ("economics", _("Economics"), "Economics"),
    ("english-language", _("English language"), "English language"),
    ("english-literature", _("English literature"), "English literature"),
    ("environmental-science", _("Environmental science"), ""),
    ("film-media", _("Film and media studies"), "Media film tv"),
    ("french", _("French"), "French"),
    ("further-maths", _("Further maths"), "Further mathematics"),
    ("geography", _("Geography"), "Geography"),
    ("geology", _("Geology"), ""),
    ("german", _("German"), "German"),
    ("government-politics", _("Politics"), "Government and politics"),
    ("history", _("History"), "History"),
    ("law", _("Law"), "Law"),
    ("maths", _("Maths"), "Maths"),
    ("modern-language", _("A modern language"), "Total Modern  languages"),
    ("music", _("Music"), "Total Music"),
    ("philosophy", _("Philosophy"), ""),
    ("photography", _("Photography"), ""),
    ("physical-education", _("Physical education"), "Physical education"),
    ("physics", _("Physics"), "Physics"),
    ("psychology", _("Psychology"), "Psychology"),
    ("religious-studies", _("Religious studies"), "Religious studies"),
    ("sociology", _("Sociology"), "Sociology"),
    ("spanish", _("Spanish"), "Spanish"),
    ("statistics", _("Statistics"), ""),
)


@lru_cache(maxsize=1)
def _by_code() -> dict[str, SchoolSubject]:
    gcse = [SchoolSubject(slug, Stage.GCSE, title) for slug, title in _GCSE]
    alevel = [SchoolSubject(slug, Stage.ALEVEL, title, name) for slug, title, name in _ALEVEL]
    return {subject.code: subject for subject in (*gcse, *alevel)}


def school_subjects(stage: str = "") -> tuple[SchoolSubject, ...]:
    """Every subject, or those of one stage, in a fixed order: GCSEs as listed above, then A levels by slug."""
    return tuple(subject for subject in _by_code().values() if stage in ("", subject.stage))


def school_subject(stage: str, slug: str) -> SchoolSubject:
    """The subject; raises UnknownSchoolSubjectError."""
    return school_subject_of(f"{stage}:{slug}")


def school_subject_of(code: str) -> SchoolSubject:
    """The subject that a link names ("alevel:physics"); raises UnknownSchoolSubjectError."""
    try:
        return _by_code()[code]
    except KeyError:
        raise UnknownSchoolSubjectError(code) from None


@lru_cache(maxsize=1)
def _slugs_by_entries_name() -> dict[str, str]:
    return {subject.entries_name: subject.slug for subject in school_subjects(Stage.ALEVEL) if subject.entries_name}


def slug_of_entries(name: str) -> str:
    """The slug of a subject as DfE's table of entries names it; "" for totals and subjects without a slug."""
    return _slugs_by_entries_name().get(name, "")
