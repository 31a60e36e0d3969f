"""What a pasted advert fills in of a role profile, each value with the sentence that it was found in, to be checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from employers.enums import Access, PayBasis, PayPeriod, PreferredKind, WayIn, Weight, WorkPlace
from employers.enums import Pattern as Hours
from employers.forms import naming
from employers.text.advert import read_advert
from employers.text.shapes import (
    AdvertReading,
    Asked,
    Found,
    Importance,
    PayPer,
    PayRead,
    QualificationRead,
    WorkingFact,
)
from employers.text.shapes import Pattern as Said
from pathways.book import Book

_LONGEST_TEXT, _LONGEST_SKILL, _MOST_ROWS = 3000, 80, 12
_HOURS = {
    Said.PART_TIME: Hours.PART_TIME,
    Said.SHIFTS: Hours.SHIFTS,
    Said.NIGHTS: Hours.NIGHTS,
    Said.WEEKENDS: Hours.WEEKENDS,
    Said.TERM_TIME: Hours.TERM_TIME,
}
_FLEXIBLE = {
    WorkingFact.FLEXITIME: Hours.FLEXITIME,
    WorkingFact.JOB_SHARE: Hours.JOB_SHARE,
    WorkingFact.COMPRESSED_HOURS: Hours.COMPRESSED,
}
_ACCESS = {
    WorkingFact.STEP_FREE: Access.STEP_FREE,
    WorkingFact.QUIET_ROOM: Access.QUIET_SPACE,
}
_KIND = {
    Asked.GCSE: PreferredKind.GCSE,
    Asked.A_LEVEL: PreferredKind.A_LEVEL,
    Asked.T_LEVEL: PreferredKind.T_LEVEL,
    Asked.BTEC: PreferredKind.BTEC,
    Asked.NVQ: PreferredKind.BTEC,
    Asked.CITY_GUILDS: PreferredKind.BTEC,
    Asked.HNC: PreferredKind.HIGHER_TECHNICAL,
    Asked.HND: PreferredKind.HIGHER_TECHNICAL,
    Asked.FOUNDATION_DEGREE: PreferredKind.HIGHER_TECHNICAL,
    Asked.DEGREE: PreferredKind.DEGREE,
    Asked.MASTERS: PreferredKind.DEGREE,
    Asked.DOCTORATE: PreferredKind.DEGREE,
    Asked.LICENCE: PreferredKind.LICENCE,
}
# Of kinds that hold several, the name goes into the subject, so that nothing that was read is lost.
_NAMED = frozenset({Asked.NVQ, Asked.CITY_GUILDS, Asked.HNC, Asked.HND, Asked.FUNCTIONAL_SKILLS, Asked.CERTIFICATE})
# Months a year and weeks a year, as in employers.rules.minimum_pay.
_TIMES = {PayPer.MONTH: 12, PayPer.WEEK: 52}
_APPRENTICE = re.compile(r"\bapprentice(?:ship)?\b", re.IGNORECASE)
_STANDARD = re.compile(r"\bST\d{4}\b", re.IGNORECASE)
Marks = dict[str, list[str]]


@dataclass(slots=True)
class Filled:
    """Fields and rows as the action takes them, and by field the sentences they came from.

    `postcodes` are offered as sites. `left_out` are sentences that were seen and not used, with the reason.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    children: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    marks: Marks = field(default_factory=dict)
    postcodes: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def put(self, name: str, value: Any, found: Found[Any], note: str = "") -> None:
        """Fill a field and say from what."""
        self.changes[name] = value
        self.mark(name, found, note)

    def mark(self, name: str, found: Found[Any], note: str = "") -> None:
        """Say what a field was filled from, and what was assumed."""
        said = " ".join(filter(None, (f"“{found.sentence[:240]}”", found.assumed, note)))
        kept = self.marks.setdefault(name, [])
        if said not in kept:
            kept.append(said)


def fill_from_advert(text: str) -> Filled:
    """Everything that a role profile can take from an advert; what it does not say stays empty. Raises nothing."""
    read = read_advert(text)
    filled = Filled()
    if read.title:
        filled.put("title", read.title.value[:120], read.title)
    _duties(filled, read)
    _pay(filled, read.pay)
    _hours(filled, read)
    _place(filled, read)
    _facts(filled, read)
    _asks(filled, read)
    _apprenticeship(filled, read, text)
    filled.postcodes = [one.value for one in read.postcodes]
    filled.left_out += [f"“{one.sentence[:240]}” {one.assumed}" for one in read.left_out]
    return filled


def _duties(filled: Filled, read: AdvertReading) -> None:
    text = ""
    for duty in read.duties:
        line = duty.value[:1].upper() + duty.value[1:]
        line += "" if line.endswith((".", "!", "?")) else "."
        if len(text) + len(line) > _LONGEST_TEXT:
            break
        text = f"{text}\n{line}".strip()
    if text:
        filled.changes["what_you_do"] = text
        filled.marks["what_you_do"] = [_("These are the duties of your advert. Say them as you would to a student.")]


