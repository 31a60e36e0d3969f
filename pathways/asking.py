"""Where somebody is and what they wish, from the words of an address: the same for pages and API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.routing.model import Grades, Person, Stage
from pathways.routing.routes import person_at
from pathways.subjects import UnknownSchoolSubjectError, school_subject_of

STAGES: dict[str, Promise] = {
    Stage.YEAR_9: gettext_lazy("In Year 9 or below"),
    Stage.YEAR_10: gettext_lazy("In Year 10"),
    Stage.GCSE: gettext_lazy("In Year 11, or just finished"),
    Stage.LEVEL_1: gettext_lazy("After an Entry or Level 1 course"),
    Stage.LEVEL_2: gettext_lazy("After a Level 2 course"),
    Stage.A_LEVELS: gettext_lazy("Taking A levels, or just finished"),
    Stage.T_LEVEL: gettext_lazy("Taking a T Level, or just finished"),
    Stage.OTHER_LEVEL_3: gettext_lazy("Taking a BTEC or other technical Level 3, or just finished"),
    Stage.LEVEL_4_5: gettext_lazy("With an HNC, HND or foundation degree"),
    Stage.DEGREE: gettext_lazy("With a degree, or about to have one"),
    Stage.ADULT: gettext_lazy("Working, aged 19 or over"),
    Stage.RETURNER: gettext_lazy("Coming back to work after a break"),
}
"""The stages a reader may choose, in the order of life."""

GRADES: dict[str, Promise] = {
    Grades.NONE: gettext_lazy("None, or none yet"),
    Grades.FEW: gettext_lazy("Some passes, mostly below grade 4"),
    Grades.SOME: gettext_lazy("Five at grade 4, but not both English and maths"),
    Grades.EM: gettext_lazy("Grade 4 in English and maths, but not five in all"),
    Grades.FIVE: gettext_lazy("Five at grade 4 or more, with English and maths"),
    Grades.STRONG: gettext_lazy("Five or more, mostly 6 and above"),
}
YOUNGEST, OLDEST = 16, 75
LONGEST_AGE = 4  # digits
_YES = {"1", "on", "true", "yes"}


@dataclass(frozen=True, slots=True)
class Ask:
    """What was asked, after wrong values were left out. `grades` is empty when nothing was said."""

    stage: str = Stage.GCSE
    grades: str = ""
    age: int | None = None
    subjects: tuple[str, ...] = ()
    earn: bool = False
    no_university: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)

    def person(self, today: date) -> Person:
        """The person that the engine looks at; with no grades named, five with English and maths are assumed."""
        return person_at(
            self.stage,
            today,
            grades=self.grades or Grades.FIVE,
            age=self.age,
            subjects=frozenset(self.subjects) if self.subjects else None,
            earn=self.earn,
            no_university=self.no_university,
        )

    @property
    def is_grown(self) -> bool:
        """Whether an age counts."""
        return self.stage in (Stage.ADULT, Stage.RETURNER)

    @property
    def query(self) -> list[tuple[str, str]]:
        """The same as parameters of an address, defaults left out."""
        pairs = [("from", self.stage), ("grades", self.grades), ("age", str(self.age or ""))]
        pairs += [("subject", slug) for slug in self.subjects]
        pairs += [("earn", "1" if self.earn else ""), ("no_university", "1" if self.no_university else "")]
        return [(name, value) for name, value in pairs if value]


def ask_from(params: QueryDict) -> Ask:
    """Read `from grades age subject earn no_university`; a wrong value is left out and told in `problems`."""
    problems: dict[str, str] = {}
    stage = _choice(params, "from", STAGES, problems) or Stage.GCSE
    subjects = []
    for slug in dict.fromkeys(value for value in params.getlist("subject") if value):
        try:
            subjects.append(school_subject_of(slug).code)
        except UnknownSchoolSubjectError:
            problems["subject"] = _("There is no school subject “%(value)s” here.") % {"value": slug[:60]}
    return Ask(
        stage,
        _choice(params, "grades", GRADES, problems),
        _age(params, problems),
        tuple(subjects),
        (params.get("earn") or "").lower() in _YES,
        (params.get("no_university") or "").lower() in _YES,
        problems,
    )


def _choice(params: QueryDict, name: str, choices: Mapping[str, Promise], problems: dict[str, str]) -> str:
    value = (params.get(name) or "").strip().lower()
    if value and value not in choices:
        said = {"value": value[:60], "known": ", ".join(choices)}
        problems[name] = _("“%(value)s” is not one of: %(known)s.") % said
        return ""
    return value


def _age(params: QueryDict, problems: dict[str, str]) -> int | None:
    value = (params.get("age") or "").strip()
    if not value:
        return None
    years = int(value) if value.isascii() and value.isdigit() and len(value) <= LONGEST_AGE else 0
    if not YOUNGEST <= years <= OLDEST:
        problems["age"] = _("Give an age from %(low)s to %(high)s.") % {"low": YOUNGEST, "high": OLDEST}
        return None
    return years
