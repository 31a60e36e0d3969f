"""Scales: round tick values that cover the data, and the position of a value between two ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

_SAME = 1e-6  # values closer than this are one value: no publisher gives so many digits
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from `low` to `high` with evenly spaced round ticks, both ends included."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where a value lies between the ends, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def nice_step(span: float, wanted: int) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that cuts `span` into at most `wanted` parts."""
    rough = span / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    for step in _STEPS:
        if rough <= step * power * (1 + 1e-9):
            return step * power
    return 10.0 * power


def nice_scale(low: float, high: float, *, wanted: int = 4, from_zero: bool = True) -> Scale:
    """A scale that covers `low` to `high` with about `wanted` round intervals.

    With `from_zero` it always includes nought, so that lengths may be compared.
    """
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < _SAME * max(1.0, abs(high)):
        pad = abs(low) * 0.1 if abs(low) > _SAME else 1.0
        low, high = (0.0, pad) if from_zero else (low - pad, high + pad)
    step = nice_step(high - low, wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(index * step, 10) for index in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """A label broken at spaces into lines of at most `width` letters; a longer word keeps its own line."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)
