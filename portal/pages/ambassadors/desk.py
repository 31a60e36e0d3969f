"""The desk's overview: what waits for an answer, what comes next, where everything stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.enums import Standing
from ambassadors.forms.own import DECLINES, reasons
from ambassadors.queries.own import OwnVisits, Service, service_of, visits_of
from ambassadors.rules.standing import Item, checklist
from portal.blocks import StandingItem
from portal.pages.ambassadors.base import OwnPage
from portal.pages.ambassadors.visit_words import card_of

MOST_AHEAD = 5


class Desk(OwnPage):
    """`/ambassadors/desk/`: what wants the ambassador first stands first."""

    template_name = "ambassadors/desk.html"
    room = "desk"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Requests to answer, visits ahead, the checklist, reminders, this year's hours."""
        now = timezone.now()
        today = timezone.localdate(now)
        me = self.ambassador
        visits = visits_of(me, now)
        items = checklist(me, today)
        this_year = service_of(one for one in visits.of_year(today) if one.ambassador_id == me.pk)
        shown = {
            "waiting": [card_of(visit, me, today) for visit in visits.waiting],
            "declines": reasons(DECLINES),
            "ahead": [card_of(visit, me, today) for visit in visits.ahead[:MOST_AHEAD]],
            "ahead_more": len(visits.ahead) > MOST_AHEAD,
            "standing_items": standing_items(items),
            "standing_summary": summary_of(me.standing, items),
            "reminders": reminders(visits, items, today),
            "hours": hours_words(this_year),
            "this_year": this_year,
            "booked": len([one for one in (*visits.ahead, *visits.waiting) if one.ambassador_id == me.pk]),
            "standing": Standing(me.standing),
            "is_active": me.standing == Standing.ACTIVE,
        }
        return super().get_context_data(**{**shown, **kwargs})


def standing_items(items: Iterable[Item]) -> list[StandingItem]:
    """The checklist for the page, each with where to go on."""
    listed = []
    for item in items:
        href, action = _way_on(item)
        listed.append(StandingItem(str(item.title), str(item.state), str(item.what_next), item.due_on, href, action))
    return listed


def _way_on(item: Item) -> tuple[str, str]:
    if item.slug.startswith("training-"):
        address = reverse("ambassadors:module", args=[item.slug.removeprefix("training-")])
        return (
            (address, _("Read it again") if item.state == "due" else _("Read it")) if item.state != "done" else ("", "")
        )
    if item.state == "missing" and item.slug in ("profile", "companion"):
        return reverse("ambassadors:profile"), _("Go on")
    return "", ""


def summary_of(standing: str, items: Iterable[Item]) -> str:
    """Where somebody stands, in a sentence."""
    listed = list(items)
    mine = sum(item.state == "missing" for item in listed)
    theirs = sum(item.state == "waiting" for item in listed)
    if standing == Standing.SUSPENDED:
        return _("You are suspended: schools are not offered your time. A coordinator will write to you.")
    if standing == Standing.LEFT:
        return _("You have left the scheme.")
    if mine:
        said = ngettext("%(many)d thing is missing from you.", "%(many)d things are missing from you.", mine)
        return said % {"many": mine}
    if standing == Standing.PAUSED:
        return _("You are on a pause: schools are not offered your time until you come back.")
    if standing == Standing.ACTIVE:
        return _("Everything is in place. Schools can be offered your time.")
    if theirs:
        return _("You have done your part. The rest is with the coordinator; you get a mail.")
    return _("Nothing is missing.")


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to do soon: words, address, words of the link."""

    words: str
    href: str
    action: str


def reminders(visits: OwnVisits, items: Iterable[Item], today: date) -> list[Reminder]:
    """What falls due or is still to be said, the most pressing first."""
    listed = [
        Reminder(
            _("How was %(school)s on %(day)s? Say how long it was and how many pupils you met.")
            % {"school": visit.school.name, "day": visit.day.strftime("%-d %B")},
            reverse("ambassadors:visit", args=[visit.pk]),
            _("Report the visit"),
        )
        for visit in visits.to_report
    ]
    listed += [
        Reminder(
            _("Tell us how the visit to %(school)s went: four questions.") % {"school": visit.school.name},
            reverse("ambassadors:visit", args=[visit.pk]),
            _("Answer"),
        )
        for visit in visits.to_review
    ]
    for item in items:
        if item.state == "due" and item.due_on is not None:
            days = (item.due_on - today).days
            said = ngettext("%(what)s falls due in %(days)d day.", "%(what)s falls due in %(days)d days.", days)
            href, action = _way_on(item)
            listed.append(Reminder(said % {"what": item.title, "days": days}, href, action))
    return listed


def hours_words(service: Service) -> str:
    """Hours as people say them: "12", "1.5"."""
    hours = service.minutes / 60
    return f"{hours:.0f}" if hours == round(hours) else f"{hours:.1f}"
