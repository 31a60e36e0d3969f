"""Querysets of labour-market information that read as English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, FloatField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import NullIf, Power, Round, Substr

from evidence.queries import Editions
from lmi.enums import AgeBand, Hours, Level, OutlookBreakdown, PayMeasure, Sex

UK, ENGLAND, ALL_INDUSTRIES = "K02000001", "E92000001", "*"


class OccupationQuerySet(models.QuerySet[Any]):
    """Groups of the classification."""

    def units(self) -> Self:
        """The 412 unit groups."""
        return self.filter(level=Level.UNIT)

    def at_level(self, level: str) -> Self:
        """The groups of one level."""
        return self.filter(level=level)

    def within(self, code: str) -> Self:
        """A group and everything below it."""
        return self.filter(code__startswith=code)

    def with_latest_pay(self, editions: Editions, area: str = UK) -> Self:
        """Annotates `pay`, `pay_p25` and `pay_p75`: annual pay of the group itself, pounds, or null.

        Full-time where a table has full-time rows (the UK), else of full-time and part-time work together
        (single occupations in regions and nations). Of the latest edition that has the group. For a region
        or nation only what is published of the group there; no wider group stands in.
        """
        from lmi.models import PayFigure

        regional = [pk for pk in map(editions.latest, ("ashe-15", "ashe-3")) if pk is not None]
        rows = (
            PayFigure.objects.of_releases(editions.of("ashe-14") + regional)
            .filter(
                soc2020_id=OuterRef("code"),
                area_id=area,
                measure=PayMeasure.ANNUAL,
                sex=Sex.ALL,
                hours__in=(Hours.FULL_TIME, Hours.ALL),
                age=AgeBand.ALL,
            )
            .order_by("-year", "-hours", "-release_id")
        )
        return self.annotate(
            pay=Subquery(rows.values("median")[:1]),
            pay_p25=Subquery(rows.values("p25")[:1]),
            pay_p75=Subquery(rows.values("p75")[:1]),
        )

    def with_people(self, editions: Editions) -> Self:
        """Annotates `people`: at least so many people in the unit in the UK (published cells added), or null."""
        from lmi.models import EmploymentFigure

        latest = editions.latest("aps-unit-industry")
        rows = EmploymentFigure.objects.of_releases([latest] if latest else []).filter(area_id=UK)
        totals = (
            rows.exclude(industry=ALL_INDUSTRIES)
            .filter(soc2020_id=OuterRef("code"), year__in=rows.order_by("-year").values("year")[:1])
            .order_by()
            .values("soc2020_id")
            .annotate(total=Sum("people"))
        )
        return self.annotate(people=Subquery(totals.values("total")[:1]))

    def with_growth(self, editions: Editions, area: str = ENGLAND) -> Self:
        """Annotates `growth_group` and `growth`: change a year to 2035, per cent, of the sub-major group.

        The rate is the group's, never the unit's own; `growth` is null where no edition is held.
        """
        from lmi.models import OutlookFigure

        rows = OutlookFigure.objects.of_releases(editions.of("skills-imperative-2035")).filter(
            soc2020_id=OuterRef("growth_group"), area_id=area, breakdown=OutlookBreakdown.TOTAL
        )
        span = rows.exclude(requirement=None).order_by("-year", "base_year")
        level = rows.filter(base_year=F("year"))
        listed = self.annotate(
            growth_group=Substr("code", 1, 2),
            _from=Subquery(span.values("base_year")[:1]),
            _to=Subquery(span.values("year")[:1]),
        ).annotate(
            _first=Subquery(level.filter(year=OuterRef("_from")).values("people")[:1]),
            _last=Subquery(level.filter(year=OuterRef("_to")).values("people")[:1]),
        )
        years = F("_to") - F("_from")
        rate = Power(
            F("_last") / NullIf(F("_first"), Value(0.0)), Value(1.0) / years, output_field=FloatField()
        ) - Value(1.0)
        return listed.annotate(growth=Round(rate * 100, precision=2, output_field=models.DecimalField()))

    def with_adverts(self, editions: Editions) -> Self:
        """Annotates `adverts`: new online adverts of the last twelve months for the group itself, or null.

        Published months added, where there are enough of them (lmi.queries.adverts).
        """
        from lmi.models import AdvertFigure
        from lmi.queries.adverts import FEWEST_MONTHS, of_last_year

        rows = AdvertFigure.objects.of_releases(editions.of("textkernel-adverts")).filter(area_id=UK)
        totals = (
            of_last_year(rows)
            .filter(soc2020_id=OuterRef("code"))
            .order_by()
            .values("soc2020_id")
            .annotate(total=Sum("adverts"), months=models.Count("adverts"))
            .filter(months__gte=FEWEST_MONTHS)
        )
        return self.annotate(adverts=Subquery(totals.values("total")[:1]))

    def with_facts(self, editions: Editions, area: str = UK) -> Self:
        """All of the above, as the explorer and the API list show them."""
        return self.with_latest_pay(editions, area).with_people(editions).with_growth(editions).with_adverts(editions)


class AreaQuerySet(models.QuerySet[Any]):
    """Areas."""

    def of_kind(self, *kinds: str) -> Self:
        """Areas of these kinds, by name."""
        return self.filter(kind__in=kinds).order_by("name")


class FigureQuerySet(models.QuerySet[Any]):
    """Figure rows."""

    def of_releases(self, release_ids: Iterable[int]) -> Self:
        """Rows of these editions only; every reader goes through here."""
        return self.filter(release_id__in=list(release_ids))

    def for_occupation(self, *codes: str) -> Self:
        """Rows about these groups."""
        return self.filter(soc2020_id__in=codes)

    def for_area(self, *codes: str) -> Self:
        """Rows about these areas."""
        return self.filter(area_id__in=codes)
