"""Sample figures and series for the tests of charts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from evidence.figures import AreaRef, Figure, LevelRef, Quality, Reason, ReleaseRef, Unit
from portal.charts import LineChart, Point, Series

FINAL = ReleaseRef("e-2024", "e", "Edition 2024, Office", "April 2024", "final")
PROVISIONAL = ReleaseRef("e-2025", "e", "Edition 2025 (provisional), Office", "April 2025", "provisional")
UK = AreaRef("K02000001", "United Kingdom", "country")
UNIT = LevelRef("5241", "Electricians", "unit")
BASE = Figure("m", 1, Unit.POUNDS_A_YEAR, "April 2024", UK, UNIT, "employees", FINAL, Quality.PRECISE)

money = st.one_of(st.none(), st.integers(min_value=0, max_value=10**6))
rates = st.one_of(st.none(), st.floats(min_value=-20, max_value=20, allow_nan=False))


def figure(value: float | Decimal | None, **others: object) -> Figure:
    reason = "" if value is not None else Reason.UNRELIABLE
    return replace(BASE, **({"value": value, "reason": reason} | others))


def series(values: list[float | None], label: str = "Pay", **others: object) -> Series:
    return Series(label, tuple(Point(str(2021 + i), figure(v, **others)) for i, v in enumerate(values)))


def line(values: list[float | None], **others: object) -> LineChart:
    return LineChart("c", "Pay", (series(values),), **others)  # type: ignore[arg-type]
