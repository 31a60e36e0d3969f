"""What people are told by mail about encounter offers and bookings."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.actions.mails import News, register_news, tell
from accounts.models import Membership, Organisation, User
from accounts.permissions import Permission
from accounts.roles import roles_with
from ambassadors.models import EncounterOffer, OfferBooking, OfferSlot

_DESK = "/providers/offers/%(organisation_slug)s/%(offer)s/"
_BOOKED = "/educators/encounter-offers/booked/"
_OPEN = _("Open the offer")
_SEE = _("See what your school has booked")

register_news(
    offer_published=News(
        _("Schools can book “%(title)s”"),
        (_("A coordinator has looked at your offer. Schools find it from now on."),),
        _DESK,
        _OPEN,
    ),
    offer_returned=News(
        _("“%(title)s” needs a change"),
        (
            _("A coordinator has looked at your offer and asks you to change it first. The reason:"),
            _("Change it and send it again."),
        ),
        _DESK,
        _OPEN,
    ),
    offer_booked=News(
        _("%(school)s has booked “%(title)s” on %(day)s"),
        (_("Year groups: %(years)s. Pupils: %(pupils)s. The offer’s page says who stays with them."),),
        _DESK,
        _OPEN,
    ),
    offer_booked_school=News(
        _("Booked: “%(title)s” on %(day)s"),
        (_("%(organisation)s expects your class at %(time)s. You can cancel on the page of your bookings."),),
        _BOOKED,
        _SEE,
    ),
    offer_cancelled_school=News(
        _("“%(title)s” on %(day)s does not take place"),
        (_("%(organisation)s has called this time off. Perhaps another of its times suits you."),),
        "/educators/encounter-offers/%(offer)s/",
        _("Look at the other times"),
    ),
    offer_cancelled_provider=News(
        _("%(school)s cannot come on %(day)s"),
        (_("The school has cancelled its booking of “%(title)s”. The place can be booked again."),),
        _DESK,
        _OPEN,
    ),
)


def offer_words(offer: EncounterOffer) -> dict[str, Any]:
    """What news about an offer says."""
    return {
        "offer": offer.pk,
        "title": offer.title,
        "organisation": offer.organisation.name,
        "organisation_slug": offer.organisation.slug,
    }


def booking_words(booking: OfferBooking) -> dict[str, Any]:
    """What news about a booking says: day and time in London."""
    slot = booking.slot
    return {
        **offer_words(slot.offer),
        **slot_words(slot),
        "school": booking.school.name,
        "years": ", ".join(str(year) for year in booking.year_groups),
        "pupils": booking.pupils,
    }


def slot_words(slot: OfferSlot) -> dict[str, Any]:
    """Day and time of a slot in London."""
    starts = timezone.localtime(slot.starts_at)
    return {"day": date_format(starts, "l j F"), "time": date_format(starts, "H:i")}


def tell_provider(organisation: Organisation, news: str, context: dict[str, Any]) -> None:
    """News to everybody who may write the organisation's offers."""
    for person in members_with(organisation, Permission.ENCOUNTER_OFFER_EDIT):
        tell(person, news, context)


def members_with(organisation: Organisation, permission: str) -> list[User]:
    """Those who hold a permission in an organisation now, each once."""
    rows = Membership.objects.granting().filter(organisation=organisation, role__in=roles_with(permission))
    people = {row.user_id: row.user for row in rows.select_related("user").order_by("pk")}
    return list(people.values())
