"""The steps into one occupation, put together from the book: its standards, T Levels, courses and ways in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pathways.book import CONFIDENCE_ORDER, Book, CourseRef, EntryRef, LinkRef, StandardRef
from pathways.enums import Confidence, CourseRole, CourseStep, Degree, DirectEntry, LinkKind, LinkRole, StandardKind
from pathways.routing import generic
from pathways.routing.kinds import APPRENTICESHIP_OF_LEVEL, KINDS, PAID, UNIVERSITY, StepKind
from pathways.routing.model import RANK, Grades, Months, Offer, Stage, Step

AFTER_SCHOOL = (Stage.GCSE, Stage.LEVEL_1, Stage.LEVEL_2)
LEVEL_3 = (Stage.A_LEVELS, Stage.T_LEVEL, Stage.OTHER_LEVEL_3)
INTO_HE = (*LEVEL_3, Stage.ADVANCED_APPRENTICE, Stage.ACCESS, Stage.RETURNER)
GROWN = (Stage.ADULT, Stage.RETURNER)
AFTER_WORK = (Stage.ADVANCED_APPRENTICE, Stage.HIGHER_APPRENTICE)
ANYBODY = (*AFTER_SCHOOL, Stage.INTERMEDIATE_APPRENTICE, *LEVEL_3, Stage.LEVEL_4_5, *AFTER_WORK, Stage.DEGREE, *GROWN)
# Level from which people usually start an apprenticeship, by its level, where no rule says otherwise.
ENTRY_OF_LEVEL = {2: 0, 3: 1, 4: 3, 5: 3, 6: 3, 7: 6}
_COLLEGE = (CourseStep.COLLEGE_1, CourseStep.COLLEGE_2, CourseStep.COLLEGE_3)
_HIGHER = (CourseStep.HNC_HND, CourseStep.HTQ, CourseStep.FOUNDATION_DEGREE)
# Apprentices under 19 without grade 4 in English and maths go on with both (DfE, apprenticeship funding rules).
_GIVES: dict[StepKind, str] = {
    StepKind.FOUNDATION_APPRENTICESHIP: Grades.EM,
    StepKind.APPRENTICESHIP_2: Grades.FIVE,
    StepKind.APPRENTICESHIP_3: Grades.FIVE,
}
_FUNDED_TO = 21
_T_LEVEL_MONTHS = 24
# The editors' tables have no column for what comes before, so their words tell (docs/adr/0006-routes.md).
_AFTER_LEVEL_2 = re.compile(r"(?:A |The )?Level 2\b")
_WIDE = ("another subject", "other subject", "any subject")


def steps_into(book: Book, soc2020: str) -> list[Step]:
    """Every step that may stand on a route into the occupation, each start and key once.

    An occupation without an entry in our editors' table has only what its links give.
    """
    entry = book.entries.get(soc2020)
    found: list[Step] = [*generic.steps(book, own_technical=_has_own_level_3(book, soc2020))]
    found += _apprenticeships(book, soc2020, entry)
    found += _tlevels(book, soc2020)
    found += _courses(book, soc2020, entry)
    found += _degrees(book, soc2020, entry)
    found += _work(book, soc2020, entry)
    return list({(step.start, step.key): _old_enough(step, entry) for step in found}.values())


def _old_enough(step: Step, entry: EntryRef | None) -> Step:
    """The step into the work begun late enough that nobody is in it below the age that it asks for."""
    if entry is None or entry.min_age is None or step.end != Stage.IN_WORK:
        return step
    years = step.months.usual // 12 if step.months else 0
    return replace(step, min_age=max(step.min_age or 0, entry.min_age - years))


def from_each(step: Step, starts: Iterable[str]) -> Iterator[Step]:
    """The same step from several stages."""
    for start in starts:
        yield replace(step, start=start)


def make(kind: StepKind, key: str, end: str, title: str = "", **values: object) -> Step:
    """A step of a kind, with what the kind always has; its start is set by `from_each`."""
    named = title or str(KINDS[kind].title)
    step = Step(f"{kind}:{key}", kind, "", end, named, paid=kind in PAID, is_university=kind in UNIVERSITY)
    return replace(step, **values)  # type: ignore[arg-type]  # any field of a step


def months_of(lengths: Sequence[int | None]) -> Months | None:
    """The first known length as the usual one, between the shortest and the longest; None when none is known."""
    known = [length for length in lengths if length is not None]
    return Months(min(known), known[0], max(known)) if known else None


def _apprenticeships(book: Book, soc2020: str, entry: EntryRef | None) -> Iterator[Step]:
    grouped: dict[tuple[StepKind, str, int], list[tuple[LinkRef, StandardRef]]] = {}
    for link in book.links(LinkKind.OCCUPATION_STANDARD, soc2020):
        standard = book.standards.get(link.target)
        if standard is None or not standard.can_be_taken or not standard.level:
            continue
        if link.role == LinkRole.FURTHER:
            continue
        foundation = standard.kind == StandardKind.FOUNDATION
        kind = StepKind.FOUNDATION_APPRENTICESHIP if foundation else APPRENTICESHIP_OF_LEVEL[standard.level]
        grouped.setdefault((kind, link.role, _entry_level(standard)), []).append((link, standard))
    for (kind, role, level), pairs in grouped.items():
        pairs.sort(key=_usual_first)
        yield from _apprenticeship(book, entry, kind, role, level, pairs)


def _usual_first(pair: tuple[LinkRef, StandardRef]) -> tuple[int, int, str]:
    """The surest first; of equals the one that most people take, so that the usual one gives the step its name."""
    link, standard = pair
    return (CONFIDENCE_ORDER[Confidence(link.confidence)], -standard.starts, standard.reference)


def _entry_level(standard: StandardRef) -> int:
    if standard.entry_level is not None:
        return standard.entry_level
    return ENTRY_OF_LEVEL[standard.level or 2]


def _apprenticeship(
    book: Book,
    entry: EntryRef | None,
    kind: StepKind,
    role: str,
    level: int,
    pairs: list[tuple[LinkRef, StandardRef]],
) -> Iterator[Step]:
    """One step for all standards of a kind that start from the same level, the surest first."""
    first = pairs[0][1]
    ages = [standard.min_age for _, standard in pairs]
    offers = tuple(
        Offer("standard", standard.reference, standard.title, standard.months, standard.note, link.confidence)
        for link, standard in pairs
    )
    step = make(
        kind,
        f"{role}:{'+'.join(offer.code for offer in offers)}",
        Stage.IN_WORK if role == LinkRole.QUALIFIES else _end_of(kind),
        months=months_of([standard.months for _, standard in pairs]),
        level=first.level,
        offers=offers,
        asks=first.asks or generic.apprenticeship_asks(kind, entry),
        grades=_grades_for(kind, level, entry),
        gives=_GIVES.get(kind, ""),
        min_age=min((age for age in ages if age), default=None) if all(ages) else None,
        max_age=generic.FOUNDATION_TO if kind == StepKind.FOUNDATION_APPRENTICESHIP else None,
        funded_to=_FUNDED_TO if kind == StepKind.APPRENTICESHIP_7 and generic.OVER_21_ENDED in book.offers else None,
    )
    starts = [s for s in ANYBODY if RANK[s] >= level or (level <= 3 and s in GROWN)]
    if kind == StepKind.FOUNDATION_APPRENTICESHIP:
        starts = [Stage.GCSE, Stage.LEVEL_1]
    if kind == StepKind.APPRENTICESHIP_2:
        starts = [s for s in starts if s not in _above_on_the_way(book, pairs[0][0].source, entry)]
    if role == LinkRole.TOWARDS:
        starts = [s for s in starts if RANK[s] <= RANK[step.end] and s not in (step.end, Stage.DEGREE)]
    yield from from_each(step, starts)


def _above_on_the_way(book: Book, soc2020: str, entry: EntryRef | None) -> set[str]:
    """Stages after Level 2 that lie on the way to this work: nobody goes down from there in the same line of work."""
    above: set[str] = {Stage.LEVEL_4_5, *AFTER_WORK}
    if entry is not None and entry.usual_level >= 3:
        above |= {*LEVEL_3, Stage.DEGREE}
    if book.links(LinkKind.OCCUPATION_TLEVEL, soc2020):
        above.add(Stage.T_LEVEL)
    if any(row.step == CourseStep.DEGREE and row.role != CourseRole.AFTER for row in book.courses.get(soc2020, ())):
        above.add(Stage.DEGREE)
    return above


def _end_of(kind: StepKind) -> str:
    """Where an apprenticeship on the way to something else leads."""
    if kind in (StepKind.FOUNDATION_APPRENTICESHIP, StepKind.APPRENTICESHIP_2):
        return Stage.INTERMEDIATE_APPRENTICE
    if kind == StepKind.APPRENTICESHIP_3:
        return Stage.ADVANCED_APPRENTICE
    return Stage.HIGHER_APPRENTICE if kind == StepKind.APPRENTICESHIP_45 else Stage.DEGREE


def _has_own_level_3(book: Book, soc2020: str) -> bool:
    """Whether our editors name Level 3 courses on the way to this work."""
    rows = book.courses.get(soc2020, ())
    return any(row.step == CourseStep.COLLEGE_3 and row.role == CourseRole.TOWARDS for row in rows)


def _grades_for(kind: StepKind, level: int, entry: EntryRef | None) -> str:
    """GCSEs that an apprenticeship asks for: the occupation's at Level 3, none where people start without."""
    if level >= 3 or kind not in (StepKind.APPRENTICESHIP_3, StepKind.APPRENTICESHIP_45):
        return Grades.NONE
    return entry.gcse if entry and level else Grades.NONE


