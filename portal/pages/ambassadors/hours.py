"""Hours, visits and pupils reached; the certificate of service and the statement of hours, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.documents import HoursStatement, ServiceRecord, VisitHours, certificate_pdf, hours_statement_pdf
from ambassadors.documents.service import certificate_words
from ambassadors.enums import Mode, Setting
from ambassadors.models import Ambassador, Visit
from ambassadors.queries.own import Service, minutes_of, school_year, service_of, visits_of
from portal.pages.ambassadors.base import OwnPage
from portal.pages.ambassadors.desk import hours_words
from portal.pages.shared import today

SCHEME = gettext_lazy("STEM Ambassadors")


@dataclass(frozen=True, slots=True)
class Year:
    """One school year of service: "2026 to 2027", its sums and visits."""

    words: str
    service: Service
    hours: str
    visits: Sequence[Visit]


def own_done(ambassador: Ambassador) -> list[Visit]:
    """The person's own visits that took place, newest first; those they accompanied count for the other."""
    done = visits_of(ambassador, timezone.now()).done
    return [visit for visit in done if visit.ambassador_id == ambassador.pk]


def years_of(visits: Sequence[Visit]) -> list[Year]:
    """The visits by school year, newest first."""
    begins = sorted({school_year(visit.day)[0] for visit in visits}, reverse=True)
    listed = []
    for begin in begins:
        inside = [visit for visit in visits if school_year(visit.day)[0] == begin]
        service = service_of(inside)
        words = _("%(first)d to %(last)d") % {"first": begin.year, "last": begin.year + 1}
        listed.append(Year(words, service, hours_words(service), inside))
    return listed


class Hours(OwnPage):
    """`/ambassadors/hours/`: everything given, by school year, and the certificate."""

    template_name = "ambassadors/hours.html"
    room = "hours"
    title = gettext_lazy("Hours and certificate")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sums, years, lines."""
        visits = own_done(self.ambassador)
        service = service_of(visits)
        years = [
            {"year": year, "lines": [(visit, hours_of(visit)) for visit in year.visits]} for year in years_of(visits)
        ]
        shown = {"service": service, "hours": hours_words(service), "years": years}
        return super().get_context_data(**{**shown, **kwargs})


def hours_of(visit: Visit) -> str:
    """One visit's hours."""
    return hours_words(service_of([visit]))


class Certificate(OwnPage):
    """`/ambassadors/hours/certificate/`: the certificate as a page to print, with the PDF beside it."""

    template_name = "ambassadors/certificate.html"
    room = "hours"
    title = gettext_lazy("Certificate of service")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The same words as on paper."""
        record = service_record(self.ambassador, own_done(self.ambassador), today())
        return super().get_context_data(**{"words": certificate_words(record), "record": asdict(record), **kwargs})


class CertificatePdf(OwnPage):
    """`/ambassadors/hours/certificate.pdf`."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        record = service_record(self.ambassador, own_done(self.ambassador), today())
        return pdf_response(certificate_pdf(record), "certificate-of-service")


class StatementPdf(OwnPage):
    """`/ambassadors/hours/statement.pdf`: every visit done."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        me, visits = self.ambassador, own_done(self.ambassador)
        service = service_of(visits)
        statement = HoursStatement(
            given_name=me.given_name,
            family_name=me.family_name,
            scheme=str(SCHEME),
            period=_period(service),
            total_hours=hours_words(service),
            visits=tuple(_line(visit) for visit in reversed(visits)),
            issued_on=date_format(today(), "j F Y"),
            reference=me.code,
            is_under_18=me.is_minor(today()),
            is_demo=me.is_demo,
        )
        return pdf_response(hours_statement_pdf(statement), "statement-of-hours")


def service_record(ambassador: Ambassador, visits: Sequence[Visit], on: date) -> ServiceRecord:
    """What the certificate counts."""
    service = service_of(visits)
    return ServiceRecord(
        given_name=ambassador.given_name,
        family_name=ambassador.family_name,
        scheme=str(SCHEME),
        hours=hours_words(service),
        visits=f"{service.visits:,}",
        pupils=f"{service.pupils:,}" if service.pupils else "",
        years=_period(service),
        issued_on=date_format(on, "j F Y"),
        reference=ambassador.code,
        is_under_18=ambassador.is_minor(on),
        is_demo=ambassador.is_demo,
    )


def _period(service: Service) -> str:
    if service.first_day is None or service.last_day is None:
        return ""
    first, last = date_format(service.first_day, "F Y"), date_format(service.last_day, "F Y")
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _line(visit: Visit) -> VisitHours:
    where = _("Online") if visit.request.mode == Mode.ONLINE else visit.school.name
    return VisitHours(
        day=date_format(visit.day, "j F Y"),
        activity=str(visit.request.get_activity_display()),
        place=where,
        hours=f"{minutes_of(visit) / 60:.1f}".removesuffix(".0"),
        is_workplace=visit.setting == Setting.WORKPLACE,
    )


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf") or "attachment"
    return response
