"""Filters and tags every template has without loading: numbers, figures and areas in words, and chart helpers."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.core.paginator import Page
from django.utils.translation import gettext as _

from evidence.figures import Figure, Number, ReleaseRef
from portal.charts import PayBand, words

register = template.Library()


@register.filter
def number(value: Number | None, places: int = 0) -> str:
    """12400 -> "12,400"; None -> "not published", never nought and never blank."""
    return _("not published") if value is None else words.grouped(value, places)


@register.filter
def money(value: Number | None, places: int = 0) -> str:
    """39647 -> "£39,647"; with `:2` for hourly pay."""
    return _("not published") if value is None else words.money(value, places)


@register.filter
def at_least(value: Number | None) -> str:
    """12400 -> "at least 12,400", for counts whose small cells are held back."""
    if value is None:
        return _("not published")
    return _("at least %(number)s") % {"number": words.grouped(value)}


@register.filter
def percent(value: Number | None) -> str:
    """12.04 -> "12%", 12.25 -> "12.3%"."""
    return _("not published") if value is None else f"{words.trimmed(value)}%"


@register.filter
def figure_text(figure: Figure) -> str:
    """A figure's value in short ("£39,647", "at least 12,400"), or why there is none."""
    return words.figure_text(figure)


@register.filter
def figure_unit(figure: Figure) -> str:
    """The words after a figure's number: "a year", "hours a week"; empty for a percentage."""
    return words.unit_suffix(figure)


@register.filter
def level_words(figure: Figure) -> str:
    """The level a figure was published at: "this exact occupation", "a wider group of occupations: ..."."""
    return words.level_words(figure)


@register.filter
def coarser_words(figure: Figure) -> list[str]:
    """Sentences that own up to a wider group or area; empty for an exact answer."""
    return words.coarser_words(figure)


@register.filter
def status_words(status: str) -> str:
    """An edition's status in words."""
    return str(words.STATUS_WORDS.get(status, status))


@register.filter
def by_source(releases: Iterable[ReleaseRef]) -> tuple[tuple[str, str], ...]:
    """Editions as they are cited, those of one source in one pair (slug, words)."""
    return words.by_source(releases)


@register.filter
def sentence_case(text: str) -> str:
    """The first letter large, the rest as it is: "IT managers" stays "IT managers"."""
    plain = str(text)
    return plain[:1].upper() + plain[1:]


@register.filter
def quality_text(figure: Figure) -> str:
    """How far a figure can be trusted, in words that stand alone; empty when there is no value."""
    return words.quality_text(figure)


@register.filter
def area_name(name: str) -> str:
    """An area's name as it stands in a sentence: "the North East", "London"."""
    return words.area_name(name)


@register.simple_tag
def pay_band(low: Figure, middle: Figure, high: Figure) -> PayBand:
    """The three stops of one pay band, placed."""
    return PayBand(low, middle, high)


@register.simple_tag
def page_numbers(page: Page[object]) -> list[int | str]:
    """Page numbers to offer around the current one, with Paginator.ELLIPSIS between far ones."""
    paginator = page.paginator
    return [
        item if isinstance(item, int) else str(item)
        for item in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
