"""`outcomes/`: what graduates of providers and subjects did and earned, and what people earn after each route."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from evidence.api.base import all_in_one
from evidence.api.params import Choice, PageParams, Params
from evidence.api.schema import documents
from foundation.problems import InvalidFilter, UnknownThing
from lmi.api.shapes import Json
from pathways.api import schema_subjects as schema
from pathways.api.base import PathwaysView
from pathways.api.shapes import NOWHERE
from pathways.enums import Mode
from pathways.queries import after_gcses, outcomes, subjects
from pathways.queries.after_gcses import YearAfter
from pathways.queries.outcomes import GraduateGroup, MedianSpread, NoOutcomesError, WithoutOutcomes
from pathways.queries.subjects import SubjectRef, UnknownDegreeSubjectError

BREAKDOWNS = ("all", "region", "ks4_attainment", "gender")
PAY = ("pay_lower", "pay_median", "pay_upper", "pay_people", "pay_response_rate")
DOING = (
    *("work", "study", "work_and_study", "unemployed", "work_or_study"),
    *("activity_people", "activity_response_rate"),
)
SUBJECT_HELP = gettext_lazy("CAH code of a degree subject: what was published under this very code.")


class OutcomeParams(PageParams):
    """Of outcomes."""

    subject = serializers.CharField(required=False, max_length=11, help_text=SUBJECT_HELP)
    ukprn = serializers.RegexField(r"^[0-9]{8}$", required=False, help_text=gettext_lazy("UKPRN of a provider."))
    mode = Choice(
        choices=[(Mode.FULL_TIME, ""), (Mode.PART_TIME, "")],
        required=False,
        help_text=gettext_lazy("Only graduates of full-time or part-time courses."),
    )
    breakdown = Choice(
        choices=[(name, name) for name in BREAKDOWNS],
        required=False,
        help_text=gettext_lazy("How earnings after routes are split; only without subject and ukprn."),
    )


class IndustryParams(Params):
    """Of graduates' industries."""

    subject = serializers.CharField(
        max_length=11,
        help_text=gettext_lazy("CAH code of a degree subject; the wider subject that is published answers."),
    )
    years_after = Choice(
        choices=[("1", ""), ("3", ""), ("5", ""), ("10", "")],
        required=False,
        default="5",
        help_text=gettext_lazy("Years after they left."),
    )


class _OfSubject(PathwaysView):
    """An answer that may be about one degree subject."""

    subject: SubjectRef | None = None

    def find(self, **path: str) -> None:
        """The subject; the register is in memory."""
        if "subject" not in self.params:
            return
        try:
            self.subject = subjects.degree_subjects(self.facts).current(self.params["subject"].upper())
        except UnknownDegreeSubjectError:
            words = _("There is no degree subject with the CAH code “%(code)s”.")
            raise UnknownThing("subject", words % {"code": self.params["subject"]}) from None

    def subject_shape(self) -> Json | None:
        """The subject that answers."""
        return self.shapes.degree_subject(self.subject) if self.subject else None


