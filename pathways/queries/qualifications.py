"""Reads of regulated qualifications: what one is, and when it could be paid for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import ReleaseRef
from evidence.models import Release
from lmi.queries.context import Facts
from pathways.models import Qualification

APPROVED = "ofqual-approved"


class UnknownQualificationError(Exception):
    """The list of approved qualifications has no such number; `qan` is what was asked for."""

    def __init__(self, qan: str) -> None:
        super().__init__(qan)
        self.qan = qan


class WindowState(StrEnum):
    """Where a window of funding stands today, as far as the list can say."""

    OPEN = "open"
    NOT_YET = "not_yet"
    ENDED = "ended"
    TO_CHECK = "to_check"  # it ended after the list was made, so it may have been extended since


OFFER_WORDS: Mapping[str, Promise] = {
    "age_14_16": gettext_lazy("at school, ages 14 to 16"),
    "age_16_19": gettext_lazy("at school or college, ages 16 to 19"),
    "local": gettext_lazy("for adults, where the local budget pays"),
    "entitlement_l2_l3": gettext_lazy("for adults aged 19 to 23: first full level 2 or 3"),
    "entitlement_english_maths": gettext_lazy("for adults: English and maths up to level 2"),
    "digital": gettext_lazy("for adults: essential digital skills"),
    "lifelong_learning": gettext_lazy("by the Lifelong Learning Entitlement"),
    "learner_loan": gettext_lazy("by an Advanced Learner Loan"),
    "free_courses": gettext_lazy("for adults: Free Courses for Jobs, level 3"),
}


@dataclass(frozen=True, slots=True)
class FundingWindow:
    """Between which days new learners could be paid for in one way."""

    offer: str
    title: str
    first: date
    last: date
    state: WindowState
    words: str


@dataclass(frozen=True, slots=True)
class QualificationDetail:
    """A qualification as the list had it on `listed_on`.

    `rank` is the lower of its levels, 0 for Entry level; `note_16_19` the list's remark on ages 16 to 19
    ("18+ only"); `windows` in a fixed order, empty for none.
    """

    qan: str
    title: str
    awarding_body: str
    level: str
    rank: int
    kind: str
    subcategory: str
    sector_subject: str
    status: str
    note_16_19: str
    is_higher_technical: bool
    address: str
    windows: tuple[FundingWindow, ...]
    listed_on: date
    release: ReleaseRef

    @property
    def printed_qan(self) -> str:
        """The number as certificates print it: "610/0818/7"."""
        return f"{self.qan[:3]}/{self.qan[3:7]}/{self.qan[7:]}"

    @property
    def is_open(self) -> bool:
        """Whether at least one kind of funding is open today, by the list."""
        return any(window.state == WindowState.OPEN for window in self.windows)

    @property
    def is_closed(self) -> bool:
        """Whether every kind of funding had ended before the list was made: it is old."""
        return bool(self.windows) and all(window.state == WindowState.ENDED for window in self.windows)

    @property
    def must_be_checked(self) -> bool:
        """Whether nothing is open by the list, but it may have been extended since."""
        states = {window.state for window in self.windows}
        return WindowState.TO_CHECK in states and WindowState.OPEN not in states


def plain_qan(text: str) -> str:
    """A number as the list has it, from any way of writing it: "610/0818/7" gives "61008187"."""
    return re.sub(r"[^0-9X]", "", text.upper())


def qualification_detail(facts: Facts, qan: str, today: date) -> QualificationDetail:
    """One qualification by its number, however that is written; two SQL statements.

    Raises UnknownQualificationError. A number may be real and unknown here: the list has only what was
    approved for funding on its day.
    """
    found = qualifications_by_qan(facts, [qan], today)
    if not found:
        raise UnknownQualificationError(qan)
    return next(iter(found.values()))


def qualifications_by_qan(facts: Facts, qans: Iterable[str], today: date) -> dict[str, QualificationDetail]:
    """Those of these numbers that the list has, by number; two SQL statements however many there are."""
    releases = facts.editions.of(APPROVED)
    rows = Qualification.objects.of_releases(releases).filter(qan__in={plain_qan(qan) for qan in qans}).order_by("qan")
    days = dict(Release.objects.filter(pk__in=releases).values_list("pk", "period_start"))
    return {row.qan: _detail(facts, row, days[row.release_id] or date.min, today) for row in rows}


def _detail(facts: Facts, row: Qualification, listed_on: date, today: date) -> QualificationDetail:
    windows = [
        _window(offer, *(date.fromisoformat(day) for day in row.funding[offer]), listed_on=listed_on, today=today)
        for offer in OFFER_WORDS
        if offer in row.funding
    ]
    return QualificationDetail(
        qan=row.qan,
        title=row.title,
        awarding_body=row.awarding_body,
        level=row.level,
        rank=row.rank,
        kind=row.kind,
        subcategory=row.subcategory,
        sector_subject=row.sector_subject,
        status=row.status,
        note_16_19=row.note_16_19,
        is_higher_technical=row.is_higher_technical,
        address=row.address,
        windows=tuple(windows),
        listed_on=listed_on,
        release=facts.editions.ref(row.release_id),
    )


def _window(offer: str, first: date, last: date, *, listed_on: date, today: date) -> FundingWindow:
    days = {"first": _day(first), "last": _day(last), "listed": _day(listed_on)}
    if today < first:
        state, words = WindowState.NOT_YET, _("from %(first)s to %(last)s") % days
    elif today <= last:
        state, words = WindowState.OPEN, _("for new learners until %(last)s") % days
    elif last < listed_on:
        state, words = WindowState.ENDED, _("ended on %(last)s: no new learners") % days
    else:
        state = WindowState.TO_CHECK
        words = (
            _("until %(last)s by the list of %(listed)s; it may have been extended since, so ask the college") % days
        )
    return FundingWindow(offer, str(OFFER_WORDS[offer]), first, last, state, words)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
