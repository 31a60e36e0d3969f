"""One advert as the Display Advert API gives it, read with suspicion and without anybody's contact details."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags

from employers.enums import WageKind, WageUnit, Weight
from foundation.feedback import without_contact_details
from lmi.placenames import outcode_of

_LONDON = ZoneInfo("Europe/London")
_TAG_LIKE = re.compile(r"<[^>]{0,2000}>|<[^>]*$")
_WEIGHTS = {"Essential": Weight.ESSENTIAL, "Desired": Weight.USEFUL}
_MOST_PLACES, _MOST_ROWS = 60, 30
_UNITS = set(WageUnit.values)
_KINDS = set(WageKind.values)


class UnusableAdvertError(ValueError):
    """An advert that cannot be used; the message says why, and quotes no text of it."""


@dataclass(frozen=True, slots=True)
class Advert:
    """An advert in the columns of `employers.models.Vacancy`, in their order."""

    reference: str
    title: str
    summary: str
    employer: str
    provider: str
    ukprn: str
    standard_code: str
    course: str
    level: int | None
    route: str
    positions: int | None
    hours_per_week: Decimal | None
    working_week: str
    duration: str
    wage_kind: str
    wage_unit: str
    pay_low: Decimal | None
    pay_high: Decimal | None
    wage_note: str
    posted_on: date
    closes_on: date
    starts_on: date | None
    is_national: bool
    is_disability_confident: bool
    outcodes: tuple[str, ...]
    addresses: tuple[str, ...]
    qualifications: tuple[dict[str, str], ...]
    skills: tuple[str, ...]
    apply_address: str
    address: str

    def with_more(self, other: Advert) -> Advert:
        """The same advert with what another answer about it adds."""
        return replace(
            self,
            outcodes=_once((*self.outcodes, *other.outcodes)),
            addresses=_once((*self.addresses, *other.addresses)),
            qualifications=self.qualifications or other.qualifications,
            skills=self.skills or other.skills,
            apply_address=self.apply_address or other.apply_address,
        )

    def values(self) -> tuple[Any, ...]:
        """As COPY reads them."""
        return tuple(_copied(name, getattr(self, name)) for name in COLUMNS)


COLUMNS = tuple(field.name for field in fields(Advert))
VALUES = COLUMNS[1:]


def advert_of(given: Any) -> Advert:
    """An advert; raises UnusableAdvertError for one without what every advert has, or of another shape."""
    if not isinstance(given, dict):
        raise UnusableAdvertError("no object")
    wage, course = _object(given, "wage"), _object(given, "course")
    posted, closes = _open_days(given)
    low, high = _pay(wage)
    outcodes, addresses = _places(given)
    return Advert(
        reference=_reference(given),
        title=_needed(given, "title", 120),
        summary=_text(given, "description", 400),
        employer=_needed(given, "employerName", 200),
        provider=_text(given, "providerName", 200),
        ukprn=_code(given, "ukprn"),
        standard_code=_code(course, "larsCode"),
        course=_text(course, "title", 200),
        level=_whole(course, "level", 1, 8),
        route=_text(course, "route", 100),
        positions=_whole(given, "numberOfPositions", 1, 5000),
        hours_per_week=_number(given, "hoursPerWeek", Decimal(1), Decimal(80)),
        working_week=_text(wage, "workingWeekDescription", 250),
        duration=_text(given, "expectedDuration", 60),
        wage_kind=_one_of(wage, "wageType", _KINDS),
        wage_unit=_one_of(wage, "wageUnit", _UNITS),
        pay_low=low,
        pay_high=high,
        wage_note=_text(wage, "wageAdditionalInformation", 300),
        posted_on=posted,
        closes_on=closes,
        starts_on=_day(given, "startDate"),
        is_national=given.get("isNationalVacancy") is True,
        is_disability_confident=given.get("isDisabilityConfident") is True,
        outcodes=outcodes,
        addresses=addresses,
        qualifications=_qualifications(given),
        skills=_skills(given),
        apply_address=_address(given, "applicationUrl"),
        address=_address(given, "vacancyUrl"),
    )


def _open_days(given: dict[str, Any]) -> tuple[date, date]:
    posted, closes = _day(given, "postedDate"), _day(given, "closingDate")
    if posted is None or closes is None:
        raise UnusableAdvertError("no day of posting or closing")
    if closes < posted:
        raise UnusableAdvertError("it closes before it was posted")
    return posted, closes


def plain(value: Any, most: int) -> str:
    """Text without HTML, contact details or control characters, cut at a word."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnusableAdvertError("a text is no text")
    # Twice: what was escaped once more than needed is a tag only after the first pass.
    text = value[:20_000].replace("\0", " ")
    for _pass in range(2):
        text = _TAG_LIKE.sub(" ", html.unescape(strip_tags(re.sub(r"<(br|/p|/li)\b", r" <\1", text))))
    text = without_contact_details(text)
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def _object(given: dict[str, Any], name: str) -> dict[str, Any]:
    found = given.get(name)
    if not isinstance(found, dict):
        raise UnusableAdvertError(f"{name} is no object")
    return found