@documents(
    gettext_lazy("Outcomes"),
    gettext_lazy(
        "With `subject` or `ukprn`: graduates fifteen months on, in the groups that figures were published for, with "
        "numbers of answers; `without` are a provider's courses that nothing was published for, with the reason; "
        "`median_pay_of_providers` is our own computation. Without both: average earnings and main activity 1 to 15 "
        "years after GCSEs by highest level (`by_route`, `activity`) of young people in England, not adjusted for "
        "anything; apprentices are among those without a degree."
    ),
    schema.OutcomeList,
    operation="outcomes_list",
)
class OutcomeList(_OfSubject):
    """`outcomes/`"""

    params_class = OutcomeParams

    def find(self, **path: str) -> None:
        """The subject, and whether the parameters go together."""
        super().find(**path)
        about = [name for name in ("subject", "ukprn") if name in self.params]
        if about and "breakdown" in self.params:
            raise InvalidFilter({"breakdown": [_("Leave this out when a subject or provider is named.")]})
        if not about and "mode" in self.params:
            raise InvalidFilter({"mode": [_("Name a subject or a provider (ukprn) with this.")]})

    def answer(self, **path: str) -> Any:
        """Groups of graduates, or earnings after each route."""
        if self.subject is None and "ukprn" not in self.params:
            return self._routes()
        groups, without = self._graduates()
        spread = outcomes.median_spread(groups) if self.subject and "ukprn" not in self.params else None
        mode = self.params.get("mode")
        rows, envelope = self.page_of([group for group in groups if mode in (None, group.mode)])
        return {
            **envelope,
            **self._beside(spread, [one for one in without if mode in (None, one.mode)]),
            "results": [self._group(row) for row in rows],
            "releases": self.cited(outcomes.DISCOVER, outcomes.UNIVERSITIES),
        }

    def _graduates(self) -> tuple[tuple[GraduateGroup, ...], tuple[WithoutOutcomes, ...]]:
        if "ukprn" in self.params:
            try:
                found = subjects.provider_outcomes(self.facts, self.params["ukprn"])
            except NoOutcomesError:
                words = _("No graduate outcomes are published for a provider with the UKPRN %(ukprn)s.")
                raise UnknownThing("ukprn", words % {"ukprn": self.params["ukprn"]}) from None
            if self.subject is None:
                return found.groups, found.without
            return tuple(group for group in found.groups if group.subject == self.subject.code), found.without
        code = self.subject.code if self.subject else ""
        return outcomes.graduate_groups(self.facts, [code], subjects.degree_subjects(self.facts).level_ref), ()

    def _beside(self, spread: MedianSpread | None, without: list[WithoutOutcomes]) -> Json:
        return {
            "subject": self.subject_shape(),
            "median_pay_of_providers": self.shapes.spread(spread),
            "without": [
                {"half": one.half, "mode": one.mode, "reason": one.reason, "courses": one.courses} for one in without
            ],
            "by_route": [],
            "activity": [],
        }

    def _group(self, row: GraduateGroup) -> Json:
        shapes = self.shapes
        subject = subjects.degree_subjects(self.facts).by_code.get(row.subject)
        return {
            "ukprn": row.ukprn,
            "provider": row.provider or None,
            "subject": {"code": row.subject, "title": subject.title} if subject else None,
            "course": row.course or None,
            "mode": row.mode,
            "years": row.years,
            "courses": row.courses,
            "is_small": row.is_small,
            **{name: shapes.figure(getattr(row, name)) for name in (*PAY, *DOING)},
            **(shapes.both("provider-detail", row.ukprn) if row.provider else NOWHERE),
        }

    def _routes(self) -> Json:
        breakdown = self.params.get("breakdown", "all")
        earnings = after_gcses.route_earnings(self.facts, breakdown)
        activity = after_gcses.route_activity(self.facts)
        envelope = self.envelope(0)
        return {
            **envelope,
            **self._beside(None, []),
            "by_route": [
                {"group": one.slug, "title": one.title, "breakdown": one.breakdown}
                | {"category": one.category or None, "category_title": one.category_title or None}
                | {"points": [self._point(point) for point in one.points]}
                for one in earnings
            ],
            "activity": [
                {"group": one.slug, "title": one.title, "activity": one.activity, "activity_title": one.activity_title}
                | {"points": [self._point(point) for point in one.points]}
                for one in activity
            ],
            "results": [],
            "releases": self.cited(after_gcses.EARNINGS, after_gcses.ACTIVITY),
        }

    def _point(self, found: YearAfter) -> Json:
        return {"years_after": found.year, "figure": self.shapes.figure(found.figure)}


@documents(
    gettext_lazy("Industries of graduates"),
    gettext_lazy(
        "Where graduates of a subject work in England some years after they left: by industry, most people first, with "
        "the median of their pay by region. Published for wider subjects: `industries_of` is the one that answers."
    ),
    schema.GraduateIndustryList,
    operation="outcomes_industries",
)
class IndustryList(_OfSubject):
    """`outcomes/industries/`"""

    params_class = IndustryParams

    def answer(self, **path: str) -> Any:
        """Every industry; none for a top group of several published subjects."""
        subject = self.subject
        years = int(self.params["years_after"])
        found = subjects.degree_subject_detail(self.facts, subject.code if subject else "", years_after=years)
        figure = self.shapes.figure
        rows = [
            {
                "code": one.code,
                "title": one.title,
                "people": figure(one.people),
                "regions": [
                    {"region": part.region, "people": figure(part.people), "median_pay": figure(part.pay)}
                    for part in one.regions
                ],
            }
            for one in found.industries
        ]
        return {
            "subject": self.subject_shape(),
            "industries_of": self.shapes.degree_subject(found.industries_of) if found.industries_of else None,
            "years_after": years,
            **all_in_one(rows),
            "releases": self.cited(outcomes.LEO_GRADUATES),
        }
