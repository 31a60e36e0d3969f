"""How links, standards, T Levels, subjects and providers look in JSON, wherever they are named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lmi.api.shapes import Json, LmiShapes, page_address
from pathways.book import CourseRef, LinkRef, StandardRef
from pathways.near import band_of, band_words
from pathways.queries.apprenticeships import RateYear, StandardSummary
from pathways.queries.links import DEGREE, OCCUPATION, SCHOOL, STANDARD, NamedLink
from pathways.queries.outcomes import MedianSpread
from pathways.queries.provider_lists import ListAge, ProviderRecord
from pathways.queries.subjects import SubjectRef
from pathways.queries.tlevels import TLevelSummary
from pathways.subjects import SchoolSubject

# What an offer of a step, or an end of a link, names; its page and its address here go by the same name.
_NAMES = {
    STANDARD: "standard-detail",
    "tlevel": "tlevel-detail",
    "qualification": "qualification-detail",
    DEGREE: "degree-subject-detail",
    SCHOOL: "school-subject-detail",
}
NOWHERE: Json = {"url": None, "api": None}


class PathwayShapes(LmiShapes):
    """Shapes of one request, with its registers."""

    def both(self, name: str, *args: str) -> Json:
        """The page of something, and its address in this API."""
        return {"url": self.address(f"open:{name}", *args), "api": self.address(f"api:{name}", *args)}

    def addresses_of(self, kind: str, code: str) -> Json:
        """Where something is read about; nulls for what has no address of its own."""
        if kind == OCCUPATION and code in self.facts.soc.groups:
            group = self.facts.soc[code]
            return {"url": self.absolute(page_address(group)), "api": self.address("api:occupation-detail", code)}
        parts = code.split(":", 1) if kind == SCHOOL else [code]
        if kind not in _NAMES or not all(parts) or (kind == SCHOOL and len(parts) == 1):
            return NOWHERE
        return self.both(_NAMES[kind], *parts)

    # Links

    def basis(self, link: LinkRef) -> Json:
        """What a link says and rests on."""
        return {
            "role": link.role,
            "basis": link.basis,
            "confidence": link.confidence,
            "checked": link.checked,
            "note": link.note,
        }

    def named_link(self, named: NamedLink) -> Json:
        """A link with the titles of its ends."""
        ends = {
            name: {"kind": end.kind, "code": end.code, "title": end.title, **self.addresses_of(end.kind, end.code)}
            for name, end in (("source", named.source), ("target", named.target))
        }
        return {"kind": named.link.kind, **ends, **self.basis(named.link)}

    def occupations(self, links: Iterable[LinkRef]) -> list[Json]:
        """The occupations that links start from, with what each rests on; each once, in the order given."""
        first: dict[str, LinkRef] = {}
        for link in links:
            first.setdefault(link.source, link)
        groups = self.facts.soc.groups
        return [{**self.group(groups[code]), **self.basis(link)} for code, link in first.items() if code in groups]

    # Standards and T Levels

    def standard_ref(self, standard: StandardRef) -> Json:
        """A standard in the light form."""
        return {
            "reference": standard.reference,
            "title": standard.title,
            "level": standard.level,
            "kind": standard.kind,
            "status": standard.status,
            "is_open": standard.is_open,
            "is_under_revision": standard.is_under_revision,
            **self.both("standard-detail", standard.reference),
        }

    def standard(self, found: StandardSummary) -> Json:
        """A row of the register."""
        return {
            "reference": found.reference,
            "title": found.title,
            "kind": found.kind,
            "level": found.level,
            "sector": found.sector or None,
            "status": found.status,
            "status_words": found.status_words,
            "is_open": found.is_open,
            "is_under_revision": found.is_under_revision,
            "is_for_school_leavers": found.is_for_school_leavers,
            "version": found.version or None,
            "typical_months": self.figure(found.typical_months),
            "max_funding": self.figure(found.max_funding),
            "degree": found.degree or None,
            "leads_to_recognition": found.leads_to_recognition,
            "address": found.address or None,
            **self.both("standard-detail", found.reference),
        }

    def rate_year(self, found: RateYear) -> Json:
        """Leavers of one academic year, and how many of them had finished."""
        return {"year": found.year, "leavers": self.figure(found.leavers), "rate": self.figure(found.rate)}

    def tlevel(self, found: TLevelSummary) -> Json:
        """One version of a T Level."""
        return {
            "number": found.number,
            "name": found.name,
            "lars_code": found.lars_code,
            "sector": found.sector,
            "start_year": found.start_year,
            "status": found.status or None,
            "status_words": found.status_words,
            "is_open": found.is_open,
            "first_start": day(found.first_start),
            "last_start": day(found.last_start),
            "replaced_by": list(found.replaced_by),
            "basis": found.basis or None,
            "note": found.note,
            **self.both("tlevel-detail", str(found.number)),
        }

    # Subjects and courses

    def degree_subject(self, found: SubjectRef) -> Json:
        """A degree subject."""
        return {
            "code": found.code,
            "title": found.title,
            "level": found.level,
            "now": found.now or None,
            **self.both("degree-subject-detail", found.code),
        }

    def spread(self, found: MedianSpread | None) -> Json | None:
        """How far providers' medians lie apart; null for too few providers."""
        if found is None:
            return None
        names = ("lowest", "lower", "middle", "upper", "highest")
        return {"providers": found.providers, **{name: self.figure(getattr(found, name)) for name in names}}

    def school_subject(self, found: SchoolSubject) -> Json:
        """A school subject."""
        return {
            "code": found.code,
            "stage": str(found.stage),
            "slug": found.slug,
            "title": str(found.title),
            "has_entries": bool(found.entries_name),
            **self.both("school-subject-detail", str(found.stage), found.slug),
        }

    def course(self, found: CourseRef) -> Json:
        """A course, training or licence of our editors' table."""
        return {
            "step": found.step,
            "title": found.title,
            "qualifications": list(found.qans),
            "level": found.level,
            "months": found.months,
            "mode": found.mode,
            "role": found.role,
            "asks": found.asks,
            "outcome": found.outcome,
            "note": found.note,
        }

    # Providers

    def provider(self, found: ProviderRecord) -> Json:
        """One body in one list."""
        low, high = found.ages
        return {
            "kind": found.kind,
            "key": found.key,
            "ukprn": found.ukprn or None,
            "urn": found.urn or None,
            "name": found.name,
            "type": found.type or None,
            "website": found.website or None,
            "status": found.status or None,
            "outcode": found.outcode or None,
            "area": {"code": found.area.code, "name": found.area.name} if found.area else None,
            "region": {"code": found.region.code, "name": found.region.name} if found.region else None,
            "placed": found.placed_words,
            "ages": None if low is None and high is None else {"from": low, "to": high},
            "has_sixth_form": found.has_sixth_form,
            "release": self.release(found.release),
            **self.both("provider-detail", found.ukprn or found.urn or found.key),
        }

    def distance(self, km: float | None) -> Json | None:
        """A distance in its band; null when nothing says where the provider is."""
        return None if km is None else {"within_miles": band_of(km), "words": band_words(km)}

    def list_age(self, found: ListAge) -> Json:
        """How old a list is, and where to check it."""
        return {
            "source": found.source,
            "words": found.words,
            "address": found.address,
            "release": self.release(found.release),
        }


def day(value: date | None) -> str | None:
    """A date, or null."""
    return value.isoformat() if value else None
