"""One occupation and what lies under it: a subject an address."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from evidence.api.params import PageParams, Params
from evidence.api.schema import documents, listed
from lmi.api import params, schema
from lmi.api.base import FactsView
from lmi.api.slices import RowsView
from lmi.models import JobTitle
from lmi.queries import adverts, employment, outlook, pay
from lmi.queries.occupation import Note, names_of, notes_of, related_to
from lmi.queries.slice_tables import ADVERTS, EMPLOYMENT, OUTLOOK, PAY
from lmi.register import UK, Group

SOC2020 = {"soc2020": gettext_lazy("SOC 2020 code of an occupation or of a wider group, for example 5241 or 52.")}
LINKS = ("pay", "employment", "outlook", "adverts", "titles", "related")


class OccupationView(FactsView):
    """Something about one occupation or wider group."""

    occupation: Group

    def find(self, **path: str) -> None:
        """The occupation, and the area where one is named."""
        self.occupation = self.occupation_at(path["soc2020"])
        if "area" in self.params:
            self.place(self.params["area"])


@documents(
    gettext_lazy("One occupation"),
    gettext_lazy(
        "Names, caveats, and the main figures of an occupation or wider group, in an area where one is named. Where "
        "nothing is published a wider group, area or measure answers and says so."
    ),
    schema.OccupationDetail,
    operation="occupations_detail",
    path=SOC2020,
)
class OccupationDetail(OccupationView):
    """`occupations/<soc2020>/`"""

    params_class = params.AreaParams
    notes: tuple[Note, ...]

    def find(self, **path: str) -> None:
        """Caveats are curated: they are part of what the ETag depends on."""
        super().find(**path)
        self.notes = notes_of(self.occupation.code)

    def etag_parts(self) -> Sequence[str]:
        """A digest of the caveats."""
        return [hashlib.sha256(repr(self.notes).encode()).hexdigest()]

    def answer(self, **path: str) -> Any:
        """The facts of the occupation page's box, and where the rest is."""
        facts, code, area, shapes = self.facts, self.occupation.code, self.area, self.shapes
        people = employment.people_in(facts, code, area)
        # Adverts for every 1,000 people need people of the same ground: the whole UK.
        advertised = adverts.adverts_of(facts, code, people if area == UK else None)
        paid, hours = pay.pay_and_hours(facts, [code], area)[code]
        return {
            **shapes.group(self.occupation),
            "area": shapes.place(facts.places[area]),
            "wider": [shapes.group(facts.soc[wider]) for wider in self.occupation.chain[1:]],
            "narrower": [shapes.group(group) for group in self._narrower()],
            "names": shapes.names(names_of(facts, code)),
            "notes": [shapes.note(note) for note in self.notes],
            "pay": shapes.pay_range(paid),
            "hours": shapes.figure(hours),
            "people": shapes.figure(people),
            "outlook": shapes.outlook(outlook.outlook_of(facts, code, area)),
            "adverts": shapes.adverts(advertised),
            "links": {name: shapes.address(f"api:occupation-{name}", code) for name in LINKS},
        }

    def _narrower(self) -> list[Group]:
        length = len(self.occupation.code) + 1
        groups = self.facts.soc.groups.values()
        return [g for g in groups if len(g.code) == length and g.code.startswith(self.occupation.code)]


class OccupationRowsView(RowsView):
    """Rows of one figure table about one occupation, after a summary."""

    occupation: Group

    def codes(self) -> tuple[str, ...]:
        """The occupation of the address."""
        return (self.occupation.code,)

    def areas(self) -> tuple[str, ...]:
        """The one area that may be named; all of them unless it is."""
        return (self.params["area"],) if "area" in self.params else ()

    def find(self, **path: str) -> None:
        """The occupation, and what the parameters name."""
        self.occupation = self.occupation_at(path["soc2020"])
        super().find(**path)

    def beside(self) -> dict[str, Any]:
        """The occupation, then the summary."""
        return {**self.shapes.group(self.occupation), **self.summary()}

    def summary(self) -> dict[str, Any]:
        """The main figures."""
        raise NotImplementedError


_ROWS = gettext_lazy("A summary for the occupation page, then the rows as published; rows as in %(slice)s.")


def _about(name: str) -> str:
    return str(_ROWS) % {"slice": f"lmi/{name}/"}


