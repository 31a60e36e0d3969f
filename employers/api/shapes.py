"""How employers, role profiles, opportunities and preferences look in JSON to readers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation
from employers.enums import OpportunityKind, PayBasis, PayPeriod, WageKind, WageUnit
from employers.models import Opportunity, ProfileWayIn, RoleProfile, Vacancy
from employers.models.profiles import Preferred
from employers.queries.beside import CourseAsks, MixPart, ProviderStates
from employers.queries.directory import EmployerRow, ProfileRow, SiteRow
from employers.queries.offers import OfferRow
from employers.queries.preferences import PreferenceRow
from employers.queries.titles import address_of, key_of, title_of
from evidence.figures import Unit
from lmi.api.shapes import Json
from pathways.api.shapes import PathwayShapes
from pathways.book import Book

POUNDS_A_MONTH = "pounds_a_month"  # no published figure has this unit
_WAGE_UNIT: dict[str, str] = {
    WageUnit.ANNUALLY: Unit.POUNDS_A_YEAR,
    WageUnit.MONTHLY: POUNDS_A_MONTH,
    WageUnit.WEEKLY: Unit.POUNDS_A_WEEK,
}
_PAY_UNIT = {PayPeriod.YEAR: Unit.POUNDS_A_YEAR, PayPeriod.HOUR: Unit.POUNDS_AN_HOUR}


def stated(
    value: Decimal | int | None, unit: str | None, basis: str = "", *, words: str = "", by: str = "employer"
) -> Json:
    """A number that an employer states, here or in an advert: never to be taken for an official figure."""
    said = {
        "employer": _("Stated by the employer. Not an official figure."),
        "advert": _("Stated in the advert. Not an official figure."),
    }
    return {
        "value": None if value is None else number(value),
        "unit": unit,
        "basis": basis or None,
        "basis_words": words or None,
        "stated_by": by,
        "is_official": False,
        "reason": "not_stated" if value is None else None,
        "note": said[by],
    }


def number(value: Decimal | int) -> float | int:
    """A number as JSON has it, whole where it is."""
    return int(value) if value == int(value) else float(value)


def stated_pay(item: RoleProfile | Opportunity) -> Json:
    """Both ends of the pay that an employer states, each with unit and basis."""
    unit = _PAY_UNIT[PayPeriod(item.pay_period)]
    basis = item.pay_basis if isinstance(item, RoleProfile) else ""
    words = str(PayBasis(basis).label) if basis else ""
    return {
        "low": stated(item.pay_low, unit, basis, words=words),
        "high": stated(item.pay_high, unit, basis, words=words),
    }


def stated_hours(value: Decimal | None) -> Json:
    """Hours a week that an employer states."""
    return stated(value, Unit.HOURS_A_WEEK)


def advert_pay(item: Vacancy) -> Json:
    """Both ends of the wage that an advert states; the unit is null where it only names the kind of wage."""
    unit, words = _WAGE_UNIT.get(item.wage_unit), str(WageKind(item.wage_kind).label)
    ends = {"low": item.pay_low, "high": item.pay_high}
    return {end: stated(value, unit, item.wage_kind, words=words, by="advert") for end, value in ends.items()}


def page_of(name: str, *args: str) -> str | None:
    """The path of a page; None where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