def _pay(filled: Filled, found: Found[PayRead] | None) -> None:
    if found is None:
        return
    pay = found.value
    if pay.per == PayPer.DAY:
        filled.left_out.append(f"“{found.sentence[:240]}” " + _("Pay by the day: give it by the hour or year."))
        return
    times = _TIMES.get(pay.per, 1)
    note = "" if times == 1 else _("Worked out for a year.")
    filled.changes["pay_period"] = PayPeriod.HOUR if pay.per == PayPer.HOUR else PayPeriod.YEAR
    for name, sum_ in (("pay_low", pay.lowest), ("pay_high", pay.highest)):
        if sum_ is not None:
            filled.put(name, (sum_ * times).quantize(Decimal("0.01"), ROUND_HALF_UP), found, note)
    if pay.is_pro_rata:
        filled.mark("hours_per_week", found, _("The pay is for full-time hours: give the hours that it is for."))


def _hours(filled: Filled, read: AdvertReading) -> None:
    if read.hours:
        lowest, highest = read.hours.value.lowest, read.hours.value.highest
        note = "" if lowest in (None, highest) else _("A range: we put the upper end.")
        if 1 <= highest <= 60:
            filled.put("hours_per_week", highest, read.hours, note)
    for found in read.patterns:
        if found.value in _HOURS:
            _tick(filled, "pattern", _HOURS[found.value], found)


def _tick(filled: Filled, name: str, value: Any, found: Found[Any]) -> None:
    ticked = filled.changes.setdefault(name, [])
    if str(value) not in ticked:
        ticked.append(str(value))
    filled.mark(name, found)


def _place(filled: Filled, read: AdvertReading) -> None:
    for found in read.patterns:
        if found.value in (Said.REMOTE, Said.HYBRID):
            place = WorkPlace.REMOTE if found.value == Said.REMOTE else WorkPlace.HYBRID
            filled.put("place", str(place), found)
            return


def _facts(filled: Filled, read: AdvertReading) -> None:
    for found in read.working_facts:
        if found.value in _FLEXIBLE:
            _tick(filled, "pattern", _FLEXIBLE[found.value], found)
        elif found.value in _ACCESS:
            _tick(filled, "accessibility", _ACCESS[found.value], found)
        elif found.value == WorkingFact.FLEXIBLE_REQUESTS:
            filled.put("flexible_note", _("We welcome requests for flexible working."), found)


def _asks(filled: Filled, read: AdvertReading) -> None:
    preferred: list[dict[str, Any]] = []
    held = naming.book()
    for found in read.qualifications:
        row = _preferred(held, found)
        if row not in preferred:
            preferred.append(row)
            note = _("Not said how strongly: we put “useful”.") if _is_unstated(found.value) else ""
            filled.mark("preferred", found, note)
    if read.trains:
        preferred.append({"kind": str(PreferredKind.NONE), "subject": "", "weight": str(Weight.WE_TRAIN)})
        filled.mark("preferred", read.trains)
        filled.children["ways_in"] = [{"kind": str(WayIn.STRAIGHT_IN)}]
        filled.mark("ways_in", read.trains)
    if preferred:
        filled.children["preferred"] = preferred[:_MOST_ROWS]
    skills = [found for found in read.skills if len(found.value) <= _LONGEST_SKILL][:_MOST_ROWS]
    if skills:
        filled.children["skills"] = [{"name": found.value.rstrip(".")} for found in skills]
        filled.marks["skills"] = [_("These stand in your advert. Keep those that matter.")]


def _apprenticeship(filled: Filled, read: AdvertReading, text: str) -> None:
    """An advert for an apprentice: whose pay it is, and the standard where the advert gives its reference."""
    if read.title is None or not _APPRENTICE.search(read.title.value):
        return
    if read.pay:
        filled.put("pay_basis", str(PayBasis.APPRENTICE), read.title)
    held = naming.book()
    references = [one.upper() for one in _STANDARD.findall(text)]
    known = next((one for one in references if naming.holds(held, PreferredKind.APPRENTICESHIP, one)), "")
    filled.children["ways_in"] = [{"kind": str(WayIn.APPRENTICESHIP), "reference": known}]
    filled.mark("ways_in", read.title)


def _is_unstated(read: QualificationRead) -> bool:
    return read.importance == Importance.UNSTATED


def _preferred(held: Book, found: Found[QualificationRead]) -> dict[str, Any]:
    read = found.value
    kind = _KIND.get(read.kind, PreferredKind.OTHER)
    words = read.subject
    if read.kind in _NAMED:
        words = " ".join(filter(None, (str(Asked(read.kind).label), read.subject)))
    code = naming.resolve_in(held, kind, words).code if words else ""
    weight = Weight.ESSENTIAL if read.importance == Importance.ESSENTIAL else Weight.USEFUL
    level = read.level if read.level in {"E", *(str(n) for n in range(1, 9))} else ""
    return {
        "kind": str(kind), "subject": code[:80], "grade": read.grade[:20], "level": level, "weight": str(weight),
    }  # fmt: skip
