"""Role profiles from a table: its columns, the template, and what every row says or does wrong; writes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from employers.enums import Access, Pattern, PayBasis, PayPeriod, PreferredKind, WayIn, Weight, WorkPlace
from employers.forms import naming
from employers.models import PreferredQualification, ProfileSkill, ProfileWayIn, RoleProfile, Site
from foundation.spreadsheets import Column, Row, read_rows, safe_cell
from pathways.book import Book

MOST_ROWS, MOST_BYTES = 500, 5_000_000
Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Explained:
    """A column with what it is for."""

    key: str
    about: str | Promise
    example: str
    required: bool = False


_LIST: Promise = gettext_lazy("Several with a semicolon between them.")
COLUMNS: tuple[Explained, ...] = (
    Explained("title", gettext_lazy("Title of the role."), "Electronics test technician", required=True),
    Explained("soc2020", gettext_lazy("Its occupation: four figures of SOC 2020. May be chosen later."), "3112"),
    Explained("what_you_do", gettext_lazy("What somebody in the role does, said to a reader of 14."), "You test ..."),
    Explained("day_in_the_role", gettext_lazy("From arriving to going home."), "The day starts with ..."),
    Explained("pay_low", gettext_lazy("Pounds before tax, figures only."), "26000"),
    Explained("pay_high", gettext_lazy("The upper end, where it is a range."), "31000"),
    Explained("pay_period", gettext_lazy("year or hour; year when empty."), "year"),
    Explained("pay_basis", gettext_lazy("starting, usual or apprentice."), "usual"),
    Explained("hours_per_week", gettext_lazy("Paid hours."), "37"),
    Explained("pattern", _LIST, "days; part_time"),
    Explained("place", gettext_lazy("on_site, hybrid, remote or out_and_about; on_site when empty."), "on_site"),
    Explained("sites", gettext_lazy("Names or postcodes of sites that you have added here; semicolons between."), "B4"),
    Explained(
        "essential",
        gettext_lazy(
            "Qualifications, as “type: subject (grade)”, semicolons between. Types: GCSE, A level, T Level ..."
        ),
        "GCSE: Maths (4)",
    ),
    Explained("useful", gettext_lazy("The same, for what is useful."), "A level: Physics; Licence: B"),
    Explained("we_train", gettext_lazy("What you teach people yourselves, semicolons between."), "Soldering"),
    Explained("skills", gettext_lazy("In a few words each, semicolons between."), "finding faults; clear notes"),
    Explained(
        "ways_in",
        gettext_lazy(
            "As “way: which one”, semicolons between. Ways: Apprenticeship, Degree, Straight in, and we train ..."
        ),
        "Apprenticeship: ST0152",
    ),
    Explained("progression", gettext_lazy("Where it can lead."), "After three years ..."),
    Explained("accessibility", _LIST, "step_free; quiet_space"),
    Explained("flexible_note", gettext_lazy("How flexible the work can be."), "Shifts are set six weeks ahead."),
    Explained("is_technical", gettext_lazy("yes or no."), "no"),
    Explained("visibility", gettext_lazy("Technical roles: how technicians are seen."), ""),
    Explained("recognition", gettext_lazy("Technical roles: how their work is credited."), ""),
    Explained("career_development", gettext_lazy("Technical roles: training and steps up."), ""),
    Explained("sustainability", gettext_lazy("Technical roles: how skills are passed on."), ""),
)
_PLAIN = frozenset(
    {
        *("title", "soc2020", "what_you_do", "day_in_the_role", "progression", "flexible_note"),
        *("visibility", "recognition", "career_development", "sustainability"),
    }
)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell; `line` as a spreadsheet program numbers it."""

    line: int
    column: str
    said: str


@dataclass(slots=True)
class BulkRow:
    """One role profile as the action takes it."""

    line: int
    changes: dict[str, Any] = field(default_factory=dict)
    children: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(slots=True)