def _tlevels(book: Book, soc2020: str) -> Iterator[Step]:
    """T Levels with a specialism for this work, in the versions that are not closed or replaced."""
    offers: dict[tuple[str, str], Offer] = {}
    for link in book.links(LinkKind.OCCUPATION_TLEVEL, soc2020):
        specialism = book.specialism(link.target)
        if specialism is None:
            continue
        for version in book.can_be_started(specialism):
            code = (link.role, str(version.number))
            offer = Offer("tlevel", code[1], version.name, _T_LEVEL_MONTHS, specialism.name, link.confidence)
            offers.setdefault(code, replace(offer, opens=version.first_start, closes=version.last_start))
    for role in sorted({role for role, _ in offers}):
        mine = tuple(offer for (kept, _), offer in offers.items() if kept == role)
        step = make(
            StepKind.T_LEVEL,
            f"{role}:{'+'.join(offer.code for offer in mine)}",
            Stage.IN_WORK if role == LinkRole.QUALIFIES else Stage.T_LEVEL,
            months=months_of([_T_LEVEL_MONTHS]),
            level=3,
            offers=mine,
            asks=generic.t_level_asks(),
            grades=Grades.FIVE,
            funded_to=generic.T_LEVEL_TO,
        )
        yield from from_each(step, (Stage.GCSE, Stage.LEVEL_2))


