"""What every page of an ambassador's own desk shares: whose it is, the rooms of the desk, the way here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.permissions import Permission
from ambassadors.models import Ambassador
from ambassadors.queries.own import own_ambassador
from foundation.access import needs
from portal.pages.acting import Acting
from portal.pages.mistakes import first_words

Pair = tuple[str, str]


class OwnPage(Acting, TemplateView):
    """A page about the person who is signed in, for those who have applied."""

    access = needs(Permission.AMBASSADOR_SELF)
    room = ""  # which part of the desk this is, by the name of its address
    title: str | Promise = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """To the application for somebody who holds the role and has no row yet."""
        if own_row(self) is None:
            return redirect("ambassadors:apply")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def ambassador(self) -> Ambassador:
        """The person's own row."""
        found = own_row(self)
        if found is None:
            raise Http404
        return found

    def heading(self) -> str:
        """What the page is called."""
        return str(self.title)

    def crumbs(self) -> list[Pair]:
        """The way to the page; the last one has no address."""
        way = [(_("Ambassadors"), reverse("ambassadors:home")), (_("Your desk"), reverse("ambassadors:desk"))]
        here = self.heading()
        return [*way, (here, "")] if here else [way[0], (way[1][0], "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The person, the rooms, the way here, and no mistakes."""
        shared = {
            "crumbs": self.crumbs(),
            "desk_nav": rooms(self.room),
            "errors": [],
            "ambassador": self.ambassador,
            "page_title": self.heading(),
        }
        return super().get_context_data(**{**shared, **kwargs})

    def say_or_refuse(self, said: str, refused: ValidationError | None = None) -> None:
        """One message about what was done, or why it was not."""
        if refused is None:
            messages.success(self.request, said)
        else:
            messages.error(self.request, first_words(refused))

    def wrong(self, **context: Any) -> HttpResponse:
        """The page again, with what is wrong."""
        return self.render_to_response(self.get_context_data(**context), status=422)


def own_row(view: Acting) -> Ambassador | None:
    """The row of whoever is signed in, read once for a view."""
    kept: dict[str, Any] = view.__dict__
    if "_own_row" not in kept:
        kept["_own_row"] = own_ambassador(view.person)
    found: Ambassador | None = kept["_own_row"]
    return found


def rooms(here: str) -> list[tuple[str, str, bool]]:
    """The rooms of the desk: words, address, whether the page is in it."""
    listed = [
        ("desk", _("Overview")),
        ("visits", _("Visits")),
        ("availability", _("When I am free")),
        ("profile", _("Profile")),
        ("training", _("Training")),
        ("hours", _("Hours and certificate")),
        ("resources", _("For my topics")),
        ("peers", _("Peers")),
        ("story", _("My story")),
        ("standing", _("Pause or leave")),
    ]
    return [(words, reverse(f"ambassadors:{name}"), name == here) for name, words in listed]
