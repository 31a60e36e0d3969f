"""A role profile in words, as its page and an employer's preview show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from employers.enums import Access, Pattern, PayBasis, PayPeriod, PreferredKind, WayIn, Weight, WorkPlace
from employers.models import RoleProfile
from employers.queries.counting import STRONGEST_FIRST
from employers.queries.directory import RoleProfileDetail
from employers.queries.preferences import release_of
from employers.queries.titles import address_of, key_of, subject_title, title_of
from evidence.figures import ReleaseRef
from lmi.queries.context import Facts
from lmi.queries.pay import PayRange, typical_pay
from lmi.register import UK, Group
from pathways.book import Book, route_book
from pathways.queries.links import REGISTRATION, link_titles
from portal.charts.words import money, trimmed

Pair = tuple[str, str]
_TAGS = {Weight.ESSENTIAL: "beacon", Weight.USEFUL: "plain", Weight.WE_TRAIN: "outline"}


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One row of what an employer asks for; `address` is our page about it, or ""."""

    title: str
    address: str
    grade: str
    weight: str
    tag: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: its kind, the course or standard it names with our page about it, and the employer's note."""

    kind: str
    title: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class ProfileView:
    """Everything a role profile says, in words; `official` is published pay of the occupation, None without one."""

    profile: RoleProfile
    group: Group | None
    pay: str
    pay_period: str
    pay_basis: str
    official: PayRange | None
    hours: str
    patterns: tuple[str, ...]
    work_place: str
    asked: tuple[AskedFor, ...]
    ways: tuple[Way, ...]
    skills: tuple[str, ...]
    registrations: tuple[str, ...]
    access: tuple[str, ...]
    technician: tuple[Pair, ...]
    confirmed_on: date | None
    release: ReleaseRef


def view_of(facts: Facts, profile: RoleProfile, today: date) -> ProfileView:
    """The profile in words; two or three SQL statements beside those of its child rows.

    Works on drafts too: what is not filled in yet is empty.
    """
    book = route_book(facts.editions)
    group = facts.soc.groups.get(profile.soc2020)
    return ProfileView(
        profile=profile,
        group=group,
        pay=pay_words(profile),
        pay_period=str(PayPeriod(profile.pay_period).label) if profile.pay_period else "",
        pay_basis=str(PayBasis(profile.pay_basis).label) if profile.pay_basis else "",
        official=typical_pay(facts, group.code, UK) if group else None,
        hours=trimmed(profile.hours_per_week) if profile.hours_per_week is not None else "",
        patterns=_labels(Pattern, profile.pattern),
        work_place=str(WorkPlace(profile.place).label) if profile.place else "",
        asked=_asked(book, profile),
        ways=_ways(book, profile),
        skills=tuple(one.name for one in profile.skills.all()),
        registrations=_registrations(facts, book, profile),
        access=_labels(Access, profile.accessibility),
        technician=_technician(profile),
        confirmed_on=_confirmed_on(profile),
        release=release_of(today),
    )


def pay_words(profile: RoleProfile) -> str:
    """ "£34,000 to £42,000", "from £34,000", "£12.60"; "" where no pay is given. The period stands beside it."""
    places = 2 if profile.pay_period == PayPeriod.HOUR else 0
    low, high = (None if one is None else money(one, places) for one in (profile.pay_low, profile.pay_high))
    if low and high:
        return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("from %(low)s") % {"low": low}
    return _("up to %(high)s") % {"high": high} if high else ""


def _labels(words: Any, values: Sequence[str]) -> tuple[str, ...]:
    """Labels in the order of the enumeration, whatever order they were ticked in."""
    return tuple(str(one.label) for one in words if one.value in values)


def _asked(book: Book, profile: RoleProfile) -> tuple[AskedFor, ...]:
    """Essential first, then useful, then what the employer trains people in; each in the employer's own order."""
    rows = sorted(profile.preferred.all(), key=lambda one: STRONGEST_FIRST.index(one.weight))
    found = []
    for row in rows:
        key = key_of(row.kind, row.subject)
        title = row.subject if row.kind == PreferredKind.NONE and row.subject else title_of(book, key)
        weight = Weight(row.weight)
        address = _named_address(book, row.kind, row.subject, address_of(key))
        found.append(AskedFor(title, address, _grade(row.grade, row.level), str(weight.label), _TAGS[weight]))
    return tuple(found)


def _grade(grade: str, level: str) -> str:
    if grade:
        return _("grade %(grade)s") % {"grade": grade}
    return _("Level %(level)s") % {"level": level} if level else ""


# What a way in names stands in the same lists as a qualification of this kind.
_NAMED_AS = {
    WayIn.APPRENTICESHIP: PreferredKind.APPRENTICESHIP,
    WayIn.T_LEVEL_PLACEMENT: PreferredKind.T_LEVEL,
    WayIn.DEGREE: PreferredKind.DEGREE,
}


def _ways(book: Book, profile: RoleProfile) -> tuple[Way, ...]:
    return tuple(_way(book, row.kind, row.reference, row.note) for row in profile.ways_in.all())


def _way(book: Book, kind: str, reference: str, note: str) -> Way:
    way = WayIn(kind)
    named = _NAMED_AS.get(way)
    if not reference or named is None:
        return Way(str(way.label), "", "", note)
    key = key_of(named, reference)
    return Way(str(way.label), subject_title(book, key), _named_address(book, named, reference, address_of(key)), note)


def _named_address(book: Book, kind: str, reference: str, address: str) -> str:
    if kind != PreferredKind.T_LEVEL:
        return address
    specialism = book.specialism(reference)
    versions = book.can_be_started(specialism) if specialism else ()
    return reverse("open:tlevel-detail", args=[versions[0].number]) if versions else ""


def _registrations(facts: Facts, book: Book, profile: RoleProfile) -> tuple[str, ...]:
    if not profile.registrations:
        return ()
    titles = link_titles(facts, book)
    return tuple(titles.of(REGISTRATION, code) or code for code in profile.registrations)


def _technician(profile: RoleProfile) -> tuple[Pair, ...]:
    if not profile.is_technical:
        return ()
    facts = (
        (_("How technicians are seen"), profile.visibility),
        (_("How their work is recognised"), profile.recognition),
        (_("How they get on"), profile.career_development),
        (_("How the skills are kept"), profile.sustainability),
    )
    return tuple((title, text) for title, text in facts if text)


def _confirmed_on(profile: RoleProfile) -> date | None:
    """When the employer last stood behind it: a profile is shown for exactly a year from then."""
    until = profile.confirmed_until
    if until is None:
        return None
    return until.replace(year=until.year - 1, day=min(until.day, 28) if until.month == 2 else until.day)


def crumbs_of(detail: RoleProfileDetail) -> list[Pair]:
    """The way to the page."""
    organisation = detail.organisation
    return [
        (_("Students and parents"), reverse("students:home")),
        (_("Employers"), reverse("students:employer-list")),
        (organisation.name, reverse("students:employer-detail", args=[organisation.slug])),
        (detail.profile.title, ""),
    ]
