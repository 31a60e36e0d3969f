"""Who wants maths? School subjects that employers here name, by kind of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from employers.enums import PreferredKind
from employers.queries.counting import STRONGEST_FIRST, Base, Statement, shown, strongest, total_of
from employers.queries.preferences import Counter, Named, Pool, read_pool
from evidence.figures import Figure
from lmi.enums import Level
from lmi.queries.context import Facts
from lmi.register import ALL_OCCUPATIONS, UK, Group
from pathways.subjects import SchoolSubject, UnknownSchoolSubjectError, school_subject_of, school_subjects

_SCHOOL = (PreferredKind.GCSE, PreferredKind.A_LEVEL)
# English is one GCSE and two A levels: who looks for English means all three.
_TOGETHER = {"english-language": "english", "english-literature": "english"}


@dataclass(frozen=True, slots=True)
class Counts:
    """Employers that call a thing essential, useful, or train people in it; None under five."""

    essential: Figure
    useful: Figure
    we_train: Figure

    @property
    def has_numbers(self) -> bool:
        """Whether any is shown."""
        return any(one.value is not None for one in (self.essential, self.useful, self.we_train))


@dataclass(frozen=True, slots=True)
class SubjectWanted:
    """A school subject, GCSE and A level together, with the employers here that name it."""

    slug: str
    title: str
    counts: Counts
    has_demo: bool


@dataclass(frozen=True, slots=True)
class GroupWants:
    """What employers of one very wide group of work say of the subject."""

    group: Group
    counts: Counts


@dataclass(frozen=True, slots=True)
class WhoWants:
    """A school subject by kind of work, groups in the order of the classification.

    `groups` are those in which somebody names it. `profiles` are the numbers of the role profiles that name it.
    """

    wanted: SubjectWanted
    stages: tuple[SchoolSubject, ...]
    groups: tuple[GroupWants, ...]
    profiles: tuple[int, ...]


def subject_slug(code: str) -> str:
    """The slug that stands for a school subject at every stage ("alevel:maths" -> "maths")."""
    slug = code.partition(":")[2]
    return _TOGETHER.get(slug, slug)


def _named_of(pool: Pool) -> list[tuple[str, Named]]:
    """What is named in school subjects, each with the slug that stands for it at every stage."""
    found = []
    for named in pool.named:
        if named.key.kind in _SCHOOL:
            try:
                found.append((subject_slug(school_subject_of(named.key.subject).code), named))
            except UnknownSchoolSubjectError:
                continue  # the list no longer has it
    return found


def subjects_wanted(facts: Facts, today: date) -> tuple[SubjectWanted, ...]:
    """Every school subject that some employer here names: most employers first, ties by title; five SQL statements."""
    tally = _tally(read_pool(today))
    rows = [_wanted(facts, today, tally, slug) for slug in tally.whole]
    return tuple(sorted(rows, key=lambda row: (*(-number for number in _values(row.counts)), row.title)))


def who_wants(facts: Facts, today: date, slug: str) -> WhoWants:
    """One subject by the nine very wide groups of work; five SQL statements.

    Raises UnknownSchoolSubjectError for a slug that no stage has.
    """
    stages = tuple(one for one in school_subjects() if subject_slug(one.code) == slug)
    if not stages:
        raise UnknownSchoolSubjectError(slug)
    tally = _tally(read_pool(today))
    groups = tuple(
        GroupWants(group, _counts(_counter(facts, today, group.code), tally.by_group[slug, group.code]))
        for group in facts.soc.level(Level.MAJOR)
        if (slug, group.code) in tally.by_group
    )
    return WhoWants(_wanted(facts, today, tally, slug), stages, groups, tally.profiles.get(slug, ()))


@dataclass(frozen=True, slots=True)
class _Tally:
    """Employers by subject, and by subject and major group; and the profiles that name each subject."""

    whole: Mapping[str, Mapping[str, int]]
    by_group: Mapping[tuple[str, str], Mapping[str, int]]
    profiles: Mapping[str, tuple[int, ...]]
    demo: frozenset[str]

    def total(self, slug: str, weight: str) -> Base:
        """The employers of a subject and weight, beside the groups' numbers."""
        parts = [counts[weight] for (of_slug, _group), counts in self.by_group.items() if of_slug == slug]
        return total_of(self.whole.get(slug, {}).get(weight, 0), parts)


def _tally(pool: Pool) -> _Tally:
    profiles = {profile.pk: profile for profile in pool.profiles}
    named = _named_of(pool)
    by_slug: dict[str, dict[int, None]] = {}
    for slug, one in named:
        by_slug.setdefault(slug, {})[one.profile] = None
    return _Tally(
        strongest(Statement(profiles[n.profile].employer, slug, n.weight) for slug, n in named),
        strongest(
            Statement(profiles[n.profile].employer, (slug, profiles[n.profile].soc2020[:1]), n.weight)
            for slug, n in named
        ),
        {slug: tuple(found) for slug, found in by_slug.items()},
        frozenset(slug for slug, n in named if profiles[n.profile].is_demo),
    )


def _wanted(facts: Facts, today: date, tally: _Tally, slug: str) -> SubjectWanted:
    figure = _counter(facts, today, ALL_OCCUPATIONS)
    totals = {weight: tally.total(slug, weight) for weight in STRONGEST_FIRST}
    essential, useful, we_train = (
        figure.of(f"employers_{weight}", total.value, is_exact=total.is_exact) for weight, total in totals.items()
    )
    return SubjectWanted(slug, _title(slug), Counts(essential, useful, we_train), slug in tally.demo)


def _counter(facts: Facts, today: date, code: str) -> Counter:
    return Counter(facts, today, (code, UK), (code, UK))


def _counts(figure: Counter, numbers: Mapping[str, int]) -> Counts:
    essential, useful, we_train = (
        figure.of(f"employers_{weight}", shown(numbers.get(weight, 0))) for weight in STRONGEST_FIRST
    )
    return Counts(essential, useful, we_train)


def _values(counts: Counts) -> list[int]:
    return [int(one.value or 0) for one in (counts.essential, counts.useful, counts.we_train)]


def _title(slug: str) -> str:
    """The subject's title at its first stage."""
    return next(str(one.title) for one in school_subjects() if subject_slug(one.code) == slug)