def _courses(book: Book, soc2020: str, entry: EntryRef | None) -> Iterator[Step]:
    """College and higher technical courses, graduate training, employers' training and licences."""
    rows = [row for row in book.courses.get(soc2020, ()) if row.role != CourseRole.AFTER]
    grouped: dict[tuple[str, str, tuple[str, ...], str], list[CourseRef]] = {}
    own_level_3 = _has_own_level_3(book, soc2020)
    has_level_2 = any(row.step == CourseStep.COLLEGE_2 and row.role == CourseRole.TOWARDS for row in rows)
    for row in rows:
        if row.step not in (CourseStep.DEGREE, CourseStep.ACCESS_HE):
            starts, end = _ends(row, entry, own_level_3=own_level_3, has_level_2=has_level_2)
            grouped.setdefault((row.step, row.role, tuple(starts), end), []).append(row)
    for (step, role, begin, end), group in grouped.items():
        made = _course(book, step, role, group, entry, end)
        yield from from_each(replace(made, stands_alone=begin == ANYBODY), begin)


def _course(book: Book, step: str, role: str, group: list[CourseRef], entry: EntryRef | None, end: str) -> Step:
    kind = StepKind(step)
    offers = []
    for row in group:
        offers.append(Offer("course", "", row.title, row.months, row.note))
        offers += [Offer("qualification", qan, book.qualifications.get(qan, "")) for qan in row.qans]
    into_work = role == CourseRole.QUALIFIES and kind in (StepKind.WORK_TRAINING, StepKind.LICENCE)
    return make(
        kind,
        f"{role}:{group[0].title}",
        end,
        group[0].title,
        months=months_of([row.months for row in group]),
        level=group[0].level,
        offers=tuple(offers),
        asks=group[0].asks,
        grades=Grades.FEW if step == CourseStep.COLLEGE_2 else Grades.SOME if step == CourseStep.COLLEGE_3 else "none",
        gives=Grades.FIVE if step in (CourseStep.COLLEGE_2, CourseStep.COLLEGE_3) else "",
        only_without=Grades.SOME if step == CourseStep.COLLEGE_1 and role == CourseRole.TOWARDS else "",
        min_age=entry.min_age if entry and into_work else None,
    )


