"""Numbers, units and quality as people read them; shared by charts, figures and filters."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from evidence.figures import Figure, Number, Quality, ReleaseRef, Unit

_MONEY_PLACES = {Unit.POUNDS: 0, Unit.POUNDS_A_YEAR: 0, Unit.POUNDS_A_WEEK: 0, Unit.POUNDS_AN_HOUR: 2}
_PERCENT = frozenset({Unit.PERCENT, Unit.PERCENT_A_YEAR})
_TENTHS = _PERCENT | {Unit.HOURS_A_WEEK, Unit.ADVERTS_PER_1000_PEOPLE}
_GRADES = frozenset({Quality.PRECISE, Quality.REASONABLE, Quality.ACCEPTABLE})
# Areas whose names take "the" in a sentence: "the North East", but "London" (ONS names of nations and regions).
_WITH_THE = frozenset(
    {
        "United Kingdom",
        "North East",
        "North West",
        "East Midlands",
        "West Midlands",
        "East",
        "East of England",
        "South East",
        "South West",
    }
)
LEVEL_WORDS = {
    "unit": gettext_lazy("this exact occupation"),
    "minor": gettext_lazy("a group of similar occupations"),
    "sub_major": gettext_lazy("a wider group of occupations"),
    "major": gettext_lazy("a very wide group of occupations"),
    "all": gettext_lazy("all occupations"),
    "standard": gettext_lazy("this apprenticeship"),
    "standards": gettext_lazy("all apprenticeships"),
    "tlevel": gettext_lazy("this T Level"),
    "qualification": gettext_lazy("this qualification"),
    "degree_subject": gettext_lazy("this degree subject"),
    "school_subject": gettext_lazy("this school subject"),
    "highest_level": gettext_lazy("people by their highest qualification"),
    "provider": gettext_lazy("this provider"),
    "sector": gettext_lazy("this sector"),
    "rule": gettext_lazy("everybody whom the rule is for"),
}
STATUS_WORDS = {
    "provisional": gettext_lazy("provisional"),
    "revised": gettext_lazy("revised"),
    "final": gettext_lazy("final"),
}


def grouped(value: Number, places: int = 0) -> str:
    """A number with thousands separators, halves rounded up, and a true minus sign."""
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    text = number_format(abs(rounded), decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"\N{MINUS SIGN}{text}" if rounded < 0 else text


def trimmed(value: Number, places: int = 1) -> str:
    """As `grouped`, without a decimal part that is all noughts: 37.5 but 37."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return grouped(rounded, 0 if rounded == rounded.to_integral_value() else places)


def money(value: Number, places: int = 0) -> str:
    """Pounds: £39,647; a negative amount is −£200."""
    text = grouped(value, places)
    return f"\N{MINUS SIGN}£{text[1:]}" if text.startswith("\N{MINUS SIGN}") else f"£{text}"


def value_text(value: Number, unit: str) -> str:
    """A value as it is printed beside its unit's words: £39,647, 37.5, 12%, 12,400."""
    if unit in _MONEY_PLACES:
        return money(value, _MONEY_PLACES[Unit(unit)])
    if unit in _PERCENT:
        return f"{trimmed(value)}%"
    return trimmed(value) if unit in _TENTHS else grouped(value)


def unit_suffix(figure: Figure) -> str:
    """The words after the number; a percentage and an amount of pounds carry their sign already."""
    if figure.unit in (Unit.PERCENT, Unit.POUNDS):
        return ""
    return _("a year") if figure.unit == Unit.PERCENT_A_YEAR else figure.unit_words


def unit_name(figure: Figure) -> str:
    """The unit as it stands alone: "pounds a year"."""
    words, is_rate = figure.unit_words, figure.unit in _MONEY_PLACES and figure.unit != Unit.POUNDS
    return _("pounds %(unit)s") % {"unit": words} if is_rate else words


def figure_text(figure: Figure) -> str:
    """A figure's value in short, "at least" included, or the reason why there is none."""
    if figure.value is None:
        return figure.reason_words
    text = value_text(figure.value, figure.unit)
    return _("at least %(number)s") % {"number": text} if figure.quality == Quality.LOWER_BOUND else text


