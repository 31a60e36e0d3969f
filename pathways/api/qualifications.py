"""`qualifications/`: regulated qualifications approved for funding in England."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from lmi.api.shapes import Json
from pathways.api import schema
from pathways.api.base import FilteredList, PathwaysView, filter_parameters
from pathways.api.shapes import PathwayShapes
from pathways.book import CourseRef, route_book
from pathways.filters import QualificationFilter
from pathways.models import Qualification
from pathways.queries import qualifications
from pathways.queries.qualifications import FundingWindow, UnknownQualificationError


def _shape(shapes: PathwayShapes, found: qualifications.QualificationDetail) -> Json:
    return {
        "qan": found.qan,
        "printed_qan": found.printed_qan,
        "title": found.title,
        "awarding_body": found.awarding_body,
        "level": found.level,
        "kind": found.kind,
        "subcategory": found.subcategory or None,
        "sector_subject_area": found.sector_subject,
        "status": found.status,
        "is_higher_technical": found.is_higher_technical,
        "is_open": found.is_open,
        "is_closed": found.is_closed,
        "must_be_checked": found.must_be_checked,
        "note_16_19": found.note_16_19 or None,
        "funding": [_window(window) for window in found.windows],
        "address": found.address or None,
        "listed_on": found.listed_on.isoformat(),
        "release": shapes.release(found.release),
        **shapes.both("qualification-detail", found.qan),
    }


def _window(found: FundingWindow) -> Json:
    return {
        "offer": found.offer,
        "title": found.title,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "state": str(found.state),
        "words": found.words,
    }


@documents(
    gettext_lazy("Qualifications"),
    gettext_lazy(
        "Regulated qualifications that were approved for public funding in England on the day of the list, by title. "
        "A number that is missing may be real: the list has only what was approved. `state` of a funding window says "
        "what the list can still tell today."
    ),
    schema.QualificationList,
    operation="qualifications_list",
    also=filter_parameters(QualificationFilter, q="electrical installation", level="3", funded="age_16_19"),
)
class QualificationList(FilteredList):
    """`qualifications/`"""

    filter_class = QualificationFilter
    sources = (qualifications.APPROVED,)

    def rows(self, rows: Sequence[Qualification]) -> list[Json]:
        """Each with its funding windows."""
        found = qualifications.qualifications_by_qan(self.facts, [row.qan for row in rows], self.today)
        return [_shape(self.shapes, found[row.qan]) for row in rows]


@documents(
    gettext_lazy("One qualification"),
    gettext_lazy(
        "By its number, without strokes: level, kind, who awards it, when new learners "
        "could be paid for, and the ways into occupations that name it."
    ),
    schema.QualificationDetail,
    operation="qualifications_detail",
    path={"qan": gettext_lazy("Qualification number (QAN) without strokes, for example 60302288.")},
)
class QualificationDetail(PathwaysView):
    """`qualifications/<qan>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The qualification; 404 for a number that the list does not have."""
        try:
            found = qualifications.qualification_detail(self.facts, path["qan"], self.today)
        except UnknownQualificationError:
            words = _("The list of approved qualifications has no number “%(qan)s”.")
            raise UnknownThing("qan", words % {"qan": path["qan"][:20]}) from None
        return {**_shape(self.shapes, found), "courses": self._courses(found.qan)}

    def _courses(self, qan: str) -> list[Json]:
        """Courses of our editors' table that name it, by occupation."""
        book = route_book(self.facts.editions)
        named: list[CourseRef] = [row for rows in book.courses.values() for row in rows if qan in row.qans]
        groups = self.facts.soc.groups
        return [
            {"occupation": self.shapes.group(groups[row.soc2020]), **self.shapes.course(row)}
            for row in sorted(named, key=lambda row: (row.soc2020, row.step, row.title))
            if row.soc2020 in groups
        ]