def _ends(row: CourseRef, entry: EntryRef | None, *, own_level_3: bool, has_level_2: bool) -> tuple[Sequence[str], str]:
    """Where a course can be started from and what it leads to."""
    goal = Stage.IN_WORK if row.role == CourseRole.QUALIFIES else ""
    if row.step in _COLLEGE:
        return _college_ends(row, goal, has_level_2=has_level_2)
    if row.step in _HIGHER:
        return INTO_HE, goal or Stage.LEVEL_4_5
    if row.step in (CourseStep.CONVERSION, CourseStep.PG_TRAINING):
        return ((Stage.DEGREE, Stage.CONVERTED) if goal else (Stage.DEGREE,)), goal or Stage.CONVERTED
    if not goal:
        return (), ""
    if "xperienced" in row.title:
        return GROWN, goal
    if row.step == CourseStep.WORK_TRAINING and own_level_3 and row.level == 3 and row.qans:
        return (Stage.OTHER_LEVEL_3, Stage.T_LEVEL, *GROWN), goal
    return _work_starts(entry), goal


def _college_ends(row: CourseRef, goal: str, *, has_level_2: bool) -> tuple[Sequence[str], str]:
    """Young people and adults start them; somebody who comes back has such a course already, unless it qualifies."""
    grown = GROWN if goal else (Stage.ADULT,)
    if row.step == CourseStep.COLLEGE_1:
        return (Stage.GCSE, *(grown if goal else ())), goal or Stage.LEVEL_1
    if row.step == CourseStep.COLLEGE_2:
        return (Stage.GCSE, Stage.LEVEL_1, *((Stage.LEVEL_2,) if goal else ()), *grown), goal or Stage.LEVEL_2
    only_after_level_2 = has_level_2 and _AFTER_LEVEL_2.match(row.asks) and "GCSE" not in row.asks
    if only_after_level_2:
        return (Stage.LEVEL_2, *(grown if goal else ())), goal or Stage.OTHER_LEVEL_3
    return (Stage.GCSE, Stage.LEVEL_2, *grown), goal or Stage.OTHER_LEVEL_3


def _work_starts(entry: EntryRef | None) -> Sequence[str]:
    """From where employers' training and licences can be started: the level that people usually have."""
    if entry is None or entry.usual_level < 3 or entry.direct_entry == DirectEntry.OPEN:
        return ANYBODY
    if entry.degree == Degree.REQUIRED:
        return (Stage.DEGREE,)
    return [stage for stage in ANYBODY if RANK[stage] >= 3 or stage in GROWN]


def _degrees(book: Book, soc2020: str, entry: EntryRef | None) -> Iterator[Step]:
    """Degrees in the subjects that lead here, and what graduates do next."""
    links = book.links(LinkKind.OCCUPATION_DEGREE, soc2020)
    rows = [row for row in book.courses.get(soc2020, ()) if row.step == CourseStep.DEGREE]
    if not rows and (not links or entry is None or entry.degree == Degree.RARE):
        return
    subjects = tuple(
        Offer("degree_subject", link.target, book.degree_subjects.get(link.target, link.target), None, link.role)
        for link in links
    )
    can_top_up = not (entry and entry.regulator) or _has_higher(book, soc2020)
    for group in _alike(rows or [generic.plain_degree(soc2020)]):
        yield from _degree(group, subjects, _needed_subjects(book, soc2020), can_top_up=can_top_up)
    trained = any(
        row.step == CourseStep.PG_TRAINING and row.role == CourseRole.QUALIFIES for row in book.courses.get(soc2020, ())
    )
    if not trained and _takes_graduates(entry):
        yield from generic.graduate_entry(subjects, entry)


