"""The shapes of routes, their steps and their money in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from evidence.api.schema import Figure, Shape, null, one_of, shape, text
from lmi.api.schema import Area, Occupation, PayRange
from pathways.api.schema import Basis, Course, LinkedOccupation, StandardRef, addresses, cited_list, maybe, texts
from pathways.asking import STAGES
from pathways.enums import Degree, DirectEntry, Gcse
from pathways.money.timeline import Doing
from pathways.routing.kinds import StepKind
from pathways.routing.model import Bar, Grades, RouteKind, Stage


def _from(stages: Iterable[Any]) -> dict[str, Any]:
    """The field `from`, which is a word of the language."""
    return {"from": one_of(stages)}


Months = shape(
    "Months",
    _("How long a step takes: the usual, between the shortest and longest of its offers."),
    low=s.IntegerField(),
    usual=s.IntegerField(),
    high=s.IntegerField(),
)
Share = shape("PercentRange", _("Per cent, from low to high."), low=s.IntegerField(), high=s.IntegerField())
Offer = shape(
    "StepOffer",
    _("Something a step can be done with."),
    kind=one_of(
        ["standard", "tlevel", "qualification", "degree_subject", "occupation", "programme", "course"],
        help_text=_("What `code` is of: a standard's reference, a T Level's number, a QAN, CAH or SOC 2020 code ..."),
    ),
    code=maybe(_("Null for a course without a number.")),
    title=text(allow_blank=True),
    months=null(s.IntegerField),
    note=text(allow_blank=True),
    confidence=maybe(_("Of the link to the occupation.")),
    opens=null(s.DateField, _("The first date on which it can be started, where it is known.")),
    closes=null(s.DateField, _("The last.")),
    **addresses(may_be_null=True),
)
Closed = shape(
    "Closed",
    _("Why a step is closed to who asks."),
    step=text(_("Key of the step.")),
    code=one_of(Bar),
    detail=text(allow_blank=True),
    words=text(),
    way_back=text(_("What can be done about it; empty where nothing can."), allow_blank=True),
)
Step = shape(
    "RouteStep",
    _("A step as who asks would take it."),
    key=text(),
    kind=one_of(StepKind),
    title=text(),
    level=null(s.IntegerField),
    **_from(Stage),
    to=one_of(Stage),
    begins=s.DateField(),
    ends=null(s.DateField, _("Null when its length is not known.")),
    age=s.IntegerField(help_text=_("At its beginning.")),
    waits=s.IntegerField(help_text=_("Months before it, until old enough.")),
    months=Months(allow_null=True, help_text=_("Null where no source says.")),
    asks=text(_("What is usually asked."), allow_blank=True),
    min_age=null(s.IntegerField),
    max_age=null(s.IntegerField),
    funded_to_age=null(s.IntegerField, _("Public money pays up to this age at the start.")),
    paid=s.BooleanField(),
    is_university=s.BooleanField(),
    needs_training_beside=s.BooleanField(help_text=_("Under 18 in England: with part-time training beside the job.")),
    mode=text(),
    pay_words=text(),
    where=text(),
    at_work_percent=Share(help_text=_("Usual share of the time at work.")),
    learnt_at_work=maybe(),
    learnt_at_provider=maybe(),
    outcome=text(),
    offers=Offer(many=True),
    closed=Closed(many=True),
    notes=texts(),
)
_ROUTE: dict[str, Any] = {
    "kind": one_of(RouteKind),
    "kind_words": text(),
    "key": text(_("Its stable name, made of its steps.")),
    "open": s.BooleanField(help_text=_("Whether who asks can take it.")),
    "total_months": null(s.IntegerField, _("From the start, waits included; null when a length is not known.")),
    "known_months": s.IntegerField(help_text=_("Of the steps whose length is known.")),
    "steps_of_unknown_length": s.IntegerField(),
    "age_at_end": null(s.IntegerField),
    "is_paid_throughout": s.BooleanField(),
    "steps": Step(many=True),
    "also": Step(many=True, help_text=_("Last steps of the same kind that begin otherwise.")),
    "instead_of": Closed(many=True, help_text=_("What closes a shorter way of the same steps.")),
}
Variant = shape("RouteVariant", _("Another way to the same end, by another Level 3."), **_ROUTE)

# Money

Span = shape("PoundsRange", _("Pounds from low to high."), low=s.IntegerField(), high=s.IntegerField())


def span(about: Any = None) -> s.Serializer[Any]:
    """Pounds from low to high, or null for a gap."""
    return Span(allow_null=True, help_text=about)


Note = shape("MoneyNote", _("Something to know."), text=text(), source=maybe(), address=maybe())
Part = shape(
    "MoneyPart",
    _("Months of a year spent on one thing."),
    doing=one_of(Doing),
    title=text(allow_blank=True),
    step=maybe(_("Key of the step.")),
    months=s.IntegerField(),
    earned=span(),
    is_at_least=s.BooleanField(),
    rule=maybe(_("Of `rules`.")),
    gap=maybe(),
    note=maybe(),
)
Year = shape(
    "MoneyYear",
    _("One year of age."),
    age=s.IntegerField(),
    begins=s.DateField(),
    parts=Part(many=True),
    earned=span(),
    is_at_least=s.BooleanField(help_text=_("Some pay is the legal minimum: employers may pay more.")),
    fee=s.IntegerField(help_text=_("Tuition borrowed, at most.")),
    maintenance=s.IntegerField(help_text=_("Loan for living.")),
    fee_gaps=texts(_("Fees that nobody can tell.")),
    repaid=span(),
    owed=span(),
    living_cost=s.IntegerField(),
    in_hand=span(),
    total=span(_("From the start of the route.")),
    gap=maybe(),
)
Plan = shape(
    "RouteMoney",
    _("What a route earns, costs and repays: our own sums, before tax."),
    starts=s.DateField(),
    years=Year(many=True),
    later_pay=span(_("A year in the work.")),
    later_pay_gap=maybe(),
    total=span(),
    owed=span(),
    fees=s.IntegerField(),
    fee_gaps=texts(),
    is_at_least=s.BooleanField(),
    first_paid_age=null(s.IntegerField),
    stopped=maybe(_("From when on, and why, nothing can be added up.")),
    assumptions=Note(many=True),
)
Rule = shape(
    "MoneyRule",
    _("A dated rule that was used."),
    rule=text(),
    valid_from=s.DateField(),
    valid_to=null(s.DateField),
    figure=Figure(),
    cited=text(),
    checked=text(_("How sure it is.")),
)
Assumptions = shape(
    "MoneyAssumptions",
    _("What was assumed, as asked for."),
    hours=s.FloatField(),
    weeks=s.IntegerField(),
    living_cost=s.IntegerField(),
    wage_year=null(s.IntegerField),
    pay=text(),
    fees=s.BooleanField(),
    maintenance=text(),
    starting_months=s.IntegerField(),
    work_while_waiting=s.BooleanField(),
)
Money = shape(
    "Money",
    _("What the money of all routes shares."),
    unit=text(),
    asked=Assumptions(),
    same_later_pay=text(),
    rules=Rule(many=True),
    not_modelled=texts(),
    family=Note(allow_null=True),
)
Route: Shape = shape(
    "Route",
    _("A way into the occupation."),
    **_ROUTE,
    variants=Variant(many=True),
    money=Plan(required=False, help_text=_("Only with `money`.")),
)

# Around the routes

Asked = shape(
    "Asked",
    _("Who was asked for, with what was taken where nothing was said."),
    **_from(STAGES),
    grades=one_of(Grades),
    age=s.IntegerField(help_text=_("When the first step begins.")),
    starts=s.DateField(),
    subjects=texts(),
    earn=s.BooleanField(),
    no_university=s.BooleanField(),
)
Entry = shape(
    "Entry",
    _("How people get into the work, by our editors."),
    usual_level=s.IntegerField(help_text=_("Level most people reach first; 0 for none.")),
    degree=one_of(Degree.values),
    direct_entry=one_of(DirectEntry.values),
    gcse=one_of(Gcse.values),
    min_age=null(s.IntegerField),
    regulator=maybe(),
    licence=maybe(),
    checks=texts(),
    summary=text(),
    basis=text(),
)
Beyond = shape(
    "RegistrationBeyond",
    _("A professional registration that people in the work can reach."),
    base=Basis,
    code=text(),
    title=text(),
    body=maybe(),
    level=maybe(),
    typical_basis=maybe(),
    provenance=maybe(),
)
AskedArea = shape("AskedArea", _("The place that was asked for."), base=Area, asked=text(), words=text())
RouteList = cited_list(
    Route,
    occupation=Occupation(),
    asked=Asked(),
    order=text(_("How the routes are ordered, in words.")),
    area=AskedArea(allow_null=True),
    pay=PayRange(help_text=_("Full-time pay in the work, of the region or nation of `area`.")),
    entry=Entry(allow_null=True),
    first_steps=StandardRef(
        many=True, help_text=_("Apprenticeships that lead towards the work and stand on none of the routes shown.")
    ),
    further=StandardRef(many=True, help_text=_("Apprenticeships for people already in the work.")),
    paused=StandardRef(many=True),
    developing=StandardRef(many=True),
    after=Course(many=True, help_text=_("Courses for people in the work.")),
    registrations=Beyond(many=True),
    came_from=LinkedOccupation(many=True),
    moves_on=LinkedOccupation(many=True),
    money=Money(required=False),
)
