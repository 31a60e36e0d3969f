"""The queue of links that nobody is sure of: keep or drop, one after the other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from evidence.models import Release
from evidence.queries import current_editions
from foundation.access import needs
from foundation.desk.base import DeskView
from foundation.queues import Waiting
from lmi.queries.context import facts
from pathways.actions import decide_link
from pathways.book import LinkRef, route_book
from pathways.enums import Confidence, LinkBasis, LinkKind, LinkRole, OverrideDecision
from pathways.link_names import LinkNames

DECIDE = Permission.LINK_DECIDE
_SOURCE = "waymark-links"


def unsure_links(kind: str = "") -> list[LinkRef]:
    """Links of low confidence that no curator has confirmed, by kind and codes."""
    book = route_book(current_editions())
    return [
        link
        for link in book.all_links()
        if link.confidence == Confidence.LOW and not link.checked and kind in ("", link.kind)
    ]


def links_waiting(now: datetime) -> Waiting:
    """Unsure links; each has waited since its edition was published here."""
    count = len(unsure_links())
    since = Release.objects.published().of(_SOURCE).values_list("state_changed_at", flat=True).first()
    wait = now - since if since and count else None
    return Waiting(count, wait, wait)


class UnsureLinks(DeskView):
    """Unsure links, twenty-five at a time."""

    access = needs(DECIDE)
    page_title = gettext_lazy("Links with low confidence")
    header_icon = "link"
    template_name = "desk/unsure_links.html"

    @property
    def kind(self) -> str:
        """The kind of link asked for; "" for all."""
        asked = self.request.GET.get("kind", "")
        return asked if asked in LinkKind.values else ""

    def shown(self) -> dict[str, Any]:
        """Links with the names of both ends, and how many there are of each kind."""
        every = unsure_links()
        chosen = [link for link in every if self.kind in ("", link.kind)]
        page = self.page_of(chosen)
        context = facts()
        names = LinkNames(route_book(context.editions), context)
        tabs = [("", _("All"), len(every), not self.kind)]
        for kind in LinkKind:
            number = sum(link.kind == kind for link in every)
            if number:
                tabs.append((kind, str(kind.label), number, kind == self.kind))
        rows = [(link, *names.ends(link), *_words(link)) for link in page.object_list]
        return {"page_obj": page, "rows": rows, "tabs": tabs, "decided": "decided" in self.request.GET}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep or drop one link; the next one then stands in its place."""
        said = request.POST
        decision = OverrideDecision.DROP if said.get("do") == "drop" else OverrideDecision.KEEP
        ends = {name: said.get(name, "") for name in ("kind", "source", "target")}
        if not any((link.kind, link.source, link.target) == tuple(ends.values()) for link in unsure_links()):
            self.refuse(_("This link is not in the queue any more."))
        else:
            try:
                reason = said.get("reason", "").strip()
                decide_link(by=f"person {self.person.pk}", decision=decision, reason=reason, **ends)
            except ValidationError as error:
                self.refuse(error)
            else:
                done = _("dropped") if decision == OverrideDecision.DROP else _("kept")
                self.say(_("%(source)s to %(target)s: %(done)s.") % {**ends, "done": done})
        kept = {"kind": self.kind, "p": request.GET.get("p", ""), "decided": "1"}
        query = urlencode({name: value for name, value in kept.items() if value})
        return self.back(f"{reverse('desk-unsure-links')}?{query}")


def _words(link: LinkRef) -> tuple[str, str, str]:
    """Kind, role and basis in words."""
    role = LinkRole(link.role).label if link.role in LinkRole.values else link.role
    basis = LinkBasis(link.basis).label if link.basis in LinkBasis.values else link.basis
    return str(LinkKind(link.kind).label), str(role), str(basis)
