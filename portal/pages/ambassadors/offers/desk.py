"""The desk of those who offer encounters: write an offer, add times, close it, see which classes come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.queries import organisations_with
from ambassadors.actions.offer_bookings import mark_booking
from ambassadors.actions.offers import FIELDS, KINDS, add_slot, call_off_slot, close_offer, save_offer, send_offer
from ambassadors.forms.offers import OfferForm, SlotForm
from ambassadors.models import EncounterOffer, OfferBooking
from ambassadors.queries.offers import offers_of, slots_for_provider
from foundation.access import needs
from portal.pages.acting import Acting
from portal.pages.ambassadors.offers.words import slot_view
from portal.pages.mistakes import first_words, form_errors, put_errors

Pair = tuple[str, str]
ACCESS = needs(Permission.ENCOUNTER_OFFER_EDIT)


class State:
    """Where an offer stands, in words and with the kind of its tag."""

    def __init__(self, offer: EncounterOffer) -> None:
        if offer.is_open:
            said = (_("Schools can book"), "beacon") if offer.approved_at else (_("With a coordinator"), "plain")
        else:
            said = (_("Closed"), "outline") if offer.approved_at else (_("Draft"), "plain")
        self.words, self.tag = said


class ChooseOfferer(Acting, TemplateView):
    """`/providers/offers/`: whose desk; with one organisation straight there."""

    access = ACCESS
    template_name = "ambassadors/offers/choose.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on, or ask."""
        mine = list(organisations_with(self.person, Permission.ENCOUNTER_OFFER_EDIT).filter(kind__in=KINDS))
        if len(mine) == 1:
            return redirect("offers:home", mine[0].slug)
        crumbs = [(_("Encounters you offer"), "")]
        return self.render_to_response(self.get_context_data(organisations=mine, crumbs=crumbs, errors=[]))


class OfferDesk(Acting, TemplateView):
    """A page about one organisation's offers; to others it is not there."""

    access = ACCESS

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation of the address, where the person may write offers; else 404."""
        mine = organisations_with(self.person, Permission.ENCOUNTER_OFFER_EDIT).filter(kind__in=KINDS)
        found: Organisation = get_object_or_404(mine, slug=self.kwargs["organisation"])
        return found

    @property
    def home(self) -> str:
        """The address of the list."""
        return reverse("offers:home", args=[self.organisation.slug])

    def crumbs(self) -> list[Pair]:
        """The way to the page."""
        return [(_("Encounters you offer"), reverse("offers:choose")), (self.organisation.name, self.home)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The organisation, the way here, and no mistakes."""
        context = super().get_context_data(**kwargs)
        return {"crumbs": self.crumbs(), "errors": [], **context, "organisation": self.organisation}


class OfferHome(OfferDesk):
    """All offers of the organisation with their state and what is booked."""

    template_name = "ambassadors/offers/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest first; as many SQL statements however many there are."""
        lines = [(one, State(one)) for one in offers_of(self.organisation, timezone.now())]
        crumbs = [*self.crumbs()[:-1], (self.organisation.name, "")]
        return super().get_context_data(lines=lines, **{"crumbs": crumbs, **kwargs})


class EditOffer(OfferDesk):
    """A new offer, or its words changed."""

    template_name = "ambassadors/offers/edit.html"

    @cached_property
    def offer(self) -> EncounterOffer | None:
        """The offer of the address; None for a new one."""
        if "offer" not in self.kwargs:
            return None
        found: EncounterOffer = get_object_or_404(self.organisation.encounter_offers, pk=self.kwargs["offer"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form as it stands."""
        initial = {name: getattr(self.offer, name) for name in FIELDS} if self.offer else {}
        here = _("Change the words") if self.offer else _("Offer an encounter")
        shared = {"form": OfferForm(initial=initial), "item": self.offer, "crumbs": [*self.crumbs(), (here, "")]}
        return super().get_context_data(**{**shared, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save; what the action refuses stands beside its field."""
        form = OfferForm(request.POST)
        left: list[Pair] = []
        if form.is_valid():
            try:
                made = save_offer(
                    by=self.person, organisation=self.organisation, changes=form.cleaned_data, offer=self.offer
                )
            except ValidationError as error:
                left = [(words, "") for _name, words in put_errors(form, error)]
            else:
                messages.success(request, _("Saved."))
                return redirect("offers:offer", self.organisation.slug, made.pk)
        return self.render_to_response(self.get_context_data(form=form, errors=[*form_errors(form), *left]), status=422)


class OfferPage(OfferDesk):
    """One offer: its state, its times, the classes that come."""

    template_name = "ambassadors/offers/offer.html"

    @cached_property
    def offer(self) -> EncounterOffer:
        """The offer; 404 alike for another organisation's and for none."""
        found: EncounterOffer = get_object_or_404(self.organisation.encounter_offers, pk=self.kwargs["offer"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Times ahead and over; eight SQL statements at the most."""
        now = timezone.now()
        slots = [slot_view(row) for row in slots_for_provider(self.offer, now)]
        shared = {
            "state": State(self.offer),
            "ahead": [one for one in slots if not one.row.slot.is_past(now) and not one.row.is_called_off],
            "over": [one for one in reversed(slots) if one.row.slot.is_past(now) and one.row.bookings],
            "form": SlotForm(),
            "crumbs": [*self.crumbs(), (self.offer.title, "")],
        }
        return super().get_context_data(**{**shared, **kwargs, "offer": self.offer})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Add a time, take one back, open, close, or say who came."""
        do, _colon, number = request.POST.get("do", "").partition(":")
        if do == "add":
            return self._add()
        try:
            said = self._act(do, int(number) if number.isdecimal() and len(number) < 18 else 0)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(errors=[(first_words(error), "times")]), status=422)
        messages.success(request, said)
        return redirect("offers:offer", self.organisation.slug, self.offer.pk)

    def _add(self) -> HttpResponse:
        form, left = SlotForm(self.request.POST), list[Pair]()
        if form.is_valid():
            given = form.cleaned_data
            try:
                add_slot(
                    by=self.person,
                    offer=self.offer,
                    classes=given["classes"],
                    most_pupils=given["most_pupils"],
                    now=timezone.now(),
                    **form.moments(),
                )
            except ValidationError as error:
                left = [(words, "") for _name, words in put_errors(form, error)]
            else:
                messages.success(self.request, _("The time is added."))
                return redirect("offers:offer", self.organisation.slug, self.offer.pk)
        return self.render_to_response(self.get_context_data(form=form, errors=[*form_errors(form), *left]), status=422)

    def _act(self, do: str, number: int) -> str:
        now = timezone.now()
        match do:
            case "send":
                sent = send_offer(by=self.person, offer=self.offer, now=now)
                return _("Schools can book it now.") if sent.approved_at else _("Sent. A coordinator reads it next.")
            case "close":
                close_offer(by=self.person, offer=self.offer)
                return _("Closed. Schools no longer find it; classes that are booked still come.")
            case "call-off":
                slot = get_object_or_404(self.offer.slots, pk=number)
                told = call_off_slot(by=self.person, slot=slot, now=now)
                return _("Taken back; the schools that had booked are told.") if told else _("Taken back.")
            case "done" | "not-done":
                booking = get_object_or_404(OfferBooking.objects.filter(slot__offer=self.offer), pk=number)
                mark_booking(by=self.person, booking=booking, took_place=do == "done", now=now)
                return _("Noted.")
        raise PermissionDenied
