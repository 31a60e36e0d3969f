"""What codes and titles stand for, many at once: standards, T Levels, qualifications, providers, subjects, work."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lmi.models import JobTitle
from lmi.queries.context import Facts
from lmi.register import ALL_OCCUPATIONS, Group
from pathways.book import route_book
from pathways.models import HecosSubject, Provider, Qualification, Specialism, StandardCode
from pathways.queries.apprenticeships import CODES, StandardSummary, standards_by_reference
from pathways.queries.provider_lists import SOURCE_OF, ProviderRecord, best_named, record_of
from pathways.queries.qualifications import APPROVED, QualificationDetail, qualifications_by_qan
from pathways.queries.subjects import SubjectRef, degree_subjects
from pathways.queries.tlevels import SPECIALISMS, TLevelSummary, tlevels_by_number

HECOS = "hecos-subjects"
TITLE_SOURCES = ("soc-2020-index", "soc-2020-related-titles")


class By(StrEnum):
    """What a text can be: a code of one of these lists, or a title in any of them."""

    REFERENCE = "reference"
    LARS = "lars"
    QAN = "qan"
    UKPRN = "ukprn"
    URN = "urn"
    CAH = "cah"
    HECOS = "hecos"
    SOC = "soc2020"
    TITLE = "title"


BY_WORDS: Mapping[str, Promise] = {
    By.REFERENCE: _("reference of an apprenticeship"),
    By.LARS: _("LARS code of an apprenticeship or T Level"),
    By.QAN: _("qualification number (QAN)"),
    By.UKPRN: _("provider’s number (UKPRN)"),
    By.URN: _("school’s number (URN)"),
    By.CAH: _("degree subject (CAH)"),
    By.HECOS: _("degree subject (HECoS)"),
    By.SOC: _("occupation (SOC 2020)"),
    By.TITLE: _("title"),
}


@dataclass(frozen=True, slots=True)
class Trade:
    """A specialism of T Levels, with the names of the versions that offer it."""

    lars_code: str
    name: str
    tlevels: tuple[TLevelSummary, ...]


@dataclass(frozen=True, slots=True)
class Hecos:
    """A subject of the Higher Education Classification of Subjects."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class CodedStandard:
    """A standard with its LARS codes of 2021."""

    summary: StandardSummary
    lars_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """One provider with its records in every list."""

    records: tuple[ProviderRecord, ...]

    @property
    def best(self) -> ProviderRecord:
        """The record whose name is written best."""
        return best_named(self.records)

    @property
    def ukprn(self) -> str:
        """Its UKPRN, or ""."""
        return next((record.ukprn for record in self.records if record.ukprn), "")

    @property
    def urn(self) -> str:
        """Its URN, or ""."""
        return next((record.urn for record in self.records if record.urn), "")


Thing = CodedStandard | TLevelSummary | Trade | QualificationDetail | Body | SubjectRef | Hecos | Group


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that a text stands for, and by what: a code, its title, or (occupations) a job title."""

    thing: Thing
    by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, everything it stands for, and what it may be by its form, surest first."""

    text: str
    matches: tuple[Match, ...]
    may_be: tuple[str, ...]

    @property
    def is_ambiguous(self) -> bool:
        """Whether it is a code in two lists, or one title of several things."""
        return len(self.matches) > 1


_SAID = re.compile(
    r"(lars|qan|ukprn|urn|cah|hecos|soc(?: ?2020)?)\b(?: code| number)?[\s:#]*(?=\S*\d)(.+)", re.IGNORECASE
)
_SAID_BY = {"lars": By.LARS, "qan": By.QAN, "ukprn": By.UKPRN, "urn": By.URN, "cah": By.CAH, "hecos": By.HECOS}
_FORMS: tuple[tuple[re.Pattern[str], tuple[By, ...]], ...] = (
    (re.compile(r"(?:ST|FA|AU)\d{1,4}"), (By.REFERENCE,)),
    (re.compile(r"CAH\d\d(?:-\d\d){0,2}|\d\d(?:-\d\d){1,2}"), (By.CAH,)),
    (re.compile(r"ZTLOS\d{3}"), (By.LARS,)),
    (re.compile(r"\d{8}"), (By.UKPRN, By.QAN, By.LARS)),
    (re.compile(r"\d{7}[A-Z]"), (By.QAN,)),
    (re.compile(r"\d{6}"), (By.URN, By.HECOS)),
    (re.compile(r"\d{4}"), (By.SOC, By.LARS)),
    (re.compile(r"\d{1,3}"), (By.LARS, By.SOC)),
)


