"""A table whose cells are figures: one value for the page, the API's figure and every column of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from evidence.figures import Figure, Quality, Unit
from portal.charts.model import Chart, context_of
from portal.charts.words import area_name, figure_text, quality_text, value_text

# "At least" is said before the number itself, and that something is a projection under the table's title.
_SAID_ELSEWHERE = frozenset({Quality.LOWER_BOUND, Quality.PROJECTION})


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column of a table; `key` names it in files."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """Words first, then one figure a column; None where the column does not apply to the row."""

    texts: tuple[str, ...]
    figures: tuple[Figure | None, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class FactCell:
    """One value as the page shows it: what is printed, the words under it, and why it is missing."""

    text: str
    mark: str = ""
    missing: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row as the page shows it."""

    head: str
    link: str
    texts: tuple[str, ...]
    cells: tuple[FactCell, ...]


@dataclass(frozen=True, slots=True)
class FactTable(Chart):
    """Figures in rows and columns; `heads` are the columns of words, the first of which heads each row."""

    id: str
    title: str
    heads: tuple[FactColumn, ...]
    columns: tuple[FactColumn, ...]
    rows: tuple[FactRow, ...]
    note: str = ""
    say_coarser: bool = False  # name a wider group or area beside each value, where rows or columns differ

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure in the table."""
        return tuple(figure for row in self.rows for figure in row.figures if figure is not None)

    @property
    def context(self) -> tuple[str, ...]:
        """What all its values share, in words; cells without a value say for themselves why."""
        known = [figure for figure in self.figures if figure.value is not None]
        return context_of(known or self.figures)

    @property
    def usual_quality(self) -> str:
        """The quality mark that most values have: said once under the table, the others beside their value."""
        marks = Counter(figure.quality for figure in self.figures if figure.value is not None)
        told = Counter({mark: count for mark, count in marks.items() if mark not in _SAID_ELSEWHERE})
        return (told or marks).most_common(1)[0][0] if marks else ""

    @property
    def has_other_marks(self) -> bool:
        """True when some value is marked otherwise than most."""
        marks = {figure.quality for figure in self.figures if figure.value is not None}
        return len(marks - _SAID_ELSEWHERE) > 1

    @property
    def quality_note(self) -> str:
        """What values without words beside them are; empty when the line under the title says it."""
        usual = next((f for f in self.figures if f.value is not None and f.quality == self.usual_quality), None)
        if usual is None or not self.has_other_marks or self.usual_quality in _SAID_ELSEWHERE:
            return ""
        return _("Numbers without words under them: %(quality)s.") % {"quality": quality_text(usual)}

    @property
    def has_gaps(self) -> bool:
        """True when words stand in place of some number."""
        return any(figure.value is None for figure in self.figures)

    @property
    def drawn(self) -> tuple[DrawnRow, ...]:
        """The rows as the page shows them."""
        usual = self.usual_quality
        return tuple(
            DrawnRow(row.texts[0], row.link, row.texts[1:], tuple(self._cell(figure, usual) for figure in row.figures))
            for row in self.rows
        )

    def _cell(self, figure: Figure | None, usual: str) -> FactCell:
        cell = cell_of(figure, usual)
        if figure is None or not self.say_coarser or figure.value is None:
            return cell
        return replace(cell, mark=", ".join(word for word in (cell.mark, *coarser_names(figure)) if word))


def coarser_names(figure: Figure) -> list[str]:
    """The group and area that really answer, where others were asked for."""
    return [
        *([figure.level.title] if figure.level.asked else []),
        *([area_name(figure.area.name)] if figure.area.asked else []),
    ]


def cell_of(figure: Figure | None, usual: str = Quality.NOT_STATED) -> FactCell:
    """One figure as a cell of a dense table: a quality mark only where it is not the usual one."""
    if figure is None:
        return FactCell("–", missing=True)
    if figure.value is None:
        start, _colon, why = figure.reason_words.partition(": ")
        return FactCell(why or start, missing=True)
    said = figure.quality == usual or figure.quality in _SAID_ELSEWHERE
    unstated = figure.quality == Quality.NOT_STATED and usual in _SAID_ELSEWHERE
    mark = "" if said or unstated else figure.quality_words
    provisional = figure.release is not None and figure.release.status == "provisional"
    return FactCell(_exact_text(figure), mark, provisional=provisional)


def _exact_text(figure: Figure) -> str:
    """The value in short; weekly pay keeps the pence that are published."""
    if figure.unit == Unit.POUNDS_A_WEEK and figure.value is not None:
        return value_text(figure.value, Unit.POUNDS_AN_HOUR)
    return figure_text(figure)


def context_words(figures: Iterable[Figure]) -> str:
    """What these figures share, as one line."""
    return " · ".join(context_of(figures))
