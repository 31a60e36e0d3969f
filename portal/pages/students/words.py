"""Sentences of the students' pages: figures said in plain words, with their limits."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.figures import Figure, Number
from lmi.enums import Hours, PayMeasure
from lmi.filters import STEADY_GROWTH
from lmi.queries.adverts import Adverts, Trend
from lmi.queries.outlook import Outlook
from lmi.queries.pay import PayRange
from lmi.queries.standing import AdvertStanding, Standing
from portal.charts import words

# How a figure stands: as c-trend wants it, and in words.
Direction = tuple[str, str]
UNKNOWN = "unknown"
_MOST_IN_SENTENCE = 5


def also_called(names: tuple[str, ...]) -> str:
    """Other names in one sentence; empty when there are none."""
    if not names:
        return ""
    return _("Also called: %(names)s.") % {"names": words.joined(names[:_MOST_IN_SENTENCE])}


def pay_words(pay: PayRange) -> str:
    """What the typical pay means, and which pay it is when it is not yearly full-time pay."""
    if pay.median.value is None:
        return ""
    middle = _("Half of the people counted earn more than this. Half earn less.")
    if pay.measure == PayMeasure.HOURLY:
        return _("This is pay for one hour, as no yearly pay is published.") + " " + middle
    if pay.hours == Hours.FULL_TIME:
        return _("For full-time work, before tax.") + " " + middle
    return _("For full-time and part-time work together, before tax.") + " " + middle


def hours_words(hours: Figure) -> str:
    """What the weekly hours mean."""
    return "" if hours.value is None else _("Paid hours in a typical week.")


def growth_direction(outlook: Outlook) -> Direction:
    """Whether the wider group grows, by the same bounds as the lists' filter."""
    rate = outlook.growth.value
    if rate is None:
        return UNKNOWN, _("Not published")
    if float(rate) > STEADY_GROWTH:
        return "up", _("Growing")
    if float(rate) < -STEADY_GROWTH:
        return "down", _("Getting smaller")
    return "flat", _("Staying about the same size")


def outlook_words(outlook: Outlook) -> str:
    """Growth and replacement joined in one sentence, of the wider group, rate before count."""
    return f"{_group_words(outlook)}{_growth_words(outlook)}{_replacement_words(outlook)}."


def _group_words(outlook: Outlook) -> str:
    said = {"group": outlook.title, "units": outlook.units}
    if outlook.units < 2:
        return _("In the wider group “%(group)s”,") % said
    return _("In the wider group “%(group)s”, of which this is one of %(units)s occupations,") % said


def _growth_words(outlook: Outlook) -> str:
    rate = outlook.growth.value
    said = {"end": str(outlook.end_year), "base": str(outlook.base_year)}
    if rate is None:
        return " " + _("how fast the number of people will change is not published")
    said["rate"] = words.value_text(_size(rate), outlook.growth.unit)
    if float(rate) == 0:
        return " " + _("the number of people is expected to stay the same from %(base)s to %(end)s") % said
    grows = float(rate) > 0
    text = (
        _("the number of people is expected to grow by %(rate)s a year from %(base)s to %(end)s")
        if grows
        else _("the number of people is expected to fall by %(rate)s a year from %(base)s to %(end)s")
    )
    return f" {text % said}{_net_words(outlook.net_change, grows=grows)}"


def _net_words(net: Figure, *, grows: bool) -> str:
    if net.value is None:
        return ""
    text = _("that is about %(count)s more people") if grows else _("that is about %(count)s fewer people")
    return f" ({text % {'count': _about(net.value)}})"


def _replacement_words(outlook: Outlook) -> str:
    if outlook.replacement.value is None:
        return ", " + _("and how many will be needed to replace people who leave is not published")
    said = {"count": _about(outlook.replacement.value)}
    return ", " + _("and about %(count)s will be needed to replace people who retire or leave") % said


def _about(value: Number) -> str:
    """A projected count without false precision: to the nearest thousand, or hundred below ten thousand."""
    size = float(_size(value))
    return words.grouped(round(size, -3) if size >= 10_000 else round(size, -2))


def _size(value: Number) -> Number:
    return -value if value < 0 else value


def advert_direction(adverts: Adverts) -> Direction:
    """Where adverts went in a year."""
    change = adverts.change_percent.value
    if adverts.trend is None or change is None:
        return UNKNOWN, _("No trend: some months are not published")
    if adverts.trend is Trend.STEADY:
        return "flat", _("About the same as the year before")
    said = {"percent": words.value_text(_size(change), adverts.change_percent.unit)}
    if adverts.trend is Trend.UP:
        return "up", _("Up %(percent)s on the year before") % said
    return "down", _("Down %(percent)s on the year before") % said


def entry_words(standing: AdvertStanding | None) -> str:
    """How hard it is to get in, as far as adverts can tell: against the other occupations, for its size."""
    if standing is None:
        return ""
    said = {"all": standing.others}
    if standing.standing is Standing.MORE:
        return (
            _("More adverts for its size than most of the %(all)s jobs we can compare. That often means more ways in.")
            % said
        )
    if standing.standing is Standing.FEWER:
        return (
            _("Fewer adverts for its size than most of the %(all)s jobs we can compare. You may need to look longer.")
            % said
        )
    return _("About as many adverts for its size as most of the %(all)s jobs we can compare.") % said


def group_share(units: int) -> str:
    """That the map is of a group with so many occupations in it."""
    text = ngettext(
        "Jobs by place are counted for groups. This one is a group of its own.",
        "Jobs by place are counted for groups. This is one of %(units)s occupations in its group.",
        units,
    )
    return text % {"units": units}