def _text(given: dict[str, Any], name: str, most: int) -> str:
    try:
        return plain(given.get(name), most)
    except UnusableAdvertError:
        raise UnusableAdvertError(f"{name} is no text") from None


def _needed(given: dict[str, Any], name: str, most: int) -> str:
    found = _text(given, name, most)
    if not found:
        raise UnusableAdvertError(f"no {name}")
    return found


def _reference(given: dict[str, Any]) -> str:
    said = str(given.get("vacancyReference") or "").removeprefix("VAC")
    if not re.fullmatch(r"[0-9]{4,12}", said):
        raise UnusableAdvertError("no number of the form 1000012345")
    return said


def _number(given: dict[str, Any], name: str, least: Decimal, most: Decimal) -> Decimal | None:
    said = given.get(name)
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, (int, float)):
        raise UnusableAdvertError(f"{name} is no number")
    try:
        found = Decimal(str(said))
    except InvalidOperation:
        raise UnusableAdvertError(f"{name} is no number") from None
    # An advert may say 0 for "not given".
    if found == 0:
        return None
    if not (found.is_finite() and least <= found <= most):
        raise UnusableAdvertError(f"{name} is not between {least} and {most}")
    return found


def _whole(given: dict[str, Any], name: str, least: int, most: int) -> int | None:
    found = _number(given, name, Decimal(least), Decimal(most))
    if found is not None and found != int(found):
        raise UnusableAdvertError(f"{name} is no whole number")
    return None if found is None else int(found)


def _code(given: dict[str, Any], name: str) -> str:
    """A code, which one version of the API gives as a number and another may give as text; 0 is none."""
    said = str(given.get(name) or "")
    if said and not re.fullmatch(r"[0-9A-Z]{1,8}", said):
        raise UnusableAdvertError(f"unknown form of {name}")
    return said


def _one_of(given: dict[str, Any], name: str, known: set[str]) -> str:
    said = given.get(name)
    if said not in known:
        raise UnusableAdvertError(f"unknown {name}")
    return str(said)


def _day(given: dict[str, Any], name: str) -> date | None:
    """The day in the United Kingdom: the API gives moments, a closing day by its last second."""
    said = given.get(name)
    if said is None:
        return None
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError:
        raise UnusableAdvertError(f"{name} is no day") from None
    return moment.astimezone(_LONDON).date() if moment.tzinfo else moment.date()


def _pay(wage: dict[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest sum; one sum is both, and the kinds that state none have none."""
    most = Decimal(500_000)
    one = _number(wage, "wageAmount", Decimal(1), most)
    low = _number(wage, "wageAmountLowerBound", Decimal(1), most)
    high = _number(wage, "wageAmountUpperBound", Decimal(1), most)
    if wage.get("wageType") == WageKind.COMPETITIVE:
        return None, None
    low, high = low or one or high, high or one or low
    if low is not None and high is not None and low > high:
        raise UnusableAdvertError("the lowest wage is above the highest")
    return low, high


def _places(given: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """First halves of postcodes, and addresses a line each, of all places of work."""
    others = given.get("otherAddresses") or []
    if not isinstance(others, list):
        raise UnusableAdvertError("otherAddresses is no list")
    outcodes, lines = [], []
    for one in [given.get("address"), *others][:_MOST_PLACES]:
        if one is None:
            continue
        if not isinstance(one, dict):
            raise UnusableAdvertError("an address is no object")
        outcode = outcode_of(str(one.get("postcode") or "")) or ""
        parts = [_text(one, f"addressLine{number}", 100) for number in range(1, 5)]
        line = ", ".join(filter(None, (*dict.fromkeys(parts), outcode)))
        outcodes += [outcode] if outcode else []
        lines += [line] if line else []
    return _once(outcodes), _once(lines)


def _qualifications(given: dict[str, Any]) -> tuple[dict[str, str], ...]:
    rows = given.get("qualifications") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnusableAdvertError("qualifications is no list of objects")
    return tuple(
        {
            "kind": _text(row, "qualificationType", 60),
            "subject": _text(row, "subject", 80),
            "grade": _text(row, "grade", 40),
            "weight": _WEIGHTS[_one_of(row, "weighting", set(_WEIGHTS))].value,
        }
        for row in rows[:_MOST_ROWS]
    )


def _skills(given: dict[str, Any]) -> tuple[str, ...]:
    rows = given.get("skills") or []
    if not isinstance(rows, list):
        raise UnusableAdvertError("skills is no list")
    return _once(filter(None, (plain(row, 80) for row in rows[:_MOST_ROWS])))


def _address(given: dict[str, Any], name: str) -> str:
    """A web address that may be linked: https, no sign-in inside; "" for any other."""
    said = str(given.get(name) or "").strip()
    try:
        parts = urlsplit(said)
        fine = parts.scheme == "https" and "." in (parts.hostname or "") and "@" not in parts.netloc
    except ValueError:
        return ""
    return said if fine and len(said) <= 500 and said.isprintable() and " " not in said else ""


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _copied(name: str, value: Any) -> Any:
    if name == "outcodes":
        return "{" + ",".join(value) + "}"
    if isinstance(value, tuple):
        return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return value
