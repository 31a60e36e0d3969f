"""Filters, sorting and paging of standards, T Levels, qualifications, subjects and providers: page and API alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from lmi.queries.context import Facts
from pathways.enums import OfferStatus, StandardKind, StandardStatus
from pathways.filtering import FactFilter, distinct, one_of, with_words
from pathways.importers.degree_subjects import CURRENT, EARLIER
from pathways.models import DegreeSubject, Qualification, Standard, StandardCode, TLevel, TLevelStatus
from pathways.provider_filter import ProviderFilter, clean_subject
from pathways.subjects import SchoolSubject, Stage, school_subjects

__all__ = [
    "DegreeSubjectFilter",
    "ProviderFilter",
    "QualificationFilter",
    "SchoolSubjectFilter",
    "StandardFilter",
    "TLevelFilter",
]

STANDARDS, CODES_2021 = "apprenticeship-standards", "apprenticeship-standards-2021"
FUNDED = {
    "age_14_16": gettext_lazy("ages 14 to 16"),
    "age_16_19": gettext_lazy("ages 16 to 19"),
    "local": gettext_lazy("local flexibilities for adults"),
    "entitlement_l2_l3": gettext_lazy("legal entitlement, Level 2 and 3"),
    "entitlement_english_maths": gettext_lazy("legal entitlement, English and maths"),
    "digital": gettext_lazy("digital entitlement"),
    "lifelong_learning": gettext_lazy("Lifelong Learning Entitlement"),
    "learner_loan": gettext_lazy("Advanced Learner Loan"),
    "free_courses": gettext_lazy("Free Courses for Jobs"),
}
LEVELS = [("E", gettext_lazy("Entry Level")), *((str(n), gettext_lazy("Level %d") % n) for n in range(1, 9))]


class StandardFilter(FactFilter):
    """`q level route status kind sort`. `route` is the register's; `status=open` also holds those under revision."""

    sorts: ClassVar = {
        "title": gettext_lazy("name"),
        "level": gettext_lazy("level, lowest first"),
        "-level": gettext_lazy("level, highest first"),
        "months": gettext_lazy("time it takes, shortest first"),
        "-months": gettext_lazy("time it takes, longest first"),
        "reference": gettext_lazy("reference"),
    }
    columns: ClassVar = {"months": "typical_months"}
    tie: ClassVar = ("title", "reference")

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words in the name, a reference or LARS code"))
    level = django_filters.ChoiceFilter(choices=LEVELS[2:], label=gettext_lazy("Level"))
    route = django_filters.CharFilter(field_name="sector", label=gettext_lazy("Sector (the register's route)"))
    status = django_filters.ChoiceFilter(
        method="filter_status",
        choices=[("open", gettext_lazy("open, with those under revision")), *StandardStatus.choices],
        label=gettext_lazy("Status"),
    )
    kind = django_filters.ChoiceFilter(choices=StandardKind.choices, label=gettext_lazy("Kind"))

    class Meta:
        model = Standard
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        super().__init__(data, facts=facts, today=today)
        known = distinct(facts, Standard, "sector", STANDARDS)
        self.check("route", one_of(known, gettext_lazy("The register has no route “%(value)s”.")))

    def listed(self) -> QuerySet[Any]:
        """The register's rows."""
        return Standard.objects.of_releases(self.facts.editions.of(STANDARDS))

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Words of the title, the reference, or the LARS code of 2021."""
        text = value.strip()
        codes = StandardCode.objects.of_releases(self.facts.editions.of(CODES_2021)).filter(lars_code=text)
        return queryset.filter(
            with_words(text, "title") | Q(reference__iexact=text) | Q(reference__in=codes.values("reference"))
        )

    def filter_status(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """One status; "open" is live or an existing standard under revision."""
        if value == "open":
            return queryset.filter(Q(status=StandardStatus.LIVE) | Q(is_under_revision=True))
        return queryset.filter(status=value)


class TLevelFilter(FactFilter):
    """`q sector status sort`; `status` as it is on the day: a version whose last start is over is not open."""

    sorts: ClassVar = {
        "name": gettext_lazy("name"),
        "sector": gettext_lazy("sector"),
        "-start_year": gettext_lazy("newest first"),
    }
    tie: ClassVar = ("name", "number")

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words in the name, or a LARS code"))
    sector = django_filters.CharFilter(field_name="sector", label=gettext_lazy("Sector"))
    status = django_filters.ChoiceFilter(
        method="filter_status", choices=OfferStatus.choices, label=gettext_lazy("Status")
    )

    class Meta:
        model = TLevel
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        super().__init__(data, facts=facts, today=today)
        known = distinct(facts, TLevel, "sector", "tlevels")
        self.check("sector", one_of(known, gettext_lazy("There are no T Levels in the sector “%(value)s”.")))

    def listed(self) -> QuerySet[Any]:
        """Every version."""
        return TLevel.objects.of_releases(self.facts.editions.of("tlevels"))

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Words of the name, or the LARS code."""
        return queryset.filter(with_words(value, "name") | Q(lars_code__iexact=value.strip()))

    def filter_status(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By our editors' status; the month of the last start counts until it is over."""
        month = self.today.replace(day=1)
        states = TLevelStatus.objects.of_releases(self.facts.editions.of("waymark-tlevel-status"))
        lasting = Q(last_start__gte=month) | Q(last_start=None, status=OfferStatus.OPEN)
        if value == OfferStatus.OPEN:
            wanted = states.filter(lasting).filter(Q(first_start=None) | Q(first_start__lte=self.today))
        else:
            over = Q(status=value) | (Q(status=OfferStatus.OPEN) if value == OfferStatus.CLOSED else Q(pk__in=[]))
            wanted = states.filter(over).exclude(lasting)
        return queryset.filter(number__in=wanted.values("number"))


class QualificationFilter(FactFilter):
    """`q level kind sector body funded open sort`; `open` is a day on which somebody new could be funded."""

    sorts: ClassVar = {
        "title": gettext_lazy("name"),
        "level": gettext_lazy("level, lowest first"),
        "-level": gettext_lazy("level, highest first"),
        "body": gettext_lazy("awarding organisation"),
    }
    columns: ClassVar = {"level": "rank", "body": "awarding_body"}
    tie: ClassVar = ("title", "qan")

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words in the name, or a number (QAN)"))
    level = django_filters.ChoiceFilter(method="filter_level", choices=LEVELS, label=gettext_lazy("Level"))
    kind = django_filters.CharFilter(field_name="kind", label=gettext_lazy("Kind"))
    sector = django_filters.CharFilter(field_name="sector_subject", label=gettext_lazy("Sector subject area"))
    body = django_filters.CharFilter(
        field_name="awarding_body", lookup_expr="icontains", label=gettext_lazy("Awarding organisation")
    )
    funded = django_filters.ChoiceFilter(
        method="filter_funded", choices=list(FUNDED.items()), label=gettext_lazy("Public funding")
    )
    open = django_filters.DateFilter(method="filter_open", label=gettext_lazy("Open to new starts on"))

    class Meta:
        model = Qualification
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        super().__init__(data, facts=facts, today=today)
        kinds = distinct(facts, Qualification, "kind", "ofqual-approved")
        sectors = distinct(facts, Qualification, "sector_subject", "ofqual-approved")
        self.check("kind", one_of(kinds, gettext_lazy("No qualification is of the kind “%(value)s”.")))
        self.check("sector", one_of(sectors, gettext_lazy("There is no sector subject area “%(value)s”.")))

    def listed(self) -> QuerySet[Any]:
        """The approved list."""
        return Qualification.objects.of_releases(self.facts.editions.of("ofqual-approved"))

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Words of the title, or the number with or without strokes ("603/4567/8")."""
        qan = re.sub(r"[/\s]", "", value).upper()
        return queryset.filter(with_words(value, "title") | Q(qan=qan))

    def filter_level(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """One level; a qualification of two levels ("Level 1/2") is found at both."""
        if value == "E":
            return queryset.filter(rank=0)
        return queryset.filter(Q(rank=int(value)) | Q(level__endswith=f"/{value}"))

    def filter_funded(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By one kind of public funding, open or not; with `open` that funding has to be open on the day."""
        return queryset.filter(funding__has_key=value)

    def filter_open(self, queryset: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """By the window of the funding asked for, or of any: the day lies in it."""
        asked = self.form.cleaned_data.get("funded")
        wanted = Q(pk__in=[])
        for offer in [asked] if asked else FUNDED:
            # Windows are [first, last], and ISO dates stand in order as text.
            begun = Q(**{f"funding__{offer}__0__lte": value.isoformat()})
            lasting = Q(**{f"funding__{offer}__1__gte": value.isoformat()})
            wanted |= begun & lasting
        return queryset.filter(wanted)


class DegreeSubjectFilter(FactFilter):
    """`q level within sort`: subjects of the Common Aggregation Hierarchy; level 3 is the narrowest."""

    sorts: ClassVar = {"code": gettext_lazy("code"), "title": gettext_lazy("name")}
    tie: ClassVar = ("code",)

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words in the name, or a code"))
    level = django_filters.ChoiceFilter(
        choices=[("1", gettext_lazy("widest")), ("2", gettext_lazy("middle")), ("3", gettext_lazy("narrowest"))],
        label=gettext_lazy("Level of the hierarchy"),
    )
    within = django_filters.CharFilter(method="filter_within", label=gettext_lazy("Within (code)"))

    class Meta:
        model = DegreeSubject
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        super().__init__(data, facts=facts, today=today)
        self.check("within", clean_subject)

    def listed(self) -> QuerySet[Any]:
        """The hierarchy as it is today, without the codes of its earlier version."""
        editions = self.facts.editions
        return DegreeSubject.objects.filter(release_id__in=editions.of(CURRENT) or editions.of(EARLIER))

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Words of the name, or a code with what is below it."""
        return queryset.filter(with_words(value, "title") | Q(code__startswith=value.strip().upper()))

    def filter_within(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A subject and what is below it."""
        return queryset.filter(Q(code=value) | Q(code__startswith=f"{value}-"))


class _SchoolSubjectForm(forms.Form):
    q = forms.CharField(required=False)
    stage = forms.ChoiceField(required=False, choices=[("", ""), *((stage.value, stage.value) for stage in Stage)])


class SchoolSubjectFilter:
    """`q stage`: GCSE and A level subjects, which are no table: `rows` in their fixed order, `bad_values` as ever."""

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        self.form = _SchoolSubjectForm(
            {name: data.get(name) for name in _SchoolSubjectForm.base_fields} if data else {}
        )
        self.form.is_valid()

    @property
    def rows(self) -> tuple[SchoolSubject, ...]:
        """The subjects that are left."""
        cleaned = self.form.cleaned_data
        found = school_subjects(cleaned.get("stage") or "")
        words = (cleaned.get("q") or "").casefold().split()
        return tuple(one for one in found if all(word in str(one.title).casefold() for word in words))

    @property
    def bad_values(self) -> dict[str, list[str]]:
        """Wrong values by parameter, with reasons in words."""
        return {name: [str(e) for e in errors] for name, errors in self.form.errors.items()}
