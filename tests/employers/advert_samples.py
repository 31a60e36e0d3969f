"""Invented adverts in different styles with what a person reads in them, and how a reading is compared with that."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from employers.text.shapes import AdvertReading, PayRead, QualificationRead

FOLDER = Path(__file__).parent / "adverts"
FIELDS = ("title", "pay", "hours", "patterns", "places", "postcodes", "duties", "qualifications", "skills", "facts")


@cache
def expected() -> dict[str, dict[str, Any]]:
    """What a person reads in each advert, by the name of its file."""
    return json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


def advert(name: str) -> str:
    """The text of an advert."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def wanted(name: str, field: str) -> set[str]:
    """What a person reads in one field of an advert."""
    value = expected()[name][field]
    values = set(value) if isinstance(value, list) else {value} - {""}
    return {one.casefold() for one in values} if field == "qualifications" else values


def got(reading: AdvertReading, field: str) -> set[str]:
    """The same field of a reading, in the same words."""
    if field == "title":
        return {reading.title.value} if reading.title else set()
    if field == "pay":
        return {_pay(reading.pay.value)} if reading.pay else set()
    if field == "hours":
        low, high = (reading.hours.value.lowest, reading.hours.value.highest) if reading.hours else (None, None)
        return {f"{low}" if low == high else f"{low or ''}-{high}"} if high else set()
    if field == "qualifications":
        return {_qualification(one.value) for one in reading.qualifications}
    return {str(one.value) for one in getattr(reading, {"facts": "working_facts"}.get(field, field))}


def _pay(pay: PayRead) -> str:
    sums = "-".join(str(value) for value in (pay.lowest, pay.highest) if value is not None)
    return f"{sums} {pay.per}" + " circa" * pay.is_about + " pro rata" * pay.is_pro_rata


def _qualification(row: QualificationRead) -> str:
    return f"{row.kind}|{row.subject}|{row.grade}|{row.level}|{row.importance}".casefold()


def rates() -> dict[str, tuple[int, int, int]]:
    """By field: how many values a person reads, how many of them were found, and how many were found beside them."""
    from employers.text.advert import read_advert

    readings = {name: read_advert(advert(name)) for name in expected()}
    counted: dict[str, tuple[int, int, int]] = {}
    for field in FIELDS:
        pairs = [(wanted(name, field), got(reading, field)) for name, reading in readings.items()]
        counted[field] = (
            sum(len(asked) for asked, _found in pairs),
            sum(len(asked & found) for asked, found in pairs),
            sum(len(found - asked) for asked, found in pairs),
        )
    return counted
