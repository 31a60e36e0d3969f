"""Graduate outcomes fifteen months on, by provider and subject (Discover Uni), collapsed to what was published."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from evidence.figures import Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from pathways.enums import Mode
from pathways.models import GraduateOutcome

_COURSE = ("PUBUKPRN", "UKPRN", "KISCOURSEID", "KISMODE")
PAY_HEADER = (
    *_COURSE,
    *("GOSALUNAVAILREASON", "GOSALPOP", "GOSALRESPONSE", "GOSALSAMPLE", "GOSALRESP_RATE"),
    *("GOSALAGG", "GOSALAGGYEAR", "GOSALYEAR1", "GOSALYEAR2", "GOSALSBJ"),
    *("GOINSTLQ", "GOINSTMED", "GOINSTUQ"),
    *("GOPROV_PC_UK", "GOPROV_PC_E", "GOPROV_PC_NI", "GOPROV_PC_S", "GOPROV_PC_W"),
)
ACTIVITY_HEADER = (
    *_COURSE,
    *("EMPUNAVAILREASON", "EMPPOP", "EMPRESPONSE", "EMPSAMPLE", "EMPRESP_RATE"),
    *("EMPAGG", "EMPAGGYEAR", "EMPYEAR1", "EMPYEAR2", "EMPSBJ"),
    *("WORKSTUDY", "STUDY", "UNEMP", "PREVWORKSTUD", "BOTH", "NOAVAIL", "WORK"),
)
_PAY = ("GOINSTLQ", "GOINSTMED", "GOINSTUQ", "GOSALRESPONSE", "GOSALPOP", "GOSALRESP_RATE")
_ACTIVITY = ("WORK", "STUDY", "BOTH", "UNEMP", "WORKSTUDY", "EMPRESPONSE", "EMPRESP_RATE")
MODES: Mapping[str, str] = {"01": Mode.FULL_TIME, "02": Mode.PART_TIME}
# The publisher's reasons: 0 = the course is small or too few answered, 1 = it has not run for long enough.
REASONS: Mapping[str, str] = {"0": Reason.UNRELIABLE, "1": Reason.NOT_COLLECTED, "2": Reason.NOT_PUBLISHED}
# Aggregation codes: the first digit is how many years were put together, the second how wide the group is:
# 1, 2 and 3 are the levels of CAH, 4 is the course itself (no subject, and never for pay).
_LENGTHS = {"1": 5, "2": 8, "3": 11, "4": 0}
_YEARS = {"1", "2"}


class Key(NamedTuple):
    """What a figure was published for: a provider's courses of one subject and mode, put together over `years`."""

    ukprn: str
    subject: str
    mode: str
    aggregation: str
    years: str
    course: str = ""  # set when the figure is of one course only


@dataclass(slots=True)
class Groups:
    """The figures of one file: what was published for each key, and by which courses it is carried."""

    figures: dict[Key, dict[tuple[float, ...], set[str]]] = field(default_factory=lambda: defaultdict(dict))
    missing: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    subjects: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # of each course
    lines: dict[Key, int] = field(default_factory=dict)