class BulkReading:
    """A whole table: its rows, and every error; with one error nothing of it is saved."""

    rows: list[BulkRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def rows_of_file(upload: File[Any]) -> list[Row]:
    """The rows of an uploaded table, unread. Raises BadSpreadsheetError, with the line where there is one."""
    columns = [Column(one.key, required=one.required) for one in COLUMNS]
    return read_rows(upload, max_rows=MOST_ROWS, max_bytes=MOST_BYTES, columns=columns)


def read_bulk(rows: Iterable[Row], organisation: Organisation) -> BulkReading:
    """What every row says and does wrong; one SQL statement beside those of the lists. Writes nothing."""
    sites: dict[str, int] = {}
    for site in Site.objects.filter(organisation=organisation, is_closed=False):
        for name in (site.outcode, site.postcode, site.name):
            sites[_plain(name)] = site.pk
    reading = BulkReading()
    held = naming.book()
    for row in rows:
        reader = _Reader(row, sites, held)
        reading.rows.append(reader.read())
        reading.errors += reader.errors
    return reading


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


class _Reader:
    """Reads one row, collecting what is wrong instead of stopping at it."""

    def __init__(self, row: Row, sites: Mapping[str, int], held: Book) -> None:
        self.row, self.sites, self.held = row, sites, held
        self.errors: list[RowError] = []

    def cell(self, key: str) -> str:
        return self.row.values.get(key, "")

    def wrong(self, column: str, said: str) -> None:
        self.errors.append(RowError(self.row.line, column, said))

    def parts(self, key: str) -> list[str]:
        return [part.strip() for part in self.cell(key).split(";") if part.strip()]

    def read(self) -> BulkRow:
        """The row; what cannot be read stays out of it."""
        row = BulkRow(self.row.line, {key: self.cell(key) for key in _PLAIN if self.cell(key)})
        changes = row.changes
        if not self.cell("title"):
            self.wrong("title", _("Give the role a title."))
        for key in ("pay_low", "pay_high", "hours_per_week"):
            if self.cell(key):
                changes[key] = self.number(key)
        changes["pay_period"] = self.one_of("pay_period", PayPeriod) or PayPeriod.YEAR.value
        changes["pay_basis"] = self.one_of("pay_basis", PayBasis)
        changes["place"] = self.one_of("place", WorkPlace) or WorkPlace.ON_SITE.value
        changes["pattern"] = self.some_of("pattern", Pattern)
        changes["accessibility"] = self.some_of("accessibility", Access)
        changes["is_technical"] = self.yes("is_technical")
        row.children = {
            "sites": self.listed("sites", self.site),
            "preferred": [
                *self.listed("essential", self.qualification(Weight.ESSENTIAL)),
                *self.listed("useful", self.qualification(Weight.USEFUL)),
                *self.listed("we_train", self.trained),
            ],
            "skills": self.listed("skills", lambda words: {"name": words}),
            "ways_in": self.listed("ways_in", self.way),
        }
        self.check(row)
        return row

    def number(self, key: str) -> Decimal | None:
        try:
            found = Decimal(self.cell(key).replace(",", "").replace("£", "").strip())
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite():
            self.wrong(key, _("Write a number in figures, such as 26500 or 12.60."))
            return None
        return found

    def one_of(self, key: str, choices: type[TextChoices]) -> str:
        words = self.cell(key)
        return self.chosen(key, words, choices) if words else ""

    def some_of(self, key: str, choices: type[TextChoices]) -> list[str]:
        found = (self.chosen(key, part, choices) for part in self.parts(key))
        return [one for one in dict.fromkeys(found) if one]

    def chosen(self, key: str, words: str, choices: type[TextChoices]) -> str:
        for one in choices:
            if _plain(words) in (one.value, _plain(one.value.replace("_", " ")), _plain(str(one.label))):
                return str(one.value)
        known = ", ".join(choices.values)
        self.wrong(key, _("“%(words)s” is not known. Use one of: %(known)s.") % {"words": words[:60], "known": known})
        return ""

    def yes(self, key: str) -> bool:
        words = _plain(self.cell(key))
        if words not in ("", "yes", "y", "true", "1", "no", "n", "false", "0"):
            self.wrong(key, _("Write yes or no."))
        return words in ("yes", "y", "true", "1")

    def listed(self, key: str, read: Callable[[str], dict[str, Any] | None]) -> list[dict[str, Any]]:
        self.column = key
        return [made for made in map(read, self.parts(key)) if made is not None]

    def site(self, words: str) -> dict[str, Any] | None:
        number = self.sites.get(_plain(words))
        if number is None:
            said = _("You have no site “%(words)s”. Add it on your desk first, or correct it.")
            self.wrong("sites", said % {"words": words[:60]})
            return None
        return {"site": number}

    def trained(self, words: str) -> dict[str, Any]:
        return {"kind": str(PreferredKind.NONE), "subject": words, "weight": str(Weight.WE_TRAIN)}

    def qualification(self, weight: Weight) -> Callable[[str], dict[str, Any] | None]:
        def read(words: str) -> dict[str, Any] | None:
            kind_words, _colon, rest = words.partition(":")
            kind = self.chosen(self.column, kind_words, PreferredKind)
            subject, _open, grade = rest.partition("(")
            code = self.named(kind, subject.strip())
            if not kind or code is None:
                return None
            return {"kind": kind, "subject": code, "grade": grade.rstrip(") ").strip(), "weight": str(weight)}

        return read

    def way(self, words: str) -> dict[str, Any] | None:
        kind_words, _colon, rest = words.partition(":")
        kind = self.chosen("ways_in", kind_words, WayIn)
        listed = naming.LIST_OF_WAY.get(kind, "")
        if not listed:
            return {"kind": kind, "note": rest.strip()} if kind else None
        code = self.named(listed, rest.strip())
        return None if code is None else {"kind": kind, "reference": code}

    def named(self, kind: str, words: str) -> str | None:
        """A code of our lists; None where none or several fit, which is said."""
        found = naming.resolve_in(self.held, kind, words) if words else naming.Resolved()
        if found.candidates:
            some = "; ".join(f"{code} {title}" for code, title in found.candidates[:4])
            self.wrong(self.column, _("“%(words)s” fits several: %(some)s.") % {"words": words[:60], "some": some})
            return None
        if words and found.is_unknown and naming.is_listed(kind):
            self.wrong(self.column, naming.unknown_words(kind, words))
            return None
        return found.code

    def check(self, row: BulkRow) -> None:
        """What the models refuse: lengths, ranges, the order of pay."""
        profile = RoleProfile(**{name: value for name, value in row.changes.items() if value is not None})
        self._clean(profile, {"organisation", "slug"}, "")
        low, high = row.changes.get("pay_low"), row.changes.get("pay_high")
        if low is not None and high is not None and low > high:
            self.wrong("pay_low", _("The lower end of the pay is above the upper end."))
        models = {"preferred": PreferredQualification, "skills": ProfileSkill, "ways_in": ProfileWayIn}
        for name, model in models.items():
            for values in row.children[name]:
                self._clean(model(**values), {"profile"}, name)

    def _clean(self, made: Any, exclude: set[str], column: str) -> None:
        try:
            made.clean_fields(exclude=exclude)
        except ValidationError as error:
            for name, said in error.message_dict.items():
                if column or name != "title" or self.cell("title"):
                    self.wrong(column or name, " ".join(said))


def template_csv() -> bytes:
    """The headings as CSV, with the mark that spreadsheet programs read UTF-8 by."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow([one.key for one in COLUMNS])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def template_xlsx() -> bytes:
    """The headings on the first sheet; a second says of every column what it is for, with an example."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    rows = book.add_worksheet(_("Role profiles"))
    for place, one in enumerate(COLUMNS):
        rows.write_string(0, place, one.key, bold)
    rows.freeze_panes(1, 1)
    rows.set_column(0, len(COLUMNS), 20)
    about = book.add_worksheet(_("Explanation"))
    for place, words in enumerate((_("Column"), _("What it is for"), _("Example"), _("Needed"))):
        about.write_string(0, place, words, bold)
    for line, one in enumerate(COLUMNS, start=1):
        needed = _("yes") if one.required else _("for handing in, or not at all")
        for place, words in enumerate((one.key, str(one.about), one.example, needed)):
            about.write_string(line, place, words, wrapped)
    about.set_column(0, 0, 22)
    about.set_column(1, 2, 60)
    about.set_column(3, 3, 28)
    book.close()
    return held.getvalue()


def errors_csv(errors: Iterable[RowError]) -> bytes:
    """The errors as CSV: line, column, what to do."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_("line"), _("column"), _("what to do")])
    for one in errors:
        writer.writerow([one.line, safe_cell(one.column), safe_cell(one.said)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
