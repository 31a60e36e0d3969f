"""What every page of the teachers' desk for visits shares: whose schools, the rooms of the desk, the way here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.queries import organisations_with
from foundation.access import needs
from portal.pages.acting import Acting
from portal.pages.mistakes import first_words

Pair = tuple[str, str]


class SchoolPage(Acting, TemplateView):
    """A page for those who may ask for visits, for one or several schools."""

    access = needs(Permission.VISIT_REQUEST)
    room = ""
    title: Any = ""  # words, or lazy ones

    @cached_property
    def schools(self) -> list[Organisation]:
        """The person's schools and colleges with their places, by name; verified or still waiting for it."""
        mine = organisations_with(self.person, Permission.VISIT_REQUEST)
        return list(mine.select_related("school_place").order_by("name", "pk"))

    @cached_property
    def now(self) -> Any:
        """The moment at which the page is asked for."""
        return timezone.now()

    def crumbs(self) -> list[Pair]:
        """The way to the page; the last one has no address."""
        way = [(_("Teachers and advisers"), reverse("educators:home"))]
        home = (_("Ambassadors in your school"), reverse("school-visits:home"))
        return [*way, home, (str(self.title), "")] if self.title else [*way, (home[0], "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rooms, the way here, and no mistakes."""
        shared = {"crumbs": self.crumbs(), "desk_nav": rooms(self.room), "errors": [], "page_title": self.title}
        return super().get_context_data(**{**shared, **kwargs})

    def wrong(self, *, status: int = 422, **context: Any) -> HttpResponse:
        """The page again, with what is wrong."""
        return self.render_to_response(self.get_context_data(**context), status=status)

    def attempt(self, act: Callable[[], Any], said: str) -> ValidationError | None:
        """Do something and say so; what was refused is said instead, and returned."""
        try:
            act()
        except ValidationError as error:
            messages.error(self.request, first_words(error))
            return error
        messages.success(self.request, said)
        return None


def rooms(here: str) -> list[tuple[str, str, bool]]:
    """The rooms of the desk: words, address, whether the page is in it."""
    listed = [
        ("home", _("Find people"), reverse("school-visits:home")),
        ("requests", _("Your requests"), reverse("school-visits:requests")),
        ("booked", _("Colleges and providers"), reverse("encounter-offers:list")),
    ]
    return [(words, address, name == here) for name, words, address in listed]