def short_text(figure: Figure) -> str:
    """As `figure_text`, with only the first part of a reason: for a narrow place beside a table that says it all."""
    text = figure_text(figure)
    return text if figure.value is not None else text.partition(":")[0]


def quality_text(figure: Figure) -> str:
    """How far a figure can be trusted, as words that stand alone; empty when there is no value."""
    if figure.value is None:
        return ""
    words = figure.quality_words
    return _("quality: %(words)s") % {"words": words} if figure.quality in _GRADES else words


def level_words(figure: Figure) -> str:
    """The level a figure was published at, in words, with the group's title when it is wider than asked."""
    words = str(LEVEL_WORDS.get(figure.level.level, figure.level.level))
    return f"{words}: {figure.level.title}" if figure.level.asked else words


def coarser_words(figure: Figure) -> list[str]:
    """Sentences that own up to a wider group or area than was asked for; empty for an exact answer."""
    sentences = []
    if figure.level.asked:
        said = {"group": figure.level.title, "asked": figure.level.asked}
        sentences.append(
            _("This is for the wider group “%(group)s”: no figure for “%(asked)s” alone is held here.") % said
        )
    if figure.area.asked:
        said = {"area": area_name(figure.area.name), "asked": area_name(figure.area.asked)}
        # England may answer for the United Kingdom: the one case in which the area asked for is the wider one.
        narrower = _("This is for %(area)s only: no figure for %(asked)s as a whole is held here.")
        wider = _("This is for %(area)s: no figure for %(asked)s alone is held here.")
        sentences.append((narrower if figure.area.asked == "United Kingdom" else wider) % said)
    return sentences


def area_name(name: str) -> str:
    """An area's name as it stands in a sentence: "the North East", "London"; the East is the East of England."""
    full = "East of England" if name == "East" else name
    return _("the %(area)s") % {"area": full} if name in _WITH_THE else full


def by_source(releases: Iterable[ReleaseRef]) -> tuple[tuple[str, str], ...]:
    """Editions as they are cited, those of one source together: (slug, "Survey 2024 (final) and 2025 (final), Office").

    The words that all labels of a source begin and end with are said once.
    """
    labels: dict[str, list[str]] = {}
    for release in releases:
        labels.setdefault(release.source, []).append(release.label)
    return tuple((slug, _cited(list(dict.fromkeys(found)))) for slug, found in labels.items())


def _cited(labels: list[str]) -> str:
    """One label as it is; of several the words all begin with, what differs, and the publisher all end with."""
    if len(labels) == 1:
        return labels[0]
    ordered = sorted(labels)
    end = _shared_start([label[::-1] for label in ordered])[::-1]
    publisher = end[end.find(", ") :] if ", " in end else ""
    editions = [label.removesuffix(publisher) for label in ordered]
    start = _shared_start(editions)
    start = start[: start.rfind(" ") + 1]
    return f"{start}{joined(edition.removeprefix(start) for edition in editions)}{publisher}"


def _shared_start(texts: list[str]) -> str:
    """The letters that all the texts begin with."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    return "".join(letters[0] for letters in same)


def joined(items: Iterable[str]) -> str:
    """A list in a sentence: "a", "a and b", "a, b and c"."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return _("%(start)s and %(end)s") % {"start": ", ".join(words[:-1]), "end": words[-1]}


def change_words(first: float, last: float, unit: str = "") -> str:
    """How far a value moved: "up 13%" of where it began, a percentage in points; empty when that says nothing."""
    if unit == Unit.PERCENT:
        return _point_words(round(last - first, 1))
    if first <= 0:
        return ""
    percent = round((last - first) / first * 100)
    if percent == 0:
        return pgettext("change", "about the same")
    words = _("up %(percent)s%%") if percent > 0 else _("down %(percent)s%%")
    return words % {"percent": grouped(abs(percent))}


def _point_words(points: float) -> str:
    if not points:
        return pgettext("change", "about the same")
    words = _("up %(points)s percentage points") if points > 0 else _("down %(points)s percentage points")
    return words % {"points": trimmed(abs(points))}
