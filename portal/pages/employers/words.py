"""Sentences of the employers' pages: how hard it is to hire, as far as adverts can tell, and what pay is meant."""

from __future__ import annotations

from django.utils.translation import gettext as _

from evidence.figures import Figure
from lmi.enums import Hours, PayMeasure
from lmi.queries.adverts import Adverts
from lmi.queries.pay import PayRange
from lmi.queries.standing import AdvertStanding, Standing


def hiring_words(standing: AdvertStanding | None, adverts: Adverts | None) -> str:
    """Adverts for the size of the work against other occupations, and what that may mean for an employer."""
    if standing is None:
        return _no_comparison(adverts)
    said = {"all": standing.others, "rank": standing.rank}
    place = _("Number %(rank)s of the %(all)s occupations that can be compared, most adverts for their size first.")
    meaning = {
        Standing.MORE: _("Employers advertise this work a lot for its size, so expect to compete for people."),
        Standing.MIDDLE: _("Employers advertise this work about as much for its size as most."),
        Standing.FEWER: _("Employers advertise this work little for its size: they compete less by advert."),
    }
    return f"{meaning[standing.standing]} {place % said}"


def _no_comparison(adverts: Adverts | None) -> str:
    if adverts is None:
        return _("Adverts are not published for this work, so it cannot be compared with others.")
    return _("Adverts and people in work are not both published for this occupation alone, so it cannot be compared.")


def hiring_limits() -> list[str]:
    """What adverts cannot tell; printed with every statement about hiring."""
    return [
        _("Adverts are counted for the whole UK. They say nothing about one area."),
        _("Many adverts can mean growth, or that people leave often. They do not show how long a post stays empty."),
        _("One advert may stand for several posts, and some posts are never advertised online."),
        _("Both numbers can be too low: small groups of people and some months of adverts are not published."),
        _("This is not a measure of shortage. None is held here."),
    ]


def pay_words(pay: PayRange) -> str:
    """Which pay this is; empty when there is none."""
    if pay.median.value is None:
        return ""
    if pay.measure == PayMeasure.HOURLY:
        return _("Median pay for one hour, before tax, as no annual pay is published.")
    if pay.hours == Hours.FULL_TIME:
        return _("Median of full-time employees, before tax.")
    return _("Median of full-time and part-time employees together, before tax.")


def people_label(people: Figure, *, local: bool) -> str:
    """What a number of people is of: the occupation itself, or the wider group that stands in for it."""
    if people.level.asked:
        return _("People in the wider group here") if local else _("People in the wider group in the UK")
    return _("People who do this work here") if local else _("People who do this work in the UK")