class EmployerShapes(PathwayShapes):
    """Shapes of one request, with its registers."""

    def page(self, name: str, *args: str) -> str | None:
        """The absolute address of a page; None where there is none."""
        path = page_of(name, *args)
        return self.absolute(path) if path else None

    def employer(self, organisation: Organisation) -> Json:
        """An employer in the light form."""
        return self._employer(organisation.slug, organisation.name, organisation.is_demo)

    def _employer(self, slug: str, name: str, is_demo: bool) -> Json:
        return {
            "slug": slug,
            "name": name,
            "is_demo": is_demo,
            "url": self.page("students:employer-detail", slug),
            "api": self.address("api:organisation-detail", slug),
        }

    def employer_row(self, row: EmployerRow) -> Json:
        """An employer in a list."""
        return {
            "id": row.pk,
            **self._employer(row.slug, row.name, row.is_demo),
            "size": row.size or None,
            "size_words": row.size_words or None,
            "sectors": list(row.sectors),
            "places": list(row.places),
            "profiles": row.profiles,
            "takes_apprentices": row.takes_apprentices,
            "trains_you": row.trains_you,
        }

    def site(self, row: SiteRow) -> Json:
        """A site; the first half of its postcode and its area only."""
        return {"name": row.name, "outcode": row.outcode, "area": row.area or None, "place": row.place}

    def profile_ref(self, row: ProfileRow) -> Json:
        """A role profile in the light form."""
        return {
            "id": row.pk,
            "slug": row.slug,
            "title": row.title,
            "soc2020": row.soc2020 or None,
            "occupation": row.occupation or None,
            "employer": self._employer(row.employer_slug, row.employer, row.is_demo),
            "places": list(row.places),
            "takes_apprentices": row.takes_apprentices,
            "trains_you": row.trains_you,
            "is_demo": row.is_demo,
            "url": self.page("students:role-profile-detail", row.employer_slug, row.slug),
            "api": self.address("api:role-profile-detail", str(row.pk)),
        }

    def profile_row(self, row: ProfileRow, profile: RoleProfile) -> Json:
        """A role profile in a list: with pay and hours as the employer states them."""
        return {
            **self.profile_ref(row),
            "pay": stated_pay(profile),
            "hours_per_week": stated_hours(profile.hours_per_week),
            "shown_until": day(profile.confirmed_until),
        }

    def preferred(self, book: Book, row: Preferred) -> Json:
        """One qualification that is asked for."""
        key = key_of(row.kind, row.subject)
        address = address_of(key)
        return {
            "kind": row.kind,
            "subject": row.subject or None,
            "title": title_of(book, key),
            "grade": row.grade or None,
            "level": row.level or None,
            "weight": row.weight,
            "url": self.absolute(address) if address else None,
        }

    def way_in(self, row: ProfileWayIn) -> Json:
        """One way in."""
        return {"kind": row.kind, "words": row.get_kind_display(), "reference": row.reference or None, "note": row.note}

    def file(self, held: object) -> str | None:
        """The absolute address of an uploaded file; None without one."""
        return self.absolute(str(held.url)) if held else None  # type: ignore[attr-defined]  # a FieldFile

    def offer(self, row: OfferRow) -> Json:
        """A line of the list of opportunities: an employer's own, or an advert of the national service.

        What keeps under-18s safe is for schools and curators; readers are told how many of them approve.
        """
        item = row.item
        return {
            "origin": row.origin,
            "id": row.pk,
            "slug": row.slug,
            "kind": row.kind,
            "kind_words": str(OpportunityKind(row.kind).label),
            "title": row.title,
            "employer": self.employer(item.organisation) if isinstance(item, Opportunity) else self._named(row),
            "soc2020": getattr(item, "soc2020", "") or None,
            "places_of_work": list(row.places),
            "is_remote": row.is_remote,
            "starts_on": day(row.starts_on),
            "ends_on": day(getattr(item, "ends_on", None)),
            "closes_on": day(row.closes_on),
            "min_age": row.min_age,
            "max_age": row.max_age,
            "approved_by": row.approvals,
            "pay": stated_pay(item) if isinstance(item, Opportunity) else advert_pay(item),
            "is_unpaid": row.is_unpaid,
            "hours_per_week": stated(
                item.hours_per_week,
                Unit.HOURS_A_WEEK,
                by="employer" if isinstance(item, Opportunity) else "advert",
            ),
            "is_demo": row.is_demo,
            **self._offer_addresses(row),
        }

    @staticmethod
    def _named(row: OfferRow) -> Json:
        return {"slug": None, "name": row.employer, "is_demo": False, "url": None, "api": None}

    def _offer_addresses(self, row: OfferRow) -> Json:
        if isinstance(row.item, Opportunity):
            return {
                "url": self.page("students:opportunity-detail", row.employer_slug, row.slug),
                "api": self.address("api:opportunity-detail", str(row.pk)),
            }
        return {
            "url": self.page("students:vacancy-detail", row.slug),
            "api": self.address("api:vacancy-detail", row.slug),
        }

    # Preferences

    def preference(self, row: PreferenceRow) -> Json:
        """How many employers make what of one qualification."""
        return {
            "kind": row.kind,
            "subject": row.subject or None,
            "title": row.title,
            "essential": self.figure(row.essential),
            "useful": self.figure(row.useful),
            "we_train": self.figure(row.we_train),
        }

    def mix(self, part: MixPart) -> Json:
        """People in the work by highest qualification."""
        return {"category": part.category, "title": part.title, "people": self.figure(part.people)}

    def course_asks(self, row: CourseAsks) -> Json:
        """What courses of a family ask for, as our editors sum it up."""
        return {
            "family": row.family,
            "title": row.title,
            "required": row.required,
            "preferred": row.preferred,
            "basis": row.basis,
            "is_seen": row.is_seen,
            "address": row.address or None,
            "source_title": row.source_title or None,
        }

    def provider_states(self, row: ProviderStates) -> Json:
        """What one provider states itself."""
        return {
            "provider": row.provider,
            "degree_subject": row.degree_subject,
            "course": row.course or None,
            "required": list(row.required),
            "preferred": list(row.preferred),
            "address": row.address or None,
            "is_demo": row.is_demo,
        }


def day(found: date | None) -> str | None:
    """A date as JSON has it."""
    return found.isoformat() if found else None
