"""Reads a pasted job advert, so that a form is filled with what was found, each value beside its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from employers.text.asking import KIND, NOT_NEEDED, TOWARDS, TRAINS, asks
from employers.text.hours import names_a_fact, read_facts, read_hours, read_patterns
from employers.text.lines import ASKING, Line, Section, read_lines, sentences
from employers.text.pay import read_pay
from employers.text.qualifications import read_qualifications, read_training
from employers.text.shapes import AdvertReading, Found
from lmi.placenames import outcode_of

MOST_DUTIES, MOST_SKILLS, MOST_PLACES = 40, 30, 8
_ITEM_CHARACTERS = 300
_TITLE_CHARACTERS, _TITLE_WORDS = 90, 10

_TITLE_LABELS = frozenset(
    {"job title", "title", "role", "position", "post", "vacancy", "job", "post title", "role title", "vacancy title"}
)
_PLACE_LABELS = frozenset(
    {"location", "based in", "based at", "place of work", "workplace", "site", "where", "base", "work base", "town"}
)
_SOUGHT = re.compile(
    r"\b(?:(?:looking for|seeking|recruiting|hiring|recruit|appoint|we (?:need|require|want))\s"
    r"(?:an?|our next|another)|be our next)\s"
    r"(?P<title>[^,.;:!?(]{3,90})",
    re.IGNORECASE,
)
_TITLE_ENDS = re.compile(
    r"\s(?:to|who|for|at|in|with|on|based|near|that|and join|and help|needed|wanted|required)\b.*$", re.IGNORECASE
)
_TITLE_PARTS = re.compile(r"\s[-–—|•]\s?|\s\|\s|\s(?:needed|wanted|required)\b", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"£|^(?:job|role|vacancy|job advert|advert|job description|person specification)$|"
    r"\b(?:hiring|vacanc|join (?:us|our)|we are|we're|apply|immediate start|exciting|opportunity|welcome|about us)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s?(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})\b")
_NAME = r"[A-Z][\w'-]{1,30}(?:[ -](?:(?:upon|on|under|le|of|the|in|by|and)[ -])?[A-Z][\w'-]{1,30}){0,3}"
_IN_PLACE = re.compile(
    r"\b(?:based|located|office|offices|depot|home|bakery|job|yard|factory|workshop|site|desk|laborator(?:y|ies))"
    rf"\s(?:in|at|near)\s(?:our |central |the )?(?P<place>{_NAME})"
)
_OUR_PLACE = re.compile(
    rf"\bour\s(?P<place>{_NAME})\s(?:office|depot|yard|site|factory|branch|lab|laboratory|workshop|base|warehouse)\b"
)
_NOT_PLACES = re.compile(
    r"^(?:uk|united kingdom|england|scotland|wales|remote|hybrid|various|unit \d+.*|flat \d+.*|\d.*|home|"
    r".* (?:lane|street|road|avenue|drive|close|crescent))$",
    re.IGNORECASE,
)
_DUTY_PROSE = re.compile(
    r"^(?:as an? [\w ]{3,50},? )?(?:you will|you'll|your (?:main )?(?:duties|tasks)|duties (?:include|are))\b",
    re.IGNORECASE,
)
_NO_DUTY = re.compile(
    r"\b(?:you will|you'll) (?:need|have|be paid|receive|get|be based|report|hold|earn|study|gain|work)\b"
)
_EXPERIENCE = re.compile(r"\b(?:experience|knowledge|skills?|ability|able to|confident)\b", re.IGNORECASE)
_NO_SKILL = re.compile(
    r"\b(?:apply|closing date|interview|salary|per annum|cv|covering letter|we offer)\b|£", re.IGNORECASE
)


def read_advert(text: str) -> AdvertReading:
    """What an advert says, in the shapes of the form; every value comes with its sentence, for the reader to check.

    Reads at most 100,000 characters, in time that grows with the length. Finds nothing rather than guess; where
    something had to be assumed (a sum without a length of time), `assumed` says so. Raises nothing for any text.
    """
    lines, was_cut = read_lines(text)
    pay, pay_left = read_pay(lines)
    hours, hours_left = read_hours(lines)
    qualifications, offered = read_qualifications(lines)
    return AdvertReading(
        title=_title(lines),
        pay=pay,
        hours=hours,
        patterns=read_patterns(lines),
        places=_places(lines),
        postcodes=_postcodes(lines),
        duties=_once(_duties(lines), MOST_DUTIES),
        qualifications=qualifications,
        trains=read_training(lines),
        skills=_once(_skills(lines), MOST_SKILLS),
        working_facts=read_facts(lines),
        left_out=(*pay_left, *hours_left, *offered),
        was_cut=was_cut,
    )


def _title(lines: Sequence[Line]) -> Found[str] | None:
    """A labelled title, else a first line that reads like one, else "we are looking for a ..."."""
    for line in lines:
        if line.label in _TITLE_LABELS:
            return Found(_clean_title(line.value), line.text)
    if lines and _is_title(lines[0]):
        return Found(_clean_title(lines[0].text), lines[0].text)
    for line in lines:
        for sentence in sentences(line.text):
            sought = _SOUGHT.search(sentence)
            if sought and not KIND.search(sought["title"]):
                return Found(_TITLE_ENDS.sub("", sought["title"]).strip(), sentence)
    return None


def _is_title(line: Line) -> bool:
    text = _clean_title(line.text)
    return (
        not line.is_bullet
        and 3 <= len(text) <= _TITLE_CHARACTERS
        and len(text.split()) <= _TITLE_WORDS
        and not text.endswith((".", "!", "?", ":"))
        and not _NO_TITLE.search(text)
    )


def _clean_title(text: str) -> str:
    return _TITLE_PARTS.split(text)[0].strip(" *-–—|,")[:_TITLE_CHARACTERS]


def _postcodes(lines: Sequence[Line]) -> tuple[Found[str], ...]:
    found: dict[str, Found[str]] = {}
    for line in lines:
        for match in _POSTCODE.finditer(line.text):
            code = f"{match[1]} {match[2]}".upper()
            if outcode_of(code):
                found.setdefault(code, Found(code, line.text))
    return tuple(found.values())[:MOST_PLACES]


def _places(lines: Sequence[Line]) -> tuple[Found[str], ...]:
    """Names after a label or "based in"; whether they are places is for the register of areas to say."""
    found: dict[str, Found[str]] = {}
    for line in lines:
        for name in _named_places(line):
            if name[:1].isupper() and len(name) <= 50 and not _NOT_PLACES.match(name):
                found.setdefault(name.casefold(), Found(name, line.text))
    return tuple(found.values())[:MOST_PLACES]


def _named_places(line: Line) -> Iterator[str]:
    if line.label in _PLACE_LABELS:
        for part in re.split(r"[,;/|()]|\s(?:and|or)\s|\s[-–—]\s", _POSTCODE.sub("", line.value)):
            yield part.strip(" .")
        return
    for words in (_OUR_PLACE, _IN_PLACE):
        for match in words.finditer(line.text):
            yield match["place"]
    if _POSTCODE.search(line.text):
        before = _POSTCODE.split(line.text)[0].strip(" ,")
        yield before.rpartition(",")[2].strip()


def _duties(lines: Sequence[Line]) -> Iterator[Found[str]]:
    """Bullets and sentences under a heading about the work; elsewhere sentences that begin "You will"."""
    for line in lines:
        if line.section == Section.DUTIES and line.is_bullet:
            yield _item(line.text, line.text)
        elif line.section == Section.DUTIES and not line.label:
            yield from (_item(said, said) for said in sentences(line.text) if not _is_asking(said))
        elif line.section in (Section.TOP, Section.ABOUT):
            prose = (sentence for sentence in sentences(line.text) if _DUTY_PROSE.match(sentence))
            yield from (_item(sentence, sentence) for sentence in prose if not _is_no_duty(sentence))


def _is_asking(sentence: str) -> bool:
    """Whether a sentence among the duties asks for a qualification or for experience."""
    return bool((KIND.search(sentence) or _EXPERIENCE.search(sentence)) and asks(sentence))


def _is_no_duty(sentence: str) -> bool:
    return bool(_NO_DUTY.search(sentence) or KIND.search(sentence))


def _skills(lines: Sequence[Line]) -> Iterator[Found[str]]:
    """What the parts about the person ask for that is no qualification; elsewhere experience that is asked for."""
    for line in lines:
        if line.section in (Section.TOP, Section.DUTIES) and not line.is_bullet and not line.label:
            prose = (said for said in sentences(line.text) if _EXPERIENCE.search(said) and asks(said))
            yield from (_item(said, said) for said in prose if not _is_no_skill(said))
        if line.section not in ASKING or (line.label and line.label not in ("skills",) and not _is_criterion(line)):
            continue
        for sentence in [line.body] if line.is_bullet else sentences(line.body):
            if not _is_no_skill(sentence):
                yield _item(sentence, line.text)


def _is_no_skill(sentence: str) -> bool:
    """Whether it is about qualifications, training on offer, pay or the workplace."""
    known = any(words.search(sentence) for words in (KIND, NOT_NEEDED, TOWARDS, TRAINS, _NO_SKILL))
    return known or names_a_fact(sentence)


def _is_criterion(line: Line) -> bool:
    return any(word in line.label for word in ("essential", "desirable", "skill", "experience"))


def _item(text: str, sentence: str) -> Found[str]:
    return Found(text.strip(" ;,")[:_ITEM_CHARACTERS], sentence)


def _once(items: Iterable[Found[str]], most: int) -> tuple[Found[str], ...]:
    found: dict[str, Found[str]] = {}
    for item in items:
        if item.value:
            found.setdefault(item.value.casefold(), item)
        if len(found) == most:
            break
    return tuple(found.values())
