"""Reminders in bulk: who would get what, then sent with one button."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from accounts.actions.mails import news_context
from ambassadors.actions.reminders import KINDS, due_reminders, send_reminders
from portal.pages.ambassadors.coordinate.base import CoordinatorPage
from portal.pages.shared import with_query


class Reminders(CoordinatorPage):
    """`/ambassadors/coordinate/reminders/?kind=answers`."""

    template_name = "ambassadors/coordinate/reminders.html"
    room = "reminders"
    title = gettext_lazy("Reminders")

    @property
    def kind(self) -> str:
        """The kind that the address asks for, the first one where it asks for none."""
        asked = self.request.GET.get("kind", "")
        return asked if asked in KINDS else next(iter(KINDS))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everybody who would get a mail, and the words of the first."""
        found = due_reminders(self.kind, timezone.now())
        if KINDS[self.kind].shows_checks:
            self.log(people=len(found))
        page = self.page_of(found)
        sample = news_context(found[0].news, found[0].words) if found else None
        shown = {
            "kinds": [(slug, kind.title, slug == self.kind) for slug, kind in KINDS.items()],
            "kind": KINDS[self.kind],
            "slug": self.kind,
            "page": page,
            "sample": sample,
            "many": len(found),
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Send what was shown; what was sent before is not sent again."""
        kind = request.POST.get("kind", "")
        try:
            sent = send_reminders(kind=kind, now=timezone.now(), by=self.person)
        except ValidationError as error:
            self.say_or_refuse("", error)
        else:
            words = ngettext("%(count)s reminder is on its way.", "%(count)s reminders are on their way.", sent)
            self.say_or_refuse(words % {"count": sent})
        return redirect(with_query(reverse("coordinate:reminders"), [("kind", kind)]))