def _takes_graduates(entry: EntryRef | None) -> bool:
    """Whether graduates start in this work at once: not where years in other work, or other training, are needed."""
    if entry is None or entry.direct_entry == DirectEntry.EXPERIENCE:
        return entry is None
    return entry.direct_entry != DirectEntry.CLOSED or entry.degree in (Degree.REQUIRED, Degree.USUAL)


def _has_higher(book: Book, soc2020: str) -> bool:
    """Whether our editors name an HND, foundation degree or the like on the way to this work."""
    rows = book.courses.get(soc2020, ())
    return any(row.step in _HIGHER and row.role == CourseRole.TOWARDS for row in rows)


def _alike(rows: Sequence[CourseRef]) -> list[list[CourseRef]]:
    """Degrees that do the same for the same people, the one in the subject itself before "any subject"."""
    grouped: dict[tuple[str, bool], list[CourseRef]] = {}
    for row in sorted(rows, key=lambda row: any(word in row.title.lower() for word in _WIDE)):
        if row.role != CourseRole.AFTER:
            grouped.setdefault((row.role, _is_for_graduates(row)), []).append(row)
    return list(grouped.values())


def _is_for_graduates(row: CourseRef) -> bool:
    return "graduate" in row.title.lower() or row.asks.lower().startswith(("a degree", "a first degree"))


def _degree(
    group: list[CourseRef],
    subjects: tuple[Offer, ...],
    needed: tuple[frozenset[str], ...],
    *,
    can_top_up: bool,
) -> Iterator[Step]:
    """From Level 3 to the degree, and by way of a top-up where an HND or foundation degree counts towards it."""
    first = group[0]
    goal = first.role == CourseRole.QUALIFIES
    courses = tuple(Offer("course", "", row.title, row.months, row.note) for row in group)
    step = make(
        StepKind.DEGREE,
        f"{first.role}:{first.title}",
        Stage.IN_WORK if goal else Stage.DEGREE,
        first.title,
        months=months_of([row.months for row in group]),
        level=first.level,
        offers=(*courses, *subjects),
        asks=first.asks,
        subjects=needed,
    )
    if _is_for_graduates(first):
        yield from from_each(step, (Stage.DEGREE,) if goal else ())
        return
    yield from from_each(step, INTO_HE)
    if can_top_up and (first.months or 0) <= generic.ORDINARY_DEGREE:
        yield from from_each(generic.top_up(step.end), (Stage.LEVEL_4_5,))


def _needed_subjects(book: Book, soc2020: str) -> tuple[frozenset[str], ...]:
    """A levels that the usual degree asks for by rule."""
    links = book.links(LinkKind.OCCUPATION_SUBJECT, soc2020)
    needed = sorted({x.target for x in links if x.role == LinkRole.REQUIRED and x.target.startswith("alevel:")})
    return tuple(frozenset({slug}) for slug in needed)


def _work(book: Book, soc2020: str, entry: EntryRef | None) -> Iterator[Step]:
    """Starting in the work itself, in a junior job, or moving up from other work."""
    if entry is None or entry.direct_entry == DirectEntry.CLOSED:
        return
    before = tuple(
        Offer("occupation", link.source, "", None, link.note, link.confidence)
        for link in book.linked_from(LinkKind.OCCUPATION_PROGRESSION, soc2020)
    )
    kinds = {
        DirectEntry.OPEN: StepKind.DIRECT_ENTRY,
        DirectEntry.JUNIOR: StepKind.JUNIOR_ENTRY,
        DirectEntry.EXPERIENCE: StepKind.EXPERIENCE_ENTRY,
    }
    kind = kinds[DirectEntry(entry.direct_entry)]
    step = make(
        kind,
        "start",
        Stage.IN_WORK,
        months=Months(0, 0, 0) if kind == StepKind.DIRECT_ENTRY else None,
        offers=() if kind == StepKind.DIRECT_ENTRY else before,
        asks=entry.summary,
        min_age=entry.min_age,
        stands_alone=kind != StepKind.DIRECT_ENTRY,
    )
    only_graduates = kind == StepKind.EXPERIENCE_ENTRY and entry.degree == Degree.REQUIRED
    yield from from_each(step, (Stage.DEGREE,) if only_graduates else ANYBODY)
    if kind == StepKind.DIRECT_ENTRY and entry.usual_level <= 2:
        yield from from_each(generic.supported_internship(), (Stage.GCSE, Stage.LEVEL_1))
