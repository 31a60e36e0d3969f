"""Reads pay in an advert: sums, ranges and what they are for; bonuses and on-target earnings are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from employers.text.lines import Line, Section, sentences
from employers.text.shapes import Found, PayPer, PayRead

_SUM = r"(?P<NAME>(?:\d{1,3}(?:,\d{3}){1,2}|\d{1,6})(?:\.\d{1,2})?)(?P<NAMEk>\s?k\b)?"
_LOW, _HIGH = _SUM.replace("NAME", "low"), _SUM.replace("NAME", "high")
_PAY = re.compile(
    rf"(?:£|\bGBP)\s?{_LOW}(?:\s?(?:-|–|—|\bto\b|\band\b)\s?(?:£|GBP)?\s?{_HIGH})?"
    r"(?!\s?(?:m|mn|bn|million|billion)\b)(?![\d,.]*\d)",
    re.IGNORECASE,
)
_PER: tuple[tuple[PayPer, re.Pattern[str]], ...] = tuple(
    (per, re.compile(rf"^[\s)]*(?:{words})(?![a-z])", re.IGNORECASE))
    for per, words in (
        (PayPer.HOUR, r"(?:per|an|/|p/|p\.?)\s?(?:hour|hr|h\b)|hourly|ph\b"),
        (PayPer.DAY, r"(?:per|a|/)\s?day|daily|pd\b"),
        (PayPer.WEEK, r"(?:per|a|/)\s?(?:week|wk)|weekly|pw\b"),
        (PayPer.MONTH, r"(?:per|a|/)\s?(?:calendar )?month|monthly|pcm\b|pm\b"),
        (PayPer.YEAR, r"(?:per|a|/)\s?(?:year|annum|yr)|annually|yearly|annual|p\.?\s?a\b"),
    )
)
_ON_TARGET = r"OTE|on[- ]target(?: earnings)?|commission|uncapped|earning potential|potential earnings"
_LEADS_TARGET = re.compile(rf"(?:{_ON_TARGET}|\bearn up to|\bpotential)(?: of| up to|:)?\W{{0,3}}$", re.IGNORECASE)
_TRAILS_TARGET = re.compile(
    rf"^\s?(?:(?:per|a) (?:year|annum)|p\.?a\.?)?\s?\(?(?:{_ON_TARGET})\b(?!\W{{0,3}}(?:of )?£)", re.IGNORECASE
)
_TRAILS_OTHER = re.compile(
    r"^\W{0,2}(?:\w+ ){0,2}(?:bonus|voucher|allowance|budget|turnover|discount|fund|grant|gift|towards|off\b|raised|"
    r"contract|project|investment|fee\b)",
    re.IGNORECASE,
)
_LEADS_OTHER = re.compile(
    r"(?:bonus|allowance|voucher|turnover|budget|worth|fund\w*|grant|saving|raised|valued?|discount|turned over)"
    r"(?: of| up to| over| at|:)?\W{0,3}$",
    re.IGNORECASE,
)
_PAY_WORDS = re.compile(r"\b(?:salary|pay|paid|wage|rate|remuneration|band|basic|earn|stipend)\b", re.IGNORECASE)
_ABOUT = re.compile(r"(?:\bcirca|\bc\.|\bca\.|\bc|\baround|\babout|\bapprox\w*\.?|\broughly|~)\s?$", re.IGNORECASE)
_UP_TO = re.compile(r"\bup to\s?$", re.IGNORECASE)
_YEARLY_FROM, _HOURLY_TO = Decimal(10_000), Decimal(100)
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class _Candidate:
    read: Found[PayRead]
    is_labelled: bool


def read_pay(lines: Sequence[Line]) -> tuple[Found[PayRead] | None, list[Found[str]]]:
    """The basic pay, from a line that is labelled as pay before any other; and the sums left out, with reasons.

    On-target earnings, commission and bonuses are never read as basic pay. A sum without a length of time is
    read as yearly from £10,000 and hourly under £100, and says so; others are left out.
    """
    kept: list[_Candidate] = []
    left: list[Found[str]] = []
    for line in lines:
        if "£" not in line.text and "gbp" not in line.text.lower():
            continue
        labelled = bool(_PAY_WORDS.search(line.label))
        for sentence in [line.text] if line.label else sentences(line.text):
            _read_sentence(sentence, labelled, line.section, kept, left)
    kept.sort(key=lambda one: not one.is_labelled)
    if len(kept) > 1:
        left += [
            Found(_sum_words(one.read.value), one.read.sentence, _("another sum of pay: add it yourself if it belongs"))
            for one in kept[1:]
            if one.read.value != kept[0].read.value
        ]
    return (kept[0].read if kept else None), left


def _read_sentence(
    sentence: str, labelled: bool, section: Section, kept: list[_Candidate], left: list[Found[str]]
) -> None:
    is_about_pay = labelled or bool(_PAY_WORDS.search(sentence))
    pro_rata = "pro rata" in sentence.lower() or "pro-rata" in sentence.lower() or " fte" in sentence.lower()
    for match, before, after in _matches(sentence):
        if _LEADS_TARGET.search(before) or _TRAILS_TARGET.match(after):
            why = _("on-target earnings or commission: only basic pay is shown")
            left.append(Found(match[0].strip(), sentence, why))
            continue
        if _TRAILS_OTHER.match(after) or _LEADS_OTHER.search(before):
            continue
        per = _per(after)
        if per is None and not is_about_pay and section not in (Section.TOP, Section.OFFER):
            continue
        found = _read(match, per, before, pro_rata, sentence)
        if found is None:
            left.append(Found(match[0].strip(), sentence, _("a sum that does not say what length of time it is for")))
        else:
            kept.append(_Candidate(found, labelled))


def _matches(sentence: str) -> Iterator[tuple[re.Match[str], str, str]]:
    matches = list(_PAY.finditer(sentence))
    for place, match in enumerate(matches):
        start = matches[place - 1].end() if place else 0
        stop = matches[place + 1].start() if place + 1 < len(matches) else len(sentence)
        before = sentence[max(start, match.start() - _CONTEXT) : match.start()]
        yield match, before, sentence[match.end() : min(stop, match.end() + _CONTEXT)]


def _per(after: str) -> PayPer | None:
    return next((per for per, words in _PER if words.match(after)), None)


def _read(
    match: re.Match[str], per: PayPer | None, before: str, pro_rata: bool, sentence: str
) -> Found[PayRead] | None:
    in_thousands = bool(match["lowk"] or match["highk"])
    low = _pounds(match["low"], in_thousands)
    high = _pounds(match["high"], in_thousands) if match["high"] else None
    assumed = ""
    if per is None:
        per, assumed = _by_size(low)
    if per is None or low <= 0 or (high is not None and high < low):
        return None
    only_top = high is None and bool(_UP_TO.search(before))
    read = PayRead(None, low, per) if only_top else PayRead(low, high, per)
    about = bool(_ABOUT.search(before))
    return Found(PayRead(read.lowest, read.highest, per, about, pro_rata), sentence, assumed)


def _by_size(pounds: Decimal) -> tuple[PayPer | None, str]:
    if pounds >= _YEARLY_FROM:
        return PayPer.YEAR, _("no length of time is written: read as a year")
    if 0 < pounds < _HOURLY_TO:
        return PayPer.HOUR, _("no length of time is written: read as an hour")
    return None, ""


def _pounds(digits: str, in_thousands: bool) -> Decimal:
    value = Decimal(digits.replace(",", ""))
    return value * 1000 if in_thousands and value < 1000 else value


def _sum_words(read: PayRead) -> str:
    sums = " to ".join(f"£{value:,}" for value in (read.lowest, read.highest) if value is not None)
    return f"{sums} {read.per.label}"