class DiscoverUni(Importer):
    """One row a published group of graduates: pay and activity of a provider's courses of a subject.

    The files repeat a group's figures on every course that carries them; here they stand once, with the
    number of `courses`. Where two sets of figures were published for what seems one group, both are kept and
    told apart in `group`. `marks` has one reason for each half that is missing: "pay" and "activity".
    """

    source = "discover-uni"
    model = GraduateOutcome
    key = ("ukprn", "subject", "mode", "group")
    values = (
        *("years", "courses", "pay_lower", "pay_median", "pay_upper", "pay_response", "pay_people"),
        *("pay_response_rate", "work", "study", "work_and_study", "unemployed", "work_or_study"),
        *("activity_response", "activity_response_rate", "marks"),
    )
    limits = Limits(min_rows=6_000, max_bytes=16 * 1024 * 1024, plausible={"pay_median": (18_000, 60_000)})
    raw_files: ClassVar = {
        "all": ("higher_education/discover_uni_GOSALARY.csv", "higher_education/discover_uni_EMPLOYMENT.csv")
    }

    def edition(self, files: Sequence[Path]) -> Edition:
        """The survey years that the files name; the data set carries no date."""
        pay, _activity = _both(files)
        place = PAY_HEADER.index("GOSALAGGYEAR")
        years = {cells[place] for _, cells in csv_rows(pay, PAY_HEADER)} - {""}
        if not years:
            raise RefusedFileError("the file names no survey year", pay.name)
        leavers = sorted({year for each in years for year in _academic_years(each)})
        period = f"Left in {' and '.join(leavers)}; asked about fifteen months later"
        return Edition("all", leavers[-1], period, "final")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """Rows with figures in the order of their keys, then one for courses without any, by provider and reason."""
        pay_file, activity_file = _both(files)
        pay = _groups(pay_file, PAY_HEADER, "GOSAL", _PAY, report)
        activity = _groups(activity_file, ACTIVITY_HEADER, "EMP", _ACTIVITY, report)
        _place_courses(activity, pay)
        for key in sorted({*pay.figures, *activity.figures}):
            line = pay.lines.get(key) or activity.lines[key]
            file = pay_file if key in pay.lines else activity_file
            for n, (money, doing, courses) in enumerate(
                _paired(pay.figures.get(key, {}), activity.figures.get(key, {}))
            ):
                yield Row(file.name, line, _values(key, n, money, doing, len(courses)))
        for half, groups, file in (("pay", pay, pay_file), ("activity", activity, activity_file)):
            for (ukprn, mode, reason), courses in sorted(groups.missing.items()):
                yield Row(file.name, 1, _missing_values(half, ukprn, mode, reason, len(courses)))


def _academic_years(text: str) -> list[str]:
    """The academic years of "2020-22": 2020-21 and 2021-22."""
    first, last = int(text[:4]), 2000 + int(text[5:])
    return [f"{year}-{(year + 1) % 100:02}" for year in range(first, last)]


def _both(files: Sequence[Path]) -> tuple[Path, Path]:
    """The files of pay and activity; raises RefusedFileError unless there is one of each."""
    pay = [path for path in files if "SALARY" in path.name]
    activity = [path for path in files if "EMPLOYMENT" in path.name]
    if len(pay) != 1 or len(activity) != 1:
        raise RefusedFileError("an edition is GOSALARY and EMPLOYMENT together", files[0].name if files else "")
    return pay[0], activity[0]


def _groups(path: Path, header: Sequence[str], prefix: str, columns: Sequence[str], report: Report) -> Groups:
    """What one file publishes; lines that cannot be used go to the report."""
    groups = Groups()
    for line, cells in csv_rows(path, header):
        row = dict(zip(header, cells, strict=True))
        course = "/".join(row[name] for name in _COURSE)
        try:
            key, figures = _read(row, prefix, columns)
        except ValueError as error:
            report.bad(path.name, line, cells, str(error))
            continue
        if figures is None:
            groups.missing[key.ukprn, key.mode, row[f"{prefix}UNAVAILREASON"]].add(course)
            continue
        groups.lines.setdefault(key, line)
        groups.figures[key].setdefault(figures, set()).add(course)
        if key.subject:
            groups.subjects[course].add(key.subject)
    return groups


