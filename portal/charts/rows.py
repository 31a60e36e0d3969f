"""Where the rows of a horizontal chart lie: labels above the plot on narrow screens, beside it on wide ones."""

from __future__ import annotations

from dataclasses import dataclass

from portal.charts.scale import wrapped

LINE = 1.25  # rem a line of label text
_BASELINE = 0.85  # of a line, from its top to the foot of the letters


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to place rows: `letters` a label line may hold, `left` where the plot begins in per cent."""

    name: str
    letters: int
    left: float
    beside: bool

    def across(self, share: float) -> float:
        """Per cent from the left for a share (0 to 1) of the plot's width."""
        return round(self.left + share * (100 - self.left), 2)

    @property
    def label_x(self) -> float:
        """Where labels stand: at the left edge, or right-aligned just before the plot."""
        return self.left - 1.5 if self.beside else 0.0


# 34 letters fit across a 320-pixel screen, and across 45 per cent of a wide chart (36 rem or more, as in the styles).
NARROW = Layout("narrow", letters=34, left=0.0, beside=False)
WIDE = Layout("wide", letters=34, left=45.0, beside=True)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words at a height in rem; `soft` words are secondary."""

    y: float
    text: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class RowPlace:
    """One row: its words, the top of its mark and the top of the next row, in rem."""

    lines: tuple[Line, ...]
    mark: float
    end: float


def place_row(layout: Layout, top: float, mark: float, gap: float, label: str, extra: str = "") -> RowPlace:
    """Place a row whose mark is `mark` rem high: under its words, or centred beside them."""
    texts = [(line, False) for line in wrapped(label, layout.letters)]
    texts += [(line, True) for line in wrapped(extra, layout.letters)]
    words = LINE * len(texts)
    height = max(words, mark) if layout.beside else words + 0.15 + mark
    first = top + (height - words) / 2 if layout.beside else top
    lines = tuple(
        Line(round(first + LINE * (index + _BASELINE), 2), text, soft) for index, (text, soft) in enumerate(texts)
    )
    begins = top + (height - mark) / 2 if layout.beside else top + words + 0.15
    return RowPlace(lines, round(begins, 2), round(top + height + gap, 2))
