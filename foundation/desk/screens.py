"""The desk's list of queues, and the queues of feedback, outgoing links and mail whose delivery is unsure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import link_checks, outbox
from foundation.access import needs
from foundation.desk.base import DeskView, numbers
from foundation.feedback import handle_feedback, pages_with_answers, waiting_since_days
from foundation.models import LinkState, OutboxMessage, OutgoingLink, PageFeedback
from foundation.queues import Waiting, standings, waiting_rows, waiting_since

FEEDBACK, LINKS, MAIL = "FEEDBACK_WORK", "OUTGOING_LINK_WORK", "MAIL_RESEND"


class Queues(DeskView):
    """Everything that waits for this person."""

    page_title = gettext_lazy("Queues")
    template_name = "desk/queues.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def shown(self) -> dict[str, Any]:
        """The queues of this person's roles, with what waits."""
        found = standings(self.request.user, timezone.now())
        return {"standings": found, "late": sum(one.is_late for one in found)}


class FeedbackPages(DeskView):
    """Pages that readers said were not right."""

    access = needs(FEEDBACK)
    page_title = gettext_lazy("Feedback on pages")
    header_icon = "comment"
    template_name = "desk/feedback.html"

    def shown(self) -> dict[str, Any]:
        """Pages with answers that wait, or with ?all=1 every page with answers."""
        every = self.request.GET.get("all") == "1"
        return {"page_obj": self.page_of(pages_with_answers(waiting_only=not every)), "every": every}


class FeedbackPage(DeskView):
    """What readers said about one page."""

    access = needs(FEEDBACK)
    header_icon = "comment"
    template_name = "desk/feedback_page.html"
    crumbs = (("desk-feedback", gettext_lazy("Feedback on pages")),)

    def get_page_title(self) -> str:
        """The page's path."""
        return self.request.GET.get("page", "")

    def shown(self) -> dict[str, Any]:
        """Answers that wait, answers dealt with, and how many said yes; 404 for a page without answers."""
        answers = PageFeedback.objects.filter(path=self.get_page_title())
        if not answers.exists():
            raise Http404
        no = answers.filter(was_right=False).order_by("day", "pk")
        return {
            "path": self.get_page_title(),
            "waiting": no.filter(handled_at=None)[:200],
            "handled": no.exclude(handled_at=None).order_by("-handled_at")[:100],
            "right": answers.filter(was_right=True).count(),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark answers as dealt with, or open one again."""
        here = f"{reverse('desk-feedback-page')}?{request.GET.urlencode()}"
        chosen, done = numbers(request.POST.getlist("answer")), request.POST.get("do") == "done"
        try:
            changed = handle_feedback(
                by=self.person, answers=chosen, done=done, note=request.POST.get("note", ""), now=timezone.now()
            )
        except ValidationError as error:
            self.refuse(error)
            return self.back(here)
        self.say(_("Answers changed: %(number)s.") % {"number": changed})
        waits = PageFeedback.objects.filter(path=self.get_page_title(), was_right=False, handled_at=None).exists()
        return self.back(here if waits or not done else reverse("desk-feedback"))


class Links(DeskView):
    """Addresses of other sites that no longer answer."""

    access = needs(LINKS)
    page_title = gettext_lazy("Outgoing links")
    header_icon = "link"
    template_name = "desk/links.html"
    SHOWN = ("broken", "failing", "guarded", "moved", "ignored")

    def shown(self) -> dict[str, Any]:
        """Links of one kind, longest first, and how many there are of each."""
        kind = self.request.GET.get("kind", "broken")
        kind = kind if kind in self.SHOWN else "broken"
        rows = {name: self._rows(name) for name in self.SHOWN}
        words = (_("Broken"), _("Failed once"), _("Does not answer programs"), _("Moved for good"), _("Ignored"))
        tabs = [
            (name, label, row.count(), name == kind) for (name, row), label in zip(rows.items(), words, strict=True)
        ]
        checked = OutgoingLink.objects.exclude(checked_at=None)
        return {
            "page_obj": self.page_of(rows[kind]),
            "tabs": tabs,
            "kind": kind,
            "published": OutgoingLink.objects.count(),
            "checked": checked.count(),
            "last": checked.order_by("-checked_at").values_list("checked_at", flat=True).first(),
        }

    def _rows(self, kind: str) -> Any:
        if kind == "broken":
            return link_checks.broken_links()
        if kind == "ignored":
            return OutgoingLink.objects.exclude(ignored_at=None).order_by("-ignored_at", "pk")
        rows = OutgoingLink.objects.filter(ignored_at=None)
        if kind == "moved":
            return rows.filter(state=LinkState.WORKS).exclude(moved_to="").order_by("host", "pk")
        return rows.filter(state=kind).order_by("host", "pk")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Fixed, or left as it is for a reason."""
        link = get_object_or_404(OutgoingLink, pk=(numbers([request.POST.get("link", "")]) or [0])[0])
        try:
            if request.POST.get("do") == "ignore":
                reason = request.POST.get("reason", "")
                link_checks.ignore_link(by=self.person, link=link, reason=reason, now=timezone.now())
                self.say(_("%(address)s is left as it is.") % {"address": link.address})
            else:
                link_checks.mark_fixed(by=self.person, link=link, now=timezone.now())
                self.say(_("%(address)s will be looked at again tonight.") % {"address": link.address})
        except ValidationError as error:
            self.refuse(error)
        return self.back(reverse("desk-links"))


class UnsureMail(DeskView):
    """Messages that were perhaps sent: nobody but a person decides."""

    access = needs(MAIL)
    page_title = gettext_lazy("Mail whose delivery is unsure")
    header_icon = "mail"
    template_name = "desk/unsure_mail.html"

    def shown(self) -> dict[str, Any]:
        """Messages, longest unsure first; never what they say or to whom."""
        return {"page_obj": self.page_of(outbox.unsure_messages())}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send again, or leave it at that."""
        number = (numbers([request.POST.get("message", "")]) or [0])[0]
        try:
            if request.POST.get("do") == "resend":
                outbox.resend_unsure(message_id=number, by=self.person, now=timezone.now())
                self.say(_("Message %(number)s is sent again.") % {"number": number})
            else:
                outbox.close_unsure(message_id=number, by=self.person, now=timezone.now())
                self.say(_("Message %(number)s is closed.") % {"number": number})
        except OutboxMessage.DoesNotExist:
            self.refuse(_("Somebody has decided about this message already."))
        return self.back(reverse("desk-unsure-mail"))


def feedback_waiting(now: datetime) -> Waiting:
    """Answers that wait."""
    return waiting_since(waiting_since_days(now), now)


def links_waiting(now: datetime) -> Waiting:
    """Broken links that nobody has decided about."""
    return waiting_rows(link_checks.broken_links(), "broken_since", now)


def mail_waiting(now: datetime) -> Waiting:
    """Messages that were perhaps sent."""
    return waiting_rows(outbox.unsure_messages(), "claimed_at", now)
