"""What every query needs: the editions that answer and the registers, gathered once a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.figures import Figure, Quality, Reason, Unit
from evidence.queries import Editions, current_editions
from lmi.register import Classification, Gazetteer, classification, gazetteer, industries


@dataclass(frozen=True, slots=True)
class Facts:
    """The editions and registers that answer one request."""

    editions: Editions
    soc: Classification
    places: Gazetteer
    industries: dict[str, str]

    def figure(
        self,
        measure: str,
        value: float | None,
        unit: Unit,
        *,
        release_id: int,
        code: str,
        area: str,
        population: str,
        period: str = "",
        mark: str = "",
        asked_code: str = "",
        asked_area: str = "",
        note: str = "",
    ) -> Figure:
        """A figure of a held release; `mark` is the row's mark for this measure.

        A null without a mark reads "not published"; a mark on a value is its quality.
        """
        ref = self.editions.ref(release_id)
        return Figure(
            measure=measure,
            value=tidy(value),
            unit=unit,
            period=period or ref.period,
            area=self.places.ref(area, asked_area),
            level=self.soc.ref(code, asked_code),
            population=population,
            release=ref,
            quality=(mark or Quality.NOT_STATED) if value is not None else Quality.NOT_STATED,
            reason="" if value is not None else (mark or Reason.NOT_PUBLISHED),
            note=note,
        )

    def missing(
        self, measure: str, unit: Unit, reason: str, *, code: str, area: str, population: str = "", note: str = ""
    ) -> Figure:
        """A figure that nobody publishes, or that is not held, with the reason."""
        return Figure(
            measure=measure,
            value=None,
            unit=unit,
            period="",
            area=self.places.ref(area),
            level=self.soc.ref(code),
            population=population,
            release=None,
            reason=reason,
            note=note,
        )


def tidy(value: float | None) -> int | float | None:
    """Whole numbers as int, so that 39647.0 is shown and sent as 39647."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else round(float(value), 4)


def facts(release_keys: Iterable[str] = ()) -> Facts:
    """Gather editions and registers: one SQL statement when the registers are already in memory.

    Raises evidence.queries.UnknownEditionError for a key that names no citable edition.
    """
    editions = current_editions(release_keys)
    return Facts(editions, classification(editions), gazetteer(editions), industries(editions))
