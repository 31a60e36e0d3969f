"""Requests about people's own data, at the desk: the queue, and one request with all that a decision needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from accounts.data_rights import actions
from accounts.data_rights.erasure import ErasureError
from accounts.data_rights.export import sections, to_review
from accounts.data_rights.rows import person_of
from accounts.models import DataRequest, User
from accounts.models.data_rights import OPEN_STATES, Law, RequestKind
from accounts.permissions import Permission
from foundation.access import needs
from foundation.desk.base import DeskView, numbers
from foundation.queues import Queue, Waiting, register, waiting_rows

_MOST_ROWS = 200  # of one model, in the list of what may be withheld


def waiting(now: datetime) -> Waiting:
    """What a reviewer has to look at, since when people have waited."""
    return waiting_rows(DataRequest.objects.waiting(), "made_at", now)


class _Screen(DeskView):
    access = needs(Permission.DATA_REQUEST_DECIDE)
    header_icon = "user"


class DataRequests(_Screen):
    """All open requests, the most urgent first; those answered last; and a form for what came by letter."""

    page_title = gettext_lazy("Requests about personal data")
    template_name = "desk/data_requests.html"

    def shown(self) -> dict[str, Any]:
        """Open and answered requests with their clocks."""
        today = timezone.localdate()
        rows = DataRequest.objects.without_file().select_related("subject")
        answered = rows.exclude(state__in=OPEN_STATES).order_by("-made_at", "-pk")
        return {
            "open": [(row, row.days_left(today)) for row in rows.filter(state__in=OPEN_STATES)],
            "page_obj": self.page_of(answered),
            "kinds": RequestKind.choices,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter a request that came by letter or mail, for an account known by its address."""
        here = HttpResponseRedirect(reverse("desk-data-requests"))
        address, kind = request.POST.get("email", "").strip(), request.POST.get("kind", "")
        subject = User.objects.filter(email__iexact=address).first()
        if subject is None or kind not in RequestKind.values:
            self.refuse(_("No account has this address."))
            return here
        made = actions.ask(by=self.person, kind=kind, subject=subject)
        self.say(
            _("Request %(number)s is open. Check first that the letter came from the person.") % {"number": made.pk}
        )
        return here


class DataRequestScreen(_Screen):
    """One request: who asks, the clock, what is held, what is withheld, and the decision."""

    template_name = "desk/data_request.html"
    crumbs = (("desk-data-requests", gettext_lazy("Requests about personal data")),)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the request of the address."""
        super().setup(request, *args, **kwargs)
        rows = DataRequest.objects.without_file().select_related("subject", "decided_by")
        self.held: DataRequest = get_object_or_404(rows, pk=kwargs["request_id"])

    def get_page_title(self) -> str:
        """The kind and number of the request."""
        return f"{self.held.get_kind_display()}: {self.held.pk}"

    def shown(self) -> dict[str, Any]:
        """Everything that a decision needs; of an answered request only the record."""
        held = self.held
        known: dict[str, Any] = {
            "one": held,
            "days_left": held.days_left(timezone.localdate()),
            "exemptions": held.exemptions.select_related("decided_by").order_by("pk"),
            "own": held.subject_id == self.person.pk,
            "laws": Law.choices,
        }
        if not held.is_open or held.subject is None:
            return known
        careful = to_review(held.subject)
        found = [section for section in sections(person_of(held.subject)) if not section["model"].endswith("Event")]
        return known | {
            "owned": held.subject.memberships.filter(role="employer_owner", state="active").select_related(
                "organisation"
            ),
            "sections": [_for_reading(section, careful.get(section["model"], [])) for section in found],
        }

    def post(self, request: HttpRequest, request_id: int) -> HttpResponse:
        """Do what the button says, and tell the reviewer what came of it."""
        deeds: dict[str, Callable[[], str]] = {
            "withhold": self._withhold,
            "unhold": self._unhold,
            "release": self._release,
            "erase": self._erase,
            "refuse": self._refuse,
            "extend": self._extend,
        }
        deed = deeds.get(request.POST.get("do", ""))
        try:
            if deed:
                self.say(deed())
        except ValidationError as error:
            self.refuse(error)
        except (actions.RequestStateError, ErasureError, PermissionDenied) as error:
            self.refuse(str(error) or _("You may not decide about this request."))
        return HttpResponseRedirect(reverse("desk-data-request", args=[self.held.pk]))

    def _withhold(self) -> str:
        form = self.request.POST
        actions.withhold(
            by=self.person,
            request=self.held,
            reference=form.get("reference", ""),
            law=form.get("law", ""),
            reason=form.get("reason", ""),
            told="told" in form,
        )
        return _("Withheld, and recorded with your name.")

    def _unhold(self) -> str:
        for number in numbers([self.request.POST.get("exemption", "")]):
            actions.stop_withholding(by=self.person, request=self.held, exemption_id=number)
        return _("No longer withheld.")

    def _release(self) -> str:
        actions.release_copy(by=self.person, request=self.held)
        return _("The person has a mail and seven days to download the copy.")

    def _erase(self) -> str:
        if "sure" not in self.request.POST:
            raise ValidationError(_("Tick the box: an erasure cannot be taken back."))
        actions.carry_out_erasure(by=self.person, request=self.held)
        return _("Erased. The record below is the proof.")

    def _refuse(self) -> str:
        actions.refuse(by=self.person, request=self.held, answer=self.request.POST.get("answer", ""))
        return _("Refused; the person has a mail with your reason.")

    def _extend(self) -> str:
        actions.extend(by=self.person, request=self.held, reason=self.request.POST.get("extension", ""))
        return _("Two more months; the person has a mail with your reason.")


def _for_reading(section: dict[str, Any], careful: list[Any]) -> dict[str, Any]:
    """A section with the rows that ask for care first, each with the name by which it can be withheld."""
    rows = sorted(section["rows"][:_MOST_ROWS], key=lambda row: row["id"] not in careful)
    return {
        "model": section["model"],
        "title": section["title"],
        "count": len(section["rows"]),
        "careful": bool(careful),
        "rows": [
            {
                "reference": f"{section['model']}:{row['id']}",
                "careful": row["id"] in careful,
                "said": [(name, value) for name, value in row["fields"].items() if value not in (None, "", {}, [])],
            }
            for row in rows
        ],
    }


@hooks.register("register_admin_urls")
def data_request_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("data-requests/", DataRequests.as_view(), name="desk-data-requests"),
        path("data-requests/<int:request_id>/", DataRequestScreen.as_view(), name="desk-data-request"),
    ]


register(
    Queue(
        slug="data-requests",
        title=gettext_lazy("Requests about personal data"),
        description=gettext_lazy("People ask for what is held about them, or for erasure. The law gives one month."),
        permission=Permission.DATA_REQUEST_DECIDE,
        address="desk-data-requests",
        waiting=waiting,
        target=timedelta(days=14),
        position=50,
    )
)
