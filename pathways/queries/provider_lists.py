"""The lists of providers: what a record of one says, how old each list is, and where to check it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evidence.figures import ReleaseRef
from evidence.models import Release
from lmi.queries.context import Facts
from lmi.register import Place
from pathways.enums import ProviderKind
from pathways.importers.placing import BY_MAIN_AREA, BY_OUTCODE, BY_PUBLISHER
from pathways.models import Provider
from pathways.provider_filter import CLOSED

APPRENTICESHIPS, TLEVELS = "apprenticeship-providers", "tlevel-provider-list-2022"
UNIVERSITIES, SCHOOLS = "universities", "schools"
# In the order in which they are told; where somebody can check each, and what the list leaves open.
CHECKS: Mapping[str, tuple[str, Promise]] = {
    APPRENTICESHIPS: (
        "https://findapprenticeshiptraining.apprenticeships.education.gov.uk/",
        gettext_lazy("Providers start and stop, and some train only their own staff."),
    ),
    TLEVELS: (
        "https://www.tlevels.gov.uk/students/find",
        gettext_lazy("Many more schools and colleges teach T Levels now, and some of these may have stopped."),
    ),
    UNIVERSITIES: (
        "https://discoveruni.gov.uk/",
        gettext_lazy("Each is placed at one address; it may teach elsewhere, too."),
    ),
    SCHOOLS: (
        "https://get-information-schools.service.gov.uk/",
        gettext_lazy("It is a part of the register: a school that is missing here may well exist."),
    ),
}
SOURCE_OF = {
    ProviderKind.APPRENTICESHIP: APPRENTICESHIPS,
    ProviderKind.TLEVEL: TLEVELS,
    ProviderKind.HIGHER: UNIVERSITIES,
    ProviderKind.SCHOOL: SCHOOLS,
}
_PLACED: Mapping[str, Promise] = {
    BY_OUTCODE: gettext_lazy("placed at the centre of its postcode district"),
    BY_PUBLISHER: gettext_lazy("placed at the first site that the list names"),
    BY_MAIN_AREA: gettext_lazy(
        "placed at the centre of the local authority where most of its apprentices train, which is not its address"
    ),
    "": gettext_lazy("the list does not say where it is"),
}


@dataclass(frozen=True, slots=True)
class ListAge:
    """How old a list is on a day, in words that send the reader on; `years` are whole years since its period's end.

    `words` never says that there is nobody near: no list here is complete.
    """

    source: str
    release: ReleaseRef
    years: int | None
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """One body in one list. `placed_words` says what its position rests on; `region` may be a nation's code.

    `other` is what only this list says: starts by year, TEF ratings, phase, pupils and the like.
    """

    kind: str
    key: str
    ukprn: str
    urn: str
    name: str
    type: str
    website: str
    status: str
    outcode: str
    area: Place | None
    region: Place | None
    latitude: float | None
    longitude: float | None
    placed_words: str
    ages: tuple[int | None, int | None]
    has_sixth_form: bool | None
    other: Mapping[str, Any]
    release: ReleaseRef

    @property
    def kind_words(self) -> str:
        """What it is listed as, in words."""
        return str(ProviderKind(self.kind).label)

    @property
    def is_closed(self) -> bool:
        """Whether the list says that it has closed."""
        return self.status == CLOSED


# Whose name is shown first: DfE's tables of apprenticeships capitalise every word.
_NAMES_FIRST = (ProviderKind.HIGHER, ProviderKind.SCHOOL, ProviderKind.TLEVEL, ProviderKind.APPRENTICESHIP)


def best_named(records: Iterable[ProviderRecord]) -> ProviderRecord:
    """The record of a body whose name is written best; raises ValueError without any."""
    return min(records, key=lambda record: _NAMES_FIRST.index(ProviderKind(record.kind)))


def record_of(facts: Facts, row: Provider) -> ProviderRecord:
    """A row with its areas and edition; no SQL statement."""
    return ProviderRecord(
        *(row.kind, row.key, row.ukprn, row.urn, row.name, row.type, row.website, row.status, row.outcode),
        area=facts.places.places.get(row.area),
        region=facts.places.places.get(row.region),
        latitude=row.latitude,
        longitude=row.longitude,
        placed_words=str(_PLACED.get(row.basis, "")),
        ages=(row.age_low, row.age_high),
        has_sixth_form=row.has_sixth_form,
        other=row.other,
        release=facts.editions.ref(row.release_id),
    )


def list_ages(facts: Facts, today: date, sources: Iterable[str] = CHECKS) -> tuple[ListAge, ...]:
    """The age of each of these lists that is held, in a fixed order; one SQL statement."""
    wanted = set(sources)
    held = ((source, facts.editions.latest(source)) for source in CHECKS if source in wanted)
    latest = {source: pk for source, pk in held if pk is not None}
    ends = dict(Release.objects.filter(pk__in=list(latest.values())).values_list("pk", "period_end"))
    return tuple(_age(facts, source, pk, ends.get(pk), today) for source, pk in latest.items())


def _age(facts: Facts, source: str, pk: int, end: date | None, today: date) -> ListAge:
    release, (address, leaves_open) = facts.editions.ref(pk), CHECKS[source]
    years = None if end is None else max(0, today.year - end.year - ((today.month, today.day) < (end.month, end.day)))
    if source == APPRENTICESHIPS and end is not None:
        of = _("Our list counts apprentices up to %(month)s.") % {"month": date_format(end, "F Y")}
    else:
        of = _("Our list is of %(period)s.") % {"period": release.period}
    old = ngettext("That is a year ago.", "That is %(years)d years ago.", years or 0) % {"years": years or 0}
    check = _("Check with the provider, or on the official list: %(address)s") % {"address": address}
    parts = [of, *([old] if years else []), str(leaves_open), check]
    return ListAge(source, release, years, " ".join(parts), address)
