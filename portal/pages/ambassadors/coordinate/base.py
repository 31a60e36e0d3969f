"""What every page of the coordinators' desk shares: the rooms of the desk, the way here, forms and messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.permissions import Permission
from ambassadors.actions.vetting import log_look
from ambassadors.models import Ambassador
from foundation.access import needs
from lmi.enums import AreaKind
from lmi.queries.context import Facts, facts
from portal.pages.acting import Acting
from portal.pages.mistakes import first_words, form_errors, put_errors
from portal.pages.shared import today

PER_PAGE = 50
Pair = tuple[str, str]


class CoordinatorPage(Acting, TemplateView):
    """A page for those who coordinate; everything on it is private and stored nowhere."""

    access = needs(Permission.AMBASSADOR_COORDINATE)
    room = ""  # which part of the desk this is, by the name of its address
    title: str | Promise = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; parts of the address stay out of its context, where they would take the place of what they name."""
        return self.render_to_response(self.get_context_data())

    def heading(self) -> str:
        """What the page is called."""
        return str(self.title)

    def above(self) -> list[Pair]:
        """Pages between the desk and this one."""
        return []

    def crumbs(self) -> list[Pair]:
        """The way to the page; the last one has no address."""
        desk = (_("Coordinators’ desk"), reverse("coordinate:home"))
        way = [(_("Ambassadors"), reverse("ambassadors:home")), desk, *self.above()]
        return [*way, (self.heading(), "")] if self.heading() else [way[0], (desk[0], "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rooms, the way here, and no mistakes."""
        shared = {
            "crumbs": self.crumbs(),
            "desk_nav": rooms(self.room),
            "errors": [],
            "today": self.today,
            "page_title": self.heading() or _("Coordinators’ desk"),
        }
        return super().get_context_data(**{**shared, **kwargs})

    @cached_property
    def today(self) -> date:
        """The day in London."""
        return today()

    @cached_property
    def facts(self) -> Facts:
        """Areas and occupations, to name codes."""
        return facts()

    @property
    def region(self) -> str:
        """The region that the address names in `area`; "" for all, and for a code that is none."""
        asked = self.request.GET.get("area", "")
        return asked if asked in dict(self.regions) else ""

    @cached_property
    def regions(self) -> list[tuple[str, str]]:
        """Codes and names of the regions, and of the nations without regions, for a choice."""
        listed = self.facts.places.of_kind(AreaKind.REGION, AreaKind.NATION)
        return [(one.code, one.name) for one in listed if one.kind == AreaKind.REGION or not one.in_england]

    def page_of(self, rows: QuerySet[Any] | list[Any], size: int = PER_PAGE) -> Page[Any]:
        """The page of a list that the address asks for."""
        return Paginator(rows, size).get_page(self.request.GET.get("page"))

    def log(self, *, ambassador: Ambassador | None = None, people: int = 1) -> None:
        """Note, before the answer, that this page shows what is held about checks; a list of nobody shows nothing."""
        if people:
            match = self.request.resolver_match
            name = match.view_name if match else self.room
            log_look(by=self.person, page=name, ambassador=ambassador, people=people)

    def say_or_refuse(self, said: str, refused: ValidationError | None = None) -> None:
        """One message about what was done, or why it was not."""
        if refused is None:
            messages.success(self.request, said)
        else:
            messages.error(self.request, first_words(refused))

    def attempt(self, act: Callable[[], Any], said: str, to: str) -> HttpResponse:
        """Do it and say so, or say why not; then to an address."""
        try:
            act()
        except ValidationError as error:
            self.say_or_refuse("", error)
        else:
            self.say_or_refuse(said)
        return redirect(to)

    def wrong(self, **context: Any) -> HttpResponse:
        """The page again, with what is wrong."""
        return self.render_to_response(self.get_context_data(**context), status=422)

    def refused(self, name: str, form: forms.Form, error: ValidationError | None = None) -> HttpResponse:
        """The page again with a form whose mistakes are said beside its fields and in one list."""
        left = [(words, "") for _name, words in put_errors(form, error)] if error else []
        return self.wrong(**{name: form}, errors=[*form_errors(form), *left])


class PersonPages(CoordinatorPage):
    """Pages about one ambassador, whose code stands in the address."""

    room = "people"

    @cached_property
    def ambassador(self) -> Ambassador:
        """The person; a record that was taken into another leads nowhere."""
        people = Ambassador.objects.people().select_related("user", "employer", "companion")
        found: Ambassador = get_object_or_404(people, code=self.kwargs["person"])
        return found

    @property
    def own_address(self) -> str:
        """The person's page."""
        return reverse("coordinate:person", args=[self.ambassador.code])

    @property
    def is_self(self) -> bool:
        """Whether the person looks at their own record: then they decide nothing."""
        return self.ambassador.user_id == self.person.pk

    def above(self) -> list[Pair]:
        """Below the list of people."""
        return [(_("People"), reverse("coordinate:people"))]


def name_of(ambassador: Ambassador) -> str:
    """How coordinators see somebody: the whole name."""
    return f"{ambassador.given_name} {ambassador.family_name}".strip()


def rooms(here: str) -> list[tuple[str, str, bool]]:
    """The rooms of the desk: words, address, whether the page is in it."""
    listed = [
        ("home", _("Overview")),
        ("requests", _("Requests")),
        ("applications", _("Applications")),
        ("people", _("People")),
        ("gaps", _("Gaps")),
        ("rota", _("Event rota")),
        ("imports", _("Lists")),
        ("duplicates", _("Duplicates")),
        ("reminders", _("Reminders")),
        ("concerns", _("Concerns")),
        ("looks", _("Who looked")),
    ]
    return [(words, reverse(f"coordinate:{name}"), name == here) for name, words in listed]


def days_between(start: Any, end: Any) -> int:
    """Whole days from one moment to a later one."""
    return (timezone.localdate(end) - timezone.localdate(start)).days