def forms_of(text: str) -> tuple[tuple[By, str], ...]:
    """What a text may be, with the code as its list writes it: "st 152" is the reference "ST0152".

    A word before it decides ("LARS 115", "UKPRN: 10000055"); anything but a bare number may be a title.
    """
    said = _SAID.fullmatch(text.strip())
    if said:
        by = _SAID_BY.get(said[1].lower(), By.SOC)
        return ((by, _as_listed(by, said[2])),)
    compact = _compact(text)
    found = next((kinds for form, kinds in _FORMS if form.fullmatch(compact)), ())
    codes = tuple((by, _as_listed(by, text)) for by in found)
    return codes if compact.isdecimal() else (*codes, (By.TITLE, plain_title(text)))


def _compact(text: str) -> str:
    return re.sub(r"[\s/]", "", text).upper()


def _as_listed(by: By, text: str) -> str:
    code = _compact(text)
    if by == By.REFERENCE:
        return code[:2] + code[2:].zfill(4)
    if by == By.CAH and not code.startswith("CAH"):
        return f"CAH{code}"
    return code


def plain_title(text: str) -> str:
    """A title as titles are compared: without capitals or blanks at its ends, one blank between words."""
    return " ".join(text.split()).lower()


def look_up(facts: Facts, texts: Sequence[str], today: date) -> tuple[Answer, ...]:
    """What each text stands for, in the order given; sixteen SQL statements at most, however many texts there are."""
    forms = [forms_of(text) for text in texts]
    keys: dict[By, set[str]] = defaultdict(set)
    for pairs in forms:
        for by, key in pairs:
            keys[by].add(key)
    # By identity: a record of a provider holds a mapping, and so has no hash.
    held: dict[tuple[By, str], dict[int, Thing]] = defaultdict(dict)
    for read in (_standards, _tlevels, _qualifications, _providers, _degree_subjects, _hecos, _occupations):
        for by, key, thing in read(facts, keys, today):
            if key in keys[by]:
                held[by, key][id(thing)] = thing
    return tuple(_answer(text, pairs, held) for text, pairs in zip(texts, forms, strict=True))


def _answer(text: str, pairs: Sequence[tuple[By, str]], held: Mapping[tuple[By, str], Mapping[int, Thing]]) -> Answer:
    found: dict[int, Match] = {}
    for by, key in pairs:
        for identity, thing in held.get((by, key), {}).items():
            found.setdefault(identity, Match(thing, by))
    return Answer(text, tuple(found.values()), tuple(by for by, _key in pairs))


Wanted = Mapping[By, set[str]]
Read = Iterator[tuple[By, str, Thing]]


def _standards(facts: Facts, keys: Wanted, today: date) -> Read:
    """By reference, LARS code of 2021, or title; three SQL statements with the book's."""
    wanted = set(keys[By.REFERENCE])
    if keys[By.TITLE]:
        standards = route_book(facts.editions).standards.values()
        wanted.update(one.reference for one in standards if plain_title(one.title) in keys[By.TITLE])
    if not wanted and not keys[By.LARS]:
        return
    held = StandardCode.objects.of_releases(facts.editions.of(CODES))
    rows = held.filter(Q(lars_code__in=keys[By.LARS]) | Q(reference__in=wanted)).order_by("pk")
    codes: dict[str, list[str]] = defaultdict(list)
    for reference, lars_code in rows.values_list("reference", "lars_code"):
        codes[reference].append(lars_code)
    for reference, summary in standards_by_reference(facts, wanted | set(codes)).items():
        thing = CodedStandard(summary, tuple(codes.get(reference, ())))
        yield By.REFERENCE, reference, thing
        yield By.TITLE, plain_title(summary.title), thing
        for lars_code in thing.lars_codes:
            yield By.LARS, lars_code, thing


def _tlevels(facts: Facts, keys: Wanted, today: date) -> Read:
    """Versions and specialisms, by LARS code or name; three SQL statements."""
    if not keys[By.LARS] and not keys[By.TITLE]:
        return
    versions = tlevels_by_number(facts, today)
    for version in versions.values():
        yield By.LARS, version.lars_code, version
        yield By.TITLE, plain_title(version.name), version
    rows = Specialism.objects.of_releases(facts.editions.of(SPECIALISMS)).order_by("number")
    for lars_code, name, numbers in rows.values_list("lars_code", "name", "tlevels"):
        trade = Trade(lars_code, name, tuple(versions[number] for number in numbers if number in versions))
        yield By.LARS, lars_code, trade
        yield By.TITLE, plain_title(name), trade


