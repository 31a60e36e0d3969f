"""What an ambassador has given, on paper: the certificate of service and the statement of hours."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ambassadors.documents.people import Person
from ambassadors.documents.sheets import facts, shortened
from foundation.pdf import render_pdf

CERTIFICATE = "ambassadors/documents/certificate.typ"
STATEMENT = "ambassadors/documents/hours_statement.typ"
LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRecord(Person):
    """One person's service in one scheme, counted.

    Numbers come as they are to be printed ("42", "1,200"); one that is empty is left out. `years` is
    the stretch the counts cover ("2024 to 2027").
    """

    scheme: str
    hours: str
    visits: str
    years: str
    issued_on: str
    pupils: str = ""
    reference: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class VisitHours:
    """One visit that took place; `is_workplace` when it was at an employer's site."""

    day: str
    activity: str
    place: str
    hours: str
    is_workplace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursStatement(Person):
    """Visits of one person in a period with their hours; of somebody under 18 no workplace is kept."""

    scheme: str
    period: str
    total_hours: str
    visits: tuple[VisitHours, ...]
    issued_on: str
    reference: str = ""
    is_demo: bool = False

    def __post_init__(self) -> None:
        Person.__post_init__(self)
        if self.is_under_18:
            hidden = tuple(dataclasses.replace(one, place="") if one.is_workplace else one for one in self.visits)
            object.__setattr__(self, "visits", hidden)


def certificate_pdf(record: ServiceRecord) -> bytes:
    """The certificate as a tagged PDF of one A4 page; raises foundation.pdf.PrintError when it cannot be made."""
    title = _("Certificate of service: %(name)s") % {"name": _short(record.name)}
    return render_pdf(CERTIFICATE, certificate_words(record), title=title, is_demo=record.is_demo)


def certificate_words(record: ServiceRecord) -> dict[str, object]:
    """All that the certificate says, in the language now active."""
    counts = facts((_("Hours given"), record.hours), (_("Visits"), record.visits), (_("Pupils reached"), record.pupils))
    return {
        "heading": _("Certificate of service"),
        "scheme": _short(record.scheme),
        "before": _("This is to thank"),
        "name": _short(record.name),
        "after": _("for time given to schools and colleges, and to the young people in them."),
        "counts": [dataclasses.asdict(one) for one in counts],
        "facts": [
            dataclasses.asdict(one)
            for one in facts(
                (_("Period"), record.years), (_("Issued on"), record.issued_on), (_("Reference"), record.reference)
            )
        ],
        "foot": _(
            "From Waymark’s record on the day of issue. Pupils are counted visit by visit, as schools reported them, "
            "so somebody met twice counts twice. This certificate says nothing about vetting."
        ),
    }


def hours_statement_pdf(statement: HoursStatement) -> bytes:
    """The statement as a tagged PDF of as many A4 pages as it needs; raises foundation.pdf.PrintError as above."""
    title = _("Statement of hours: %(name)s, %(period)s") % {
        "name": _short(statement.name),
        "period": _short(statement.period),
    }
    return render_pdf(STATEMENT, statement_words(statement), title=title, is_demo=statement.is_demo)


def statement_words(statement: HoursStatement) -> dict[str, object]:
    """All that the statement says, in the language now active."""
    about = facts(
        (_("Name"), _short(statement.name)),
        (_("Scheme"), _short(statement.scheme)),
        (_("Period"), _short(statement.period)),
        (_("Hours in all"), statement.total_hours),
        (_("Issued on"), statement.issued_on),
        (_("Reference"), statement.reference),
    )
    return {
        "heading": _("Statement of hours"),
        "facts": [dataclasses.asdict(one) for one in about],
        "columns": [_("Date"), _("What"), _("Where"), _("Hours")],
        "rows": [_row(one) for one in statement.visits],
        "none": "" if statement.visits else _("No visit is recorded in this period."),
        "foot": _(
            "From Waymark’s record on the day of issue: visits marked as done, with the hours recorded for each. "
            "This statement says nothing about vetting."
        ),
    }


def _row(one: VisitHours) -> list[str]:
    place = one.place or (_("At a workplace") if one.is_workplace else "")
    return [one.day, _short(one.activity), _short(place), one.hours]


def _short(words: str) -> str:
    return shortened(words, LONGEST, "")