def _read(row: Mapping[str, str], prefix: str, columns: Sequence[str]) -> tuple[Key, tuple[float, ...] | None]:
    """The key and the figures of a line, or None for the figures; raises ValueError."""
    mode, reason = row["KISMODE"], row[f"{prefix}UNAVAILREASON"]
    aggregation, subject = row[f"{prefix}AGG"], row[f"{prefix}SBJ"]
    if mode not in MODES or reason not in REASONS:
        raise ValueError(f"unknown mode or reason {mode!r} {reason!r}")
    cells = [row[name] for name in columns]
    if not aggregation:
        if any(cells):
            raise ValueError("figures without an aggregation code")
        return Key(row["PUBUKPRN"], "", MODES[mode], "", ""), None
    if len(aggregation) != 2 or aggregation[0] not in _YEARS or _LENGTHS.get(aggregation[1]) != len(subject):
        raise ValueError(f"aggregation {aggregation!r} does not fit the subject {subject!r}")
    figures = tuple(float(cell) for cell in cells)
    if any(value < 0 for value in figures):
        raise ValueError("a figure is less than nothing")
    course = "" if subject else row["KISCOURSEID"]
    return Key(row["PUBUKPRN"], subject, MODES[mode], aggregation, row[f"{prefix}AGGYEAR"], course), figures


def _place_courses(activity: Groups, pay: Groups) -> None:
    """Give figures of single courses the subject that their pay was published for, where that is one subject.

    Courses that were published together carry the same figures: they become one row, under the first of them.
    """
    single = [key for key in activity.figures if key.course]
    together: dict[tuple[Key, tuple[float, ...]], tuple[Key, set[str]]] = {}
    for key in sorted(single):
        for figures, courses in activity.figures.pop(key).items():
            subjects = set().union(*(pay.subjects.get(course, set()) for course in courses))
            subject = subjects.pop() if len(subjects) == 1 else ""
            group = (key._replace(subject=subject, course=""), figures)
            first, held = together.setdefault(group, (key._replace(subject=subject), set()))
            held.update(courses)
            activity.lines.setdefault(first, activity.lines[key])
    for (_, figures), (key, courses) in together.items():
        activity.figures[key].setdefault(figures, set()).update(courses)


_Half = tuple[float, ...] | None


def _paired(
    pay: Mapping[tuple[float, ...], set[str]], activity: Mapping[tuple[float, ...], set[str]]
) -> list[tuple[_Half, _Half, set[str]]]:
    """Pay and activity of one key put together: those that share most courses first, what is left alone."""
    shared = sorted(
        ((len(pay[p] & activity[a]), p, a) for p in pay for a in activity), key=lambda t: (-t[0], t[1], t[2])
    )
    rows: list[tuple[_Half, _Half, set[str]]] = []
    used: set[tuple[str, tuple[float, ...]]] = set()
    for _, p, a in shared:
        if ("pay", p) not in used and ("activity", a) not in used:
            used |= {("pay", p), ("activity", a)}
            rows.append((p, a, pay[p] | activity[a]))
    rows += [(p, None, pay[p]) for p in sorted(pay) if ("pay", p) not in used]
    rows += [(None, a, activity[a]) for a in sorted(activity) if ("activity", a) not in used]
    return rows


def _values(key: Key, n: int, pay: _Half, activity: _Half, courses: int) -> tuple[Any, ...]:
    group = ":".join(p for p in (key.aggregation, key.course or key.years, str(n + 1) if n else "") if p)
    marks = {half: Reason.NOT_PUBLISHED for half, held in (("pay", pay), ("activity", activity)) if held is None}
    return (
        *(key.ukprn, key.subject, key.mode, group, key.years, courses),
        *(pay or (None,) * len(_PAY)),
        *(activity or (None,) * len(_ACTIVITY)),
        json.dumps(marks, sort_keys=True, separators=(",", ":")),
    )


def _missing_values(half: str, ukprn: str, mode: str, reason: str, courses: int) -> tuple[Any, ...]:
    """Courses of a provider without pay or without activity; the other half does not belong to this row."""
    other = "activity" if half == "pay" else "pay"
    marks = {half: REASONS[reason], other: Reason.NOT_APPLICABLE}
    numbers = (None,) * (len(_PAY) + len(_ACTIVITY))
    packed = json.dumps(marks, sort_keys=True, separators=(",", ":"))
    return (ukprn, "", mode, f"none:{half}:{reason}", "", courses, *numbers, packed)