@documents(
    gettext_lazy("Pay of an occupation"), _about("pay"), schema.OccupationPay, operation="occupations_pay", path=SOC2020
)
class OccupationPay(OccupationRowsView):
    """`occupations/<soc2020>/pay/`"""

    table = PAY
    params_class = params.PayRowsParams

    def summary(self) -> dict[str, Any]:
        """Typical pay in the area, hours, women and men, and pay by area and age."""
        facts, code, shapes = self.facts, self.occupation.code, self.shapes
        typical, hours = pay.pay_and_hours(facts, [code], self.area)[code]
        return {
            "typical": shapes.pay_range(typical),
            "weekly_hours": shapes.figure(hours),
            "women_and_men": shapes.women_and_men(pay.women_and_men(facts, code)),
            "by_area": shapes.breaks(pay.pay_by_region(facts, code)),
            "by_age": shapes.breaks(pay.pay_by_age(facts, code)),
        }


@documents(
    gettext_lazy("People in an occupation"),
    _about("employment"),
    schema.OccupationEmployment,
    operation="occupations_employment",
    path=SOC2020,
)
class OccupationEmployment(OccupationRowsView):
    """`occupations/<soc2020>/employment/`"""

    table = EMPLOYMENT
    params_class = params.EmploymentRowsParams

    def summary(self) -> dict[str, Any]:
        """People in the area, then by industry and by region."""
        facts, code, shapes = self.facts, self.occupation.code, self.shapes
        rows = employment.industry_rows(facts, [code])[code]
        by_industry = employment.by_industry(facts, code, rows)
        return {
            "people": shapes.figure(employment.people_in(facts, code, self.area)),
            "by_industry": [shapes.share(part.code, part.title, part.people, part.share) for part in by_industry],
            "by_area": [
                shapes.share(part.code, part.name, part.people, part.share)
                for part in employment.by_region(facts, code)
            ],
        }


@documents(
    gettext_lazy("Outlook of an occupation"),
    gettext_lazy(
        "Projections are of the 26 sub-major groups, never of a unit group, in England and its LSIP areas: `outlook` "
        "names the wider group, and is null elsewhere. Then the rows as in lmi/outlook/."
    ),
    schema.OccupationOutlook,
    operation="occupations_outlook",
    path=SOC2020,
)
class OccupationOutlook(OccupationRowsView):
    """`occupations/<soc2020>/outlook/`"""

    table = OUTLOOK
    params_class = params.OutlookRowsParams

    def summary(self) -> dict[str, Any]:
        """The wider group's projection and its parts."""
        found = outlook.outlook_of(self.facts, self.occupation.code, self.area, parts=True)
        return {
            "outlook": self.shapes.outlook(found),
            "parts": [self.shapes.outlook_part(part) for part in found.parts] if found else [],
        }


@documents(
    gettext_lazy("Adverts of an occupation"),
    _about("adverts"),
    schema.OccupationAdverts,
    operation="occupations_adverts",
    path=SOC2020,
)
class OccupationAdverts(OccupationRowsView):
    """`occupations/<soc2020>/adverts/`"""

    table = ADVERTS
    params_class = params.AdvertRowsParams

    def summary(self) -> dict[str, Any]:
        """A year of adverts, its change, and its rate for every 1,000 people."""
        facts, code = self.facts, self.occupation.code
        people = employment.people_at_least(facts, code, employment.industry_rows(facts, [code])[code])
        return {"adverts": self.shapes.adverts(adverts.adverts_of(facts, code, people))}


@documents(
    gettext_lazy("Job titles of an occupation"),
    gettext_lazy("Every name that the classification lists for the occupation, or for all those of a wider group."),
    listed(schema.JobTitle),
    operation="occupations_titles",
    path=SOC2020,
)
class OccupationTitles(OccupationView):
    """`occupations/<soc2020>/titles/`"""

    params_class = PageParams

    def answer(self, **path: str) -> Any:
        """Titles by name."""
        page, size = self.params["page"], self.params["page_size"]
        units = [unit.code for unit in self.facts.soc.units_in(self.occupation.code)]
        releases = self.facts.editions.of("soc-2020-related-titles", "soc-2020-index")
        rows_of = JobTitle.objects.filter(soc2020_id__in=units, release_id__in=releases)
        found = rows_of.order_by("title", "qualifier", "pk")
        envelope = self.envelope(found.count())
        rows = found[(page - 1) * size : page * size]
        return {**envelope, "results": [self.shapes.title(row) for row in rows]}


@documents(
    gettext_lazy("Related occupations"),
    gettext_lazy(
        "Unit groups that resemble this one, most alike first, adapted from O*NET; where O*NET has too few, others of "
        "the same minor group."
    ),
    listed(schema.RelatedOccupation),
    operation="occupations_related",
    path=SOC2020,
)
class OccupationRelated(OccupationView):
    """`occupations/<soc2020>/related/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """All of them, on one page."""
        found = related_to(self.facts, self.occupation.code, most=10)
        latest = self.facts.editions.latest("onet-related")
        release = self.facts.editions.ref(latest) if latest else None
        rows = [self.shapes.related(row, release) for row in found]
        return {"count": len(rows), "next": None, "previous": None, "results": rows}
