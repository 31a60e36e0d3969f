"""Reports at the desk: the queue, one report with what was reported before, and the complaints log with its export."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail import hooks

from accounts.actions.reports import decide_report
from accounts.enums import ReportReason, ReportState
from accounts.models import Report
from accounts.permissions import Permission
from accounts.reporting import UnknownTargetError, desk_address, kind_label, target_of
from foundation.access import needs
from foundation.desk.base import DeskView
from foundation.queues import Queue, Waiting, register, waiting_rows
from foundation.spreadsheets import safe_cell

DECIDE = Permission.REPORT_DECIDE
# Looked at first: somebody may come to harm, or is shown to everybody.
URGENT = (ReportReason.UNSAFE, ReportReason.PERSONAL)
COLUMNS = (
    *("number", "made", "kind", "item", "title", "page", "reason", "text"),
    *("state", "outcome", "decided", "decided_by"),
)


def waiting(now: datetime) -> Waiting:
    """Since when reports wait."""
    return waiting_rows(Report.objects.filter(state=ReportState.OPEN), "created_at", now)


class Reports(DeskView):
    """Reports that wait, risks first; or with ?all=1 the whole complaints log."""

    access = needs(DECIDE)
    page_title = gettext_lazy("Reports")
    header_icon = "warning"
    template_name = "desk/reports.html"

    def shown(self) -> dict[str, Any]:
        """A page of them."""
        every = self.request.GET.get("all") == "1"
        rows = Report.objects.order_by("-created_at", "-pk")
        if not every:
            urgent = Report.objects.filter(state=ReportState.OPEN, reason__in=URGENT).order_by("created_at")
            rest = Report.objects.filter(state=ReportState.OPEN).exclude(reason__in=URGENT).order_by("created_at")
            page = self.page_of([*urgent[:500], *rest[:500]])
        else:
            page = self.page_of(rows)
        return {"page_obj": page, "rows": [(row, kind_label(row.target_kind)) for row in page], "every": every}


class ReportScreen(DeskView):
    """One report, with the item, and others about it."""

    access = needs(DECIDE)
    header_icon = "warning"
    template_name = "desk/report.html"
    crumbs = (("desk-reports", gettext_lazy("Reports")),)
    kwargs: dict[str, Any]

    @property
    def report(self) -> Report:
        """The report; raises Http404."""
        return get_object_or_404(Report.objects.select_related("decided_by"), pk=self.kwargs["report_id"])

    def get_page_title(self) -> str:
        """What it is about."""
        return self.report.target_title

    def shown(self) -> dict[str, Any]:
        """The report, whether readers still see the item, and other reports of it."""
        held = self.report
        try:
            target = target_of(held.target_kind, held.target_id)
        except UnknownTargetError:
            target = None
        same = Report.objects.filter(target_kind=held.target_kind, target_id=held.target_id).exclude(pk=held.pk)
        return {
            "report": held,
            "kind": kind_label(held.target_kind),
            "visible": target is not None,
            "address": target.address if target else "",
            "desk": desk_address(held.target_kind, held.target_id),
            "others": same.order_by("-created_at")[:20],
            "is_open": held.state == ReportState.OPEN,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Decide."""
        held, do = self.report, request.POST.get("do", "")
        try:
            if do not in ("upheld", "not_upheld"):
                raise ValidationError(_("Choose what to do."))
            decide_report(by=self.person, report=held, upheld=do == "upheld", outcome=request.POST.get("outcome", ""))
        except ValidationError as error:
            self.refuse(error)
            return HttpResponseRedirect(request.path)
        self.say(_("The decision is in the complaints log."))
        return HttpResponseRedirect(reverse("desk-reports"))


class _Echo:
    """Gives back each line that a csv.writer writes."""

    def write(self, line: str) -> str:
        return line


class ReportsFile(View):
    """The complaints log as CSV; what reporters wrote is never run as a formula."""

    access = needs(DECIDE)

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """Every report, the oldest first."""
        response = StreamingHttpResponse(_lines(), content_type="text/csv; charset=utf-8")
        name = f"waymark-complaints-{timezone.localdate():%Y-%m-%d}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


def _lines() -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(COLUMNS)
    for row in Report.objects.order_by("pk").iterator(chunk_size=500):
        cells = [
            *(row.pk, row.created_at.isoformat(), row.target_kind, row.target_id, row.target_title, row.path),
            *(row.get_reason_display(), row.text, row.get_state_display(), row.outcome),
            *(row.decided_at.isoformat() if row.decided_at else "", row.decided_by_id or ""),
        ]
        yield writer.writerow([safe_cell(cell) for cell in cells])


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("complaints/", Reports.as_view(), name="desk-reports"),
        path("complaints/log.csv", ReportsFile.as_view(), name="desk-reports-file"),
        path("complaints/<int:report_id>/", ReportScreen.as_view(), name="desk-report"),
    ]


register(
    Queue(
        slug="reports",
        title=gettext_lazy("Reports"),
        description=gettext_lazy("What readers reported about items that employers and others wrote."),
        permission=DECIDE,
        address="desk-reports",
        waiting=waiting,
        target=timedelta(days=2),
        position=10,
    )
)
