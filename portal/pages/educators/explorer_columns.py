"""The columns of the explorer: what each shows, what sorts it, and which of them a reader chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import Figure
from lmi.queries.listing import OccupationRow

SEPARATOR = ","


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures that may be chosen; `sort` is the filter's name of its order, "" when it has none."""

    key: str
    label: str | Promise
    figure: Callable[[OccupationRow], Figure]
    sort: str = ""
    usual: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("pay", gettext_lazy("Median pay"), lambda row: row.pay.median, sort="pay"),
    Column("pay_p25", gettext_lazy("A quarter earn less than"), lambda row: row.pay.p25, usual=False),
    Column("pay_p75", gettext_lazy("A quarter earn more than"), lambda row: row.pay.p75, usual=False),
    Column("people", gettext_lazy("People in work"), lambda row: row.people, sort="people"),
    Column("growth", gettext_lazy("Growth of the wider group"), lambda row: row.growth, sort="growth"),
    Column("adverts", gettext_lazy("Adverts in 12 months"), lambda row: row.adverts, sort="adverts"),
)
_BY_KEY = {column.key: column for column in COLUMNS}
USUAL = tuple(column for column in COLUMNS if column.usual)


def chosen_columns(values: Iterable[str]) -> tuple[tuple[Column, ...], list[str]]:
    """The columns that these values name, in the table's order, else the usual ones; and the names of no column."""
    names = [name.strip() for value in values for name in value.split(SEPARATOR) if name.strip()]
    unknown = [name for name in dict.fromkeys(names) if name not in _BY_KEY]
    chosen = tuple(column for column in COLUMNS if column.key in names)
    return chosen or USUAL, unknown


def unknown_words(name: str) -> str:
    """That there is no such column, and which there are."""
    said = {"name": name[:60], "names": ", ".join(_BY_KEY)}
    return _("There is no column “%(name)s”. There are: %(names)s.") % said


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column: a link that sorts by it, and how the list is sorted now ("", "ascending", "descending")."""

    label: str
    address: str
    sorted: str
    number: bool = True


def headings(columns: Sequence[Column], current: str, address: Callable[[str], str]) -> list[Heading]:
    """Code and title, then the columns; numbers sort highest first, then lowest first."""
    words = [(_("SOC 2020"), "code"), (_("Occupation"), "title")]
    heads = [
        Heading(label, address(_turned(sort, current, first=sort)), _state(sort, current), False)
        for label, sort in words
    ]
    for column in columns:
        link = address(_turned(column.sort, current, first=f"-{column.sort}")) if column.sort else ""
        heads.append(Heading(str(column.label), link, _state(column.sort, current)))
    return heads


def _turned(sort: str, current: str, *, first: str) -> str:
    """The order a click leads to: the usual one of the column first, then the other way round where there is one."""
    if current != first or sort == "code":
        return first
    return sort if first.startswith("-") else "title"


def _state(sort: str, current: str) -> str:
    if not sort or current.lstrip("-") != sort:
        return ""
    return "descending" if current.startswith("-") else "ascending"


def column_choices(chosen: Sequence[Column]) -> list[tuple[str, Any, bool]]:
    """(key, label, is chosen) for the form."""
    return [(column.key, column.label, column in chosen) for column in COLUMNS]