def _qualifications(facts: Facts, keys: Wanted, today: date) -> Read:
    """By number or title; three SQL statements."""
    if not keys[By.QAN] and not keys[By.TITLE]:
        return
    held = Qualification.objects.of_releases(facts.editions.of(APPROVED)).annotate(plain=Lower("title"))
    rows = held.filter(Q(qan__in=keys[By.QAN]) | Q(plain__in=keys[By.TITLE]))
    for qan, detail in qualifications_by_qan(facts, list(rows.values_list("qan", flat=True)), today).items():
        yield By.QAN, qan, detail
        yield By.TITLE, plain_title(detail.title), detail


def _providers(facts: Facts, keys: Wanted, today: date) -> Read:
    """Bodies by UKPRN, URN or a name in any list, with all their records; two SQL statements."""
    if not any(keys[by] for by in (By.UKPRN, By.URN, By.TITLE)):
        return
    held = Provider.objects.of_releases(facts.editions.of(*SOURCE_OF.values()))
    named = held.annotate(plain=Lower("name")).filter(
        Q(ukprn__in=keys[By.UKPRN]) | Q(urn__in=keys[By.URN]) | Q(plain__in=keys[By.TITLE])
    )
    pairs = list(named.values_list("ukprn", "urn"))
    same = Q(ukprn__in={ukprn for ukprn, _urn in pairs if ukprn})
    alone = Q(ukprn="", urn__in={urn for ukprn, urn in pairs if not ukprn})
    bodies: dict[str, list[ProviderRecord]] = defaultdict(list)
    for row in held.filter(same | alone).order_by("kind", "key") if pairs else ():
        bodies[row.ukprn or row.urn].append(record_of(facts, row))
    for records in bodies.values():
        yield from _body(Body(tuple(records)))


def _body(body: Body) -> Read:
    for record in body.records:
        yield By.UKPRN, record.ukprn, body
        yield By.URN, record.urn, body
        yield By.TITLE, plain_title(record.name), body


def _degree_subjects(facts: Facts, keys: Wanted, today: date) -> Read:
    """Of both versions of the hierarchy by code, of today's by title; no SQL statement once it is in memory."""
    if not keys[By.CAH] and not keys[By.TITLE]:
        return
    for subject in degree_subjects(facts).by_code.values():
        yield By.CAH, subject.code, subject
        if subject.is_current:
            yield By.TITLE, plain_title(subject.title), subject


def _hecos(facts: Facts, keys: Wanted, today: date) -> Read:
    """By code or title; one SQL statement."""
    if not keys[By.HECOS] and not keys[By.TITLE]:
        return
    held = HecosSubject.objects.of_releases(facts.editions.of(HECOS)).annotate(plain=Lower("title"))
    rows = held.filter(Q(code__in=keys[By.HECOS]) | Q(plain__in=keys[By.TITLE])).order_by("code")
    for subject in (Hecos(code, title) for code, title in rows.values_list("code", "title")):
        yield By.HECOS, subject.code, subject
        yield By.TITLE, plain_title(subject.title), subject


def _occupations(facts: Facts, keys: Wanted, today: date) -> Read:
    """By code, by the group's title, or by a job title of the coding index; one SQL statement."""
    if not keys[By.SOC] and not keys[By.TITLE]:
        return
    groups = facts.soc.groups
    for group in groups.values():
        if group.code != ALL_OCCUPATIONS:
            yield By.SOC, group.code, group
            yield By.TITLE, plain_title(group.title), group
    if keys[By.TITLE]:
        for plain, code in _job_titles(facts, keys[By.TITLE]):
            if code in groups:
                yield By.TITLE, plain, groups[code]


def _job_titles(facts: Facts, titles: Iterable[str]) -> Iterable[tuple[str, str]]:
    held = JobTitle.objects.filter(release_id__in=facts.editions.of(*TITLE_SOURCES)).annotate(plain=Lower("title"))
    rows = held.filter(plain__in=set(titles)).order_by("plain", "soc2020_id")
    return rows.values_list("plain", "soc2020_id").distinct()
