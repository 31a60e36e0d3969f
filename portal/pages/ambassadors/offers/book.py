"""Teachers book a class into a time that is offered, see what their school has booked, and cancel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.permissions import Permission
from accounts.queries import organisations_with
from ambassadors.actions.offer_bookings import PlaceTakenError, book_slot, cancel_booking, mark_booking
from ambassadors.forms.offers import BookingForm
from ambassadors.models import EncounterOffer, OfferSlot
from ambassadors.queries.offers import bookings_of_schools, slots_of
from foundation.access import needs
from portal.pages.acting import Acting
from portal.pages.ambassadors.offers.public import offer_crumbs
from portal.pages.ambassadors.offers.words import slot_view
from portal.pages.ambassadors.visit_words import when_words
from portal.pages.mistakes import first_words, form_errors, put_errors

ACCESS = needs(Permission.VISIT_REQUEST)
MOST_LISTED = 100


class BookSlot(Acting, TemplateView):
    """`/educators/encounter-offers/3/book/7/`: the class, who stays with it, and the press that books."""

    access = ACCESS
    template_name = "educators/encounter_offers/book.html"

    @cached_property
    def offer(self) -> EncounterOffer:
        """A published offer; else 404."""
        found: EncounterOffer = get_object_or_404(EncounterOffer.objects.published(), pk=self.kwargs["offer"])
        return found

    @cached_property
    def slot(self) -> OfferSlot:
        """One of its times ahead; else 404."""
        ahead = OfferSlot.objects.filter(offer=self.offer, classes__gt=0, starts_at__gt=timezone.now())
        found: OfferSlot = get_object_or_404(ahead, pk=self.kwargs["slot"])
        return found

    @cached_property
    def schools(self) -> Any:
        """Verified schools and colleges that the person may book for."""
        return organisations_with(self.person, Permission.VISIT_REQUEST).verified().order_by("name")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the other times of the offer."""
        now = timezone.now()
        others = [slot_view(row) for row in slots_of(self.offer, now) if row.slot.pk != self.slot.pk and row.left]
        address = reverse("encounter-offers:detail", args=[self.offer.pk])
        shared = {
            "when": when_words(self.slot.starts_at, self.slot.ends_at),
            "others": others,
            "errors": [],
            "is_taken": False,
            "has_school": self.schools.exists(),
            "form": BookingForm(schools=self.schools, initial={"school": self.schools.first()}),
            "crumbs": offer_crumbs((self.offer.title, address), (_("Book"), "")),
        }
        # Parts of the address come in by name too, as numbers.
        return super().get_context_data(**{**shared, **kwargs, "offer": self.offer, "slot": self.slot})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Book; a place that has just gone is told at once, with other times and all that was typed kept."""
        form = BookingForm(request.POST, schools=self.schools)
        if not form.is_valid():
            return self._again(form, form_errors(form))
        school = form.cleaned_data["school"]
        try:
            book_slot(by=self.person, school=school, slot=self.slot, who=form.who(), now=timezone.now())
        except PlaceTakenError as error:
            return self._again(form, [(first_words(error), "others")], is_taken=True)
        except ValidationError as error:
            left = [(words, "") for _name, words in put_errors(form, error)]
            return self._again(form, [*form_errors(form), *left])
        messages.success(request, _("Booked: %(title)s.") % {"title": self.offer.title})
        return redirect("encounter-offers:booked")

    def _again(self, form: BookingForm, errors: list[tuple[str, str]], *, is_taken: bool = False) -> HttpResponse:
        context = self.get_context_data(form=form, errors=errors, is_taken=is_taken)
        return self.render_to_response(context, status=409 if is_taken else 422)


class Booked(Acting, TemplateView):
    """`/educators/encounter-offers/booked/`: the bookings of one's schools, and cancelling or confirming them."""

    access = ACCESS
    template_name = "educators/encounter_offers/booked.html"

    def rows(self) -> Any:
        """The bookings of the person's schools."""
        return bookings_of_schools(organisations_with(self.person, Permission.VISIT_REQUEST))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every booking with what can be done about it; three SQL statements."""
        now = timezone.now()
        lines = [
            {
                "booking": row,
                "when": when_words(row.slot.starts_at, row.slot.ends_at),
                "can_cancel": row.cancelled_at is None and row.slot.starts_at > now,
                "can_say": row.cancelled_at is None and row.slot.ends_at <= now and row.is_done is None,
            }
            for row in self.rows()[:MOST_LISTED]
        ]
        shared = {"lines": lines, "errors": [], "crumbs": offer_crumbs((_("Booked"), ""))}
        return super().get_context_data(**{**shared, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Cancel one, or say whether it took place."""
        number = request.POST.get("booking", "")
        booking = get_object_or_404(self.rows(), pk=int(number) if number.isdecimal() and len(number) < 18 else 0)
        now, do = timezone.now(), request.POST.get("do")
        try:
            if do == "cancel":
                cancel_booking(by=self.person, booking=booking, now=now)
                messages.success(request, _("Cancelled. The place can be booked by another school."))
            else:
                mark_booking(by=self.person, booking=booking, took_place=do == "done", now=now)
                messages.success(request, _("Thank you. It is on your school’s record."))
        except ValidationError as error:
            errors = [(first_words(error), "")]
            return self.render_to_response(self.get_context_data(errors=errors), status=409)
        return redirect("encounter-offers:booked")
