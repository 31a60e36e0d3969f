"""Each line of a list as the person it would become, or what is wrong with it, by column and with what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.support import line as one_line
from accounts.actions.support import mail_address
from ambassadors.enums import Standing
from ambassadors.importing.fields import BY_KEY, Kind
from ambassadors.importing.guessing import LEAVE_OUT, Columns, Values, plain, words_in
from ambassadors.importing.reading import column_values
from ambassadors.models import Ambassador
from ambassadors.places import Where, home_of
from ambassadors.rules.profiles import check_profile
from evidence.queries import Editions, current_editions

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_ADULT = 18
# Where a model's field is named otherwise than the column that it comes from.
_COLUMN_OF = {"adult_from": "born_on", "in_person": "modes", "online": "modes"}
Problem = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """One line: the person (not saved) where nothing is wrong, else (field, sentence) pairs."""

    line: int
    person: Ambassador | None
    reference: str = ""
    joined_on: date | None = None
    problems: list[Problem] = field(default_factory=list)


class Checker:
    """Checks the lines of one list by its mapping; places and people seen are remembered from line to line."""

    def __init__(
        self,
        *,
        headings: Sequence[str],
        columns: Columns,
        values: Values,
        today: date,
        editions: Editions | None = None,
    ) -> None:
        self.headings, self.columns, self.values, self.today = headings, columns, values, today
        self.editions = editions or current_editions()
        self._places: dict[str, Where | ValidationError] = {}
        self._lines: dict[str, int] = {}

    def check(self, number: int, cells: Sequence[str]) -> Checked:
        """One line. Everybody is `in checks` at most and nobody has consented, whatever the list says."""
        by_heading = column_values(self.headings, cells)
        problems: list[Problem] = []
        read: dict[str, Any] = {}
        for key, heading in self.columns.items():
            try:
                read[key] = self._read(key, by_heading[heading].strip())
            except ValidationError as error:
                problems += [(key, words) for words in error.messages]
        reference, joined_on = read.pop("reference", ""), read.pop("joined_on", None)
        person = self._person(read, {key for key, _said in problems}, problems)
        problems += self._double(number, reference, person.email)
        if problems:
            return Checked(number, None, reference, joined_on, problems)
        return Checked(number, person, reference, joined_on)

    def _read(self, key: str, cell: str) -> Any:
        wanted = BY_KEY[key]
        if key == "email":
            return mail_address(cell) if cell else ""
        if key == "outcode":
            return self._place(cell) if cell else None
        readers: dict[Kind, Callable[[str], Any]] = {Kind.NUMBER: _number, Kind.DAY: _day, Kind.CODES: _codes}
        if wanted.kind in readers:
            return readers[wanted.kind](cell) if cell else None
        if wanted.has_words:
            return self._codes_of(key, cell)
        return one_line(cell, key, wanted.most)

    def _codes_of(self, key: str, cell: str) -> list[str]:
        """Our codes for their words; a word that nobody has matched or left out is a mistake."""
        known: Mapping[str, str] = self.values.get(key, {})
        codes, unknown = [], []
        for word in words_in(BY_KEY[key], cell):
            code = known.get(plain(word), "")
            if not code:
                unknown.append(word)
            elif code != LEAVE_OUT and code not in codes:
                codes.append(code)
        if unknown:
            said = _("“%(words)s” is not matched with a word of ours. Match it, or choose to leave it out.")
            raise ValidationError(said % {"words": "”, “".join(unknown)[:200]})
        return codes

    def _place(self, cell: str) -> Where:
        key = cell.upper().replace(" ", "")
        if key not in self._places:
            try:
                self._places[key] = home_of(cell, editions=self.editions)
            except ValidationError as error:
                self._places[key] = error
        found = self._places[key]
        if isinstance(found, ValidationError):
            raise ValidationError(found.messages)
        return found

    def _person(self, read: dict[str, Any], wrong: set[str], problems: list[Problem]) -> Ambassador:
        """The person of a line; adds what is missing or cannot be."""
        given, family = _names(read)
        person = Ambassador(
            given_name=given,
            family_name=family,
            email=read.get("email") or "",
            standing=Standing.IN_CHECKS,
            **_plain_fields(read),
            **_meets(read),
        )
        place: Where | None = read.get("outcode")
        for name, value in (place.fields() if place else {}).items():
            setattr(person, name, value)
        person.adult_from = _adult_from(read.get("born_on"), self.today)
        if not given and not wrong & {"given_name", "full_name"}:
            problems.append(("given_name" if "given_name" in self.columns else "full_name", _("Give a first name.")))
        if not person.email and "email" not in wrong:
            problems.append(("email", _("Give an email address: with it they take their record over.")))
        try:
            check_profile(person, self.today, None)
        except ValidationError as error:
            said = (
                (_COLUMN_OF.get(name, name), words)
                for name, all_said in error.message_dict.items()
                for words in all_said
            )
            problems += [(key, words) for key, words in said if key not in wrong]
        return person

    def _double(self, number: int, reference: str, email: str) -> list[Problem]:
        """That an earlier line of the list is about the same person, by reference or, without one, by address."""
        key = f"#{reference}" if reference else email
        if not key:
            return []
        first = self._lines.setdefault(key, number)
        if first == number:
            return []
        said = _("Line %(line)d has the same one already. Keep one of the two lines.") % {"line": first}
        return [("reference" if reference else "email", said)]


def _names(read: dict[str, Any]) -> tuple[str, str]:
    whole = read.get("full_name") or ""
    given, _space, family = whole.partition(" ")
    return read.get("given_name") or given, read.get("family_name") or family.strip()


def _plain_fields(read: dict[str, Any]) -> dict[str, Any]:
    """Fields that are named as the model's, those without a value left to their defaults."""
    names = (
        *("phone", "employer_name", "job_title", "occupations", "routes", "level", "subjects", "activities", "phases"),
        *("languages", "travel_miles", "yearly_limit", "access_needs"),
    )
    found = {name: read[name] for name in names if read.get(name)}
    discipline = read.get("discipline") or []
    return found | ({"discipline": discipline[0]} if discipline else {})


def _meets(read: dict[str, Any]) -> dict[str, bool]:
    mode = next(iter(read.get("modes") or []), "")
    return {"in_person": mode in ("in_person", "both"), "online": mode in ("online", "both")} if mode else {}


def _adult_from(born_on: date | None, today: date) -> date | None:
    """The day somebody turns 18, where that is still to come: of adults no birth date is kept."""
    if born_on is None:
        return None
    try:
        grown = born_on.replace(year=born_on.year + _ADULT)
    except ValueError:  # 29 February
        grown = date(born_on.year + _ADULT, 3, 1)
    return grown if grown > today else None


def _number(cell: str) -> int:
    digits = re.search(r"\d{1,4}", cell)
    if digits is None:
        raise ValidationError(_("Give a whole number."))
    return int(digits[0])


def _codes(cell: str) -> list[str]:
    codes = list(dict.fromkeys(re.findall(r"\d+", cell)))
    if not codes or any(len(code) != 4 for code in codes):
        raise ValidationError(_("Give codes of SOC 2020 with four digits, such as 2123."))
    return codes


def _day(cell: str) -> date:
    for pattern in _DAYS:
        try:
            return datetime.strptime(cell, pattern).replace(tzinfo=timezone.get_current_timezone()).date()
        except ValueError:
            continue
    raise ValidationError(_("Give a day such as 2026-09-14 or 14/09/2026."))
