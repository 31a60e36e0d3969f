"""What of a person can be brought in, by which headings other lists call it, and which of their words mean ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambassadors.choices import LANGUAGES
from ambassadors.enums import Activity, Discipline, Mode, Phase, RouteTaken
from ambassadors.topics import SUBJECTS

Words = str | Promise


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CODES = "codes"
    ONE_OF = "one_of"
    SOME_OF = "some_of"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing about a person; `headings` are others' names for it, `meaning` their words for our codes."""

    key: str
    title: Words
    kind: Kind = Kind.TEXT
    headings: tuple[str, ...] = ()
    most: int = 0
    choices: Mapping[str, Words] = field(default_factory=dict)
    meaning: Mapping[str, str] = field(default_factory=dict)
    hint: Words = ""

    @property
    def has_words(self) -> bool:
        """Whether its words have to be matched with ours."""
        return self.kind in (Kind.ONE_OF, Kind.SOME_OF)


def _labels(choices: Iterable[tuple[str, Words]]) -> dict[str, Words]:
    return dict(choices)


_MEET = {**_labels(Mode.choices), "both": _("Both")}
FIELDS: tuple[Field, ...] = (
    Field(
        "reference",
        _("Their reference"),
        headings=("id", "ref", "membership number", "member number", "ambassador id", "volunteer id", "record id"),
        most=40,
        hint=_("How the scheme tells its people apart. With it the same list can be sent again."),
    ),
    Field("given_name", _("First name"), headings=("forename", "given name", "first names", "christian name"), most=60),
    Field("family_name", _("Last name"), headings=("surname", "family name", "second name"), most=60),
    Field(
        "full_name",
        _("First and last name together"),
        headings=("name", "full name", "volunteer name", "ambassador name", "contact name"),
        most=121,
    ),
    Field(
        "email",
        _("Email address"),
        headings=("email", "e mail", "email address", "mail", "work email", "contact email", "primary email"),
        most=254,
        hint=_("Needed: with it people take their record over."),
    ),
    Field("phone", _("Telephone number"), headings=("phone", "telephone", "mobile", "tel", "contact number"), most=30),
    Field(
        "born_on",
        _("Date of birth"),
        Kind.DAY,
        ("dob", "birth date", "born"),
        hint=_("Only used to know who is under 18; nothing of it is kept about adults."),
    ),
    Field("employer_name", _("Employer"), headings=("company", "organisation", "organization", "workplace"), most=160),
    Field("job_title", _("Job title"), headings=("job", "role", "position", "occupation", "job role"), most=120),
    Field(
        "occupations",
        _("Occupations (SOC 2020)"),
        Kind.CODES,
        ("soc", "soc code", "soc 2020", "soc2020", "occupation code"),
    ),
    Field(
        "discipline",
        _("Field of work"),
        Kind.ONE_OF,
        ("discipline", "sector", "field", "stem area", "industry", "area of expertise"),
        choices=_labels(Discipline.choices),
        meaning={
            "it": "computing", "software": "computing", "computer science": "computing", "technology": "computing",
            "medicine": "health", "nhs": "health", "space": "physics", "bioscience": "biology", "biotech": "biology",
            "electronics": "electrical", "civils": "civil", "automotive": "vehicles", "transport": "rail",
            "aviation": "aerospace", "utilities": "energy", "nuclear": "energy", "built environment": "construction",
            "food": "agriculture", "finance": "maths", "statistics": "data",
        },
    ),
    Field(
        "routes",
        _("Routes taken"),
        Kind.SOME_OF,
        ("route", "career route", "pathway", "route into stem", "career path", "qualification route"),
        choices=_labels(RouteTaken.choices),
        meaning={
            "apprentice": "apprenticeship", "modern apprenticeship": "apprenticeship", "university": "degree",
            "graduate": "degree", "da": "degree_apprenticeship", "hnc": "higher_technical", "hnd": "higher_technical",
            "htq": "higher_technical", "btec": "college", "fe": "college", "further education": "college",
            "career changer": "changed_career", "returner": "returned", "army": "armed_forces", "raf": "armed_forces",
            "navy": "armed_forces", "military": "armed_forces", "tlevel": "t_level",
        },
    ),
    Field(
        "level",
        _("Highest level (1 to 8)"),
        Kind.NUMBER,
        ("qualification level", "highest level", "highest qualification"),
    ),
    Field(
        "subjects",
        _("School subjects"),
        Kind.SOME_OF,
        ("subject", "curriculum subjects", "curriculum links", "subject area"),
        choices=SUBJECTS,
        meaning={
            "science": "combined-science", "mathematics": "maths", "computing": "computer-science",
            "it": "computer-science",
            "dt": "design-technology", "d t": "design-technology", "design and technology": "design-technology",
        },
    ),
    Field(
        "activities",
        _("Activities offered"),
        Kind.SOME_OF,
        ("activity", "offers", "can offer", "types of activity", "volunteering activities", "happy to do"),
        choices=_labels(Activity.choices),
        meaning={
            "careers talk": "talk", "career talk": "talk", "assembly": "talk", "presentation": "talk",
            "careers fair": "carousel", "career fair": "carousel", "speed networking": "carousel",
            "speed dating": "carousel", "interviews": "mock_interview", "mock interviews": "mock_interview",
            "workplace visit": "lab_visit", "site visit": "lab_visit", "lab tour": "lab_visit", "tour": "lab_visit",
            "mentoring": "online_mentoring", "e mentoring": "online_mentoring", "workshop": "project",
            "stem club": "project", "hands on": "project", "challenge": "project", "work experience": "shadowing",
            "job shadowing": "shadowing",
        },
    ),
    Field(
        "phases",
        _("Ages"),
        Kind.SOME_OF,
        ("phase", "age group", "age range", "age phases", "key stage", "key stages", "age groups"),
        choices=_labels(Phase.choices),
        meaning={
            "primary": "ks2", "key stage 2": "ks2", "key stage 3": "ks3", "key stage 4": "ks4",
            "key stage 5": "post_16",
            "ks5": "post_16", "sixth form": "post_16", "college": "post_16", "gcse": "ks4", "a level": "post_16",
            "fe": "post_16", "lower secondary": "ks3", "upper secondary": "ks4",
        },
    ),
    Field(
        "languages",
        _("Languages"),
        Kind.SOME_OF,
        ("language", "languages spoken", "speaks"),
        choices=LANGUAGES,
        meaning={"bsl": "bfi", "mandarin chinese": "cmn", "chinese": "cmn", "farsi": "fa", "punjabi": "pa"},
    ),
    Field(
        "modes",
        _("In person or online"),
        Kind.ONE_OF,
        ("mode", "delivery", "format", "online", "virtual", "in person or online"),
        choices=_MEET,
        meaning={
            "face to face": "in_person", "f2f": "in_person", "in school": "in_person", "virtual": "online",
            "remote": "online", "either": "both", "in person and online": "both", "hybrid": "both",
        },
    ),
    Field(
        "outcode",
        _("Postcode (first half)"),
        headings=("postcode", "post code", "home postcode", "outcode", "postcode area", "postal code"),
        hint=_("Of whole postcodes only the first half was kept."),
    ),
    Field("travel_miles", _("Miles they would travel"), Kind.NUMBER, ("miles", "travel distance", "distance")),
    Field("yearly_limit", _("Visits a year at most"), Kind.NUMBER, ("visits per year", "max visits", "yearly limit")),
    Field("access_needs", _("What they need to take part"), headings=("access requirements", "adjustments"), most=300),
    Field("joined_on", _("When they joined the scheme"), Kind.DAY, ("joined", "start date", "date joined")),
)  # fmt: skip
BY_KEY: Mapping[str, Field] = {one.key: one for one in FIELDS}
