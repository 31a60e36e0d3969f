"""The definition of the best routes carried out in the plainest way, and small random graphs to try it on.

Nothing here calls the engine: days are counted as months, grades as places in a list, and every path is
written out before anything is chosen. Slow, and easy to check against the words of `best_routes`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from pathways.routing.model import Bar, Grades, Months, Offer, Person, Stage, Step
from pathways.routing.search import Shape

LADDER = [Grades.NONE, Grades.FEW, Grades.SOME, Grades.EM, Grades.FIVE, Grades.STRONG]
STAGES = [Stage.YEAR_9, Stage.GCSE, Stage.LEVEL_2, Stage.A_LEVELS, Stage.DEGREE]
RUNGS = frozenset({"swap_b", "course"})
SHAPE = Shape(frozenset({"prepare"}), frozenset({"swap_a", "swap_b"}), RUNGS)
KINDS = ["prepare", "swap_a", "swap_b", "swap_a", "swap_b", "course", "work", "work", "climb"]
YEARS = [date(year, 9, 1) for year in range(2025, 2034)]
MOST_STEPS = 8

Taken = dict
T = TypeVar("T")


def kind_of(steps: Sequence[Step]) -> str:
    """Two kinds of route, by the last step."""
    return "working" if steps[-1].kind in ("work", "climb") else "learning"


# -- every path ------------------------------------------------------------------------------------------------


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def every_path(steps: Sequence[Step], person: Person) -> Iterator[list[Taken]]:
    """Each way from the person to the work, as a list of steps taken."""
    yield from _on(steps, person, [], person.stage, person.grades, 0)


def _on(steps, person, path, stage, grades, months) -> Iterator[list[Taken]]:
    if stage == Stage.IN_WORK:
        yield path
        return
    if len(path) == MOST_STEPS:
        return
    for step in steps:
        if step.start != stage:
            continue
        if step.only_without and LADDER.index(grades) >= LADDER.index(step.only_without):
            continue
        taken = _taken(step, person, stage, grades, months)
        if (Bar.CLOSED, taken["last_day"]) in taken["bars"]:
            continue
        after = grades
        if step.gives and LADDER.index(step.gives) > LADDER.index(grades):
            after = step.gives
        length = step.months.usual if step.months else 0
        yield from _on(steps, person, [*path, taken], step.end, after, months + taken["waits"] + length)


def _taken(step: Step, person: Person, stage: str, grades: str, months: int) -> Taken:
    waits = 0
    while step.min_age and person.age * 12 + months + waits < step.min_age * 12:
        waits += 1
    begins = month_number(person.start) + months + waits
    age = (person.age * 12 + months + waits) // 12
    still = [o for o in step.offers if o.closes is None or month_number(o.closes) >= begins]
    last_day = max((o.closes.isoformat() for o in step.offers if o.closes), default="")
    bars = {
        (Bar.GRADES, step.grades): LADDER.index(grades) < LADDER.index(step.grades),
        (Bar.TOO_OLD, str(step.max_age)): step.max_age is not None and age > step.max_age,
        (Bar.NOT_FUNDED, str(step.funded_to)): step.funded_to is not None and age > step.funded_to,
        (Bar.UNPAID, ""): person.earn and not step.paid and stage != Stage.YEAR_9,
        (Bar.UNIVERSITY, ""): person.no_university and step.is_university,
        (Bar.CLOSED, last_day): bool(step.offers) and not still,
    }
    if still and all(o.opens is not None and month_number(o.opens) > begins for o in still):
        bars[Bar.NOT_OPEN_YET, min(o.opens.isoformat() for o in still)] = True
    for group in step.subjects if person.subjects is not None and stage == Stage.A_LEVELS else ():
        bars[Bar.SUBJECT, " / ".join(sorted(group))] = not any(name in person.subjects for name in group)
    return {
        "step": step,
        "waits": waits,
        "age": age,
        "begins": begins,
        "bars": {bar for bar, counts in bars.items() if counts},
        "offers": [o.code for o in still],
        "last_day": last_day,
    }


# -- the choice ------------------------------------------------------------------------------------------------


def unknown(path: list[Taken]) -> int:
    return sum(taken["step"].months is None for taken in path)


def months_of(path: list[Taken]) -> int:
    return sum(taken["waits"] + (taken["step"].months.usual if taken["step"].months else 0) for taken in path)


def bars_of(path: list[Taken]) -> list[tuple[str, str, str]]:
    return sorted((taken["step"].key, *bar) for taken in path for bar in taken["bars"])


def keys_of(path: list[Taken]) -> tuple[str, ...]:
    return tuple(taken["step"].key for taken in path)


def kind(path: list[Taken]) -> str:
    return kind_of([taken["step"] for taken in path])


def place(path: list[Taken]) -> tuple:
    """Fewest bars, then fewest unknown lengths, then shortest, then fewest steps, then by name."""
    return len(bars_of(path)), unknown(path), months_of(path), len(path), keys_of(path)


def quickness(path: list[Taken]) -> tuple[int, int]:
    return unknown(path), months_of(path)


def exact_shape(path: list[Taken]) -> list[str]:
    return [taken["step"].kind for taken in path if taken["step"].kind != "prepare"]


def shape(path: list[Taken]) -> list[str]:
    kinds = exact_shape(path)
    return ["either" if kind.startswith("swap") and n < len(kinds) - 1 else kind for n, kind in enumerate(kinds)]


def goes_round(long: list[str], short: list[str]) -> bool:
    """Same end, and whatever `short` has comes in `long` in the same order."""
    if bool(long) != bool(short) or (long and long[-1] != short[-1]):
        return False
    found = 0
    for name in long:
        if found < len(short) and name == short[found]:
            found += 1
    return found == len(short)


def is_loose(path: list[Taken]) -> bool:
    """Ends in a step that needs none of those before it."""
    return path[-1]["step"].stands_alone and len(exact_shape(path)) > 1


def without_loose(paths: list[list[Taken]]) -> list[list[Taken]]:
    """Loose ends are left out where one way of the kind is open and firm."""
    if any(not bars_of(path) and not is_loose(path) for path in paths):
        return [path for path in paths if not is_loose(path)]
    return paths


def covered(path: list[Taken], kept: list[Taken]) -> bool:
    """Goes round by the kept one, unless all it has more are rungs before a step that stands alone."""
    if shape(path) == shape(kept):
        return True
    if not goes_round(shape(path), shape(kept)):
        return False
    more, less = exact_shape(path), exact_shape(kept)
    further = [name for name in set(more) if more.count(name) > less.count(name)]
    return not (is_loose(path) and further and all(name in RUNGS for name in further))


def first_distinct(paths: list[list[Taken]], most: int) -> list[list[Taken]]:
    kept: list[list[Taken]] = []
    for path in sorted(paths, key=place):
        if len(kept) < most and not any(covered(path, one) for one in kept):
            kept.append(path)
    return kept


def best(steps: Sequence[Step], person: Person, most: int) -> tuple[list[dict], list[dict]]:
    """Open and closed routes as the words of `best_routes` have them, in the form of `plain`."""
    paths = list(every_path(steps, person))
    opened, closed = [], []
    for name in ("learning", "working"):
        of_kind = without_loose([path for path in sorted(paths, key=place) if kind(path) == name])
        free = [path for path in of_kind if not bars_of(path)]
        shut = [path for path in of_kind if bars_of(path)]
        kept = first_distinct(free, most)
        opened += [_open_form(path, free, shut) for path in kept]
        quickest = min((quickness(path) for path in free), default=None)
        told = [shape(path) for path in kept]
        around = [path for path in shut if any(goes_round(shape(path), one) for one in told)]
        matter = [p for p in shut if p not in around and (quickest is None or quickness(p) < quickest)]
        closed += [form(path) for path in first_distinct(matter, most)]
    return opened, closed


def _open_form(path: list[Taken], free: list[list[Taken]], shut: list[list[Taken]]) -> dict:
    exact = exact_shape(path)
    shorter = [other for other in shut if exact_shape(other) == exact and quickness(other) < quickness(path)]
    variants: list[list[Taken]] = []
    for other in free:
        seen = [exact, *(exact_shape(one) for one in variants)]
        if shape(other) == shape(path) and exact_shape(other) not in seen:
            variants.append(other)
    instead = bars_of(min(shorter, key=place)) if shorter else []
    ends = [keys_of(other)[-1] for other in free if exact_shape(other) == exact]
    also = [key for key in dict.fromkeys(ends) if key != keys_of(path)[-1]]
    return form(path) | {"instead_of": instead, "variants": [keys_of(one) for one in variants], "also": also}


def form(path: list[Taken]) -> dict:
    return {
        "kind": kind(path),
        "steps": keys_of(path),
        "months": None if unknown(path) else months_of(path),
        "legs": [(taken["begins"], taken["age"], taken["waits"], taken["offers"]) for taken in path],
        "bars": bars_of(path),
        "instead_of": [],
        "variants": [],
        "also": [],
    }


# -- small random graphs ---------------------------------------------------------------------------------------


def graph(seed: int) -> tuple[list[Step], Person, int]:
    """Steps, a person, and how many routes of a kind to ask for; the same for the same seed.

    Two graphs in three have few rules, so that many ways are open and have to be told apart.
    """
    draw = random.Random(seed)  # noqa: S311 - repeatable cases, no secrets
    strict = 1.0 if seed % 3 == 0 else 0.25
    steps = [_step(draw, number, strict) for number in range(draw.randint(4, 24))]
    for number, stage in enumerate(STAGES[1:4], start=90):
        steps.append(replace(_step(draw, number, strict), start=stage, end=Stage.IN_WORK))
    chosen = frozenset(draw.sample(["alevel:maths", "alevel:art"], draw.randint(0, 2)))
    person = Person(
        stage=draw.choice([Stage.YEAR_9, Stage.GCSE, Stage.GCSE, Stage.LEVEL_2, Stage.A_LEVELS]),
        grades=draw.choice(LADDER),
        age=draw.randint(14, 24),
        start=draw.choice(YEARS[1:4]),
        subjects=chosen if draw.random() < 0.5 else None,
        earn=draw.random() < 0.3 * strict,
        no_university=draw.random() < 0.3 * strict,
    )
    return steps, person, draw.randint(1, 3)


def _step(draw: random.Random, number: int, strict: float) -> Step:
    start = draw.choice(STAGES)
    goes_back = draw.random() < 0.04
    later = [*STAGES[STAGES.index(start) + 1 :], Stage.IN_WORK, Stage.IN_WORK]
    kind = draw.choice(KINDS)
    length = draw.choice([0, 6, 12, 12, 12, 24, 36, None])

    def at_times(share: float, this: T, otherwise: T) -> T:
        return this if draw.random() < share * strict else otherwise

    return Step(
        key=f"{kind}:{draw.randint(0, 3)}:{number}",
        kind=kind,
        start=start,
        end=draw.choice(STAGES if goes_back else later),
        title=kind,
        months=None if length is None else Months(length, length, length),
        offers=tuple(_offer(draw, n) for n in range(at_times(0.6, draw.choice([1, 2]), 0))),
        grades=at_times(0.4, draw.choice(LADDER), Grades.NONE),
        gives=draw.choice([*LADDER, "", "", "", ""]),
        only_without=at_times(0.2, draw.choice(LADDER[1:]), ""),
        subjects=at_times(0.4, (frozenset({draw.choice(["alevel:maths", "alevel:music"]), "alevel:art"}),), ()),
        min_age=at_times(0.3, draw.randint(16, 22), None),
        max_age=at_times(0.2, draw.randint(16, 24), None),
        funded_to=at_times(0.2, draw.randint(18, 24), None),
        paid=draw.random() < 0.5,
        is_university=draw.random() < 0.2,
        stands_alone=kind == "climb",
    )


def _offer(draw: random.Random, number: int) -> Offer:
    opens = draw.choice([None, None, *YEARS[:5]])
    closes = draw.choice([None, None, *(day for day in YEARS if opens is None or day >= opens)])
    return Offer("course", f"offer-{number}", "An offer", 12, "", "", opens, closes)
