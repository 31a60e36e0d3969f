"""Reads which qualifications an advert asks for, one row for each subject, as essential, useful or unstated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from employers.text import asking
from employers.text.lines import ASKING, Line, Section, sentences
from employers.text.shapes import Asked, Found, Importance, QualificationRead

MOST = 40
_SUBJECT_CHARACTERS, _SUBJECT_WORDS = 60, 9
_LINKS = re.compile(r"[\s,/&]*(?:(?:and|or)(?: an?)?)?[\s,/&]*", re.IGNORECASE)


def read_qualifications(
    lines: Sequence[Line],
) -> tuple[tuple[Found[QualificationRead], ...], list[Found[str]]]:
    """What is asked for, at most 40 rows; and what was seen but is training on offer, with the reason.

    In the parts about duties, the employer and the offer only sentences that ask count: "teach GCSE maths" does not.
    """
    found: dict[QualificationRead, Found[QualificationRead]] = {}
    left: list[Found[str]] = []
    for line in lines:
        for sentence in sentences(line.body):
            matches = [match for match in asking.KIND.finditer(sentence) if not _is_equivalent(match, sentence)]
            if not matches:
                continue
            if _is_offered(sentence, line.section):
                left.append(
                    Found(matches[0][0], sentence, _("read as training you offer, not as something you ask for"))
                )
            elif _is_asked(sentence, line):
                strength = asking.importance(sentence, line.section)
                for row in _rows(sentence, matches, strength):
                    found.setdefault(row, Found(row, sentence))
    return tuple(found.values())[:MOST], left


def read_training(lines: Sequence[Line]) -> Found[str] | None:
    """The first sentence that says that people are trained, or need no experience."""
    for line in lines:
        for sentence in sentences(line.text):
            match = asking.TRAINS.search(sentence)
            if match:
                return Found(match[0], sentence)
    return None


def _is_equivalent(match: re.Match[str], sentence: str) -> bool:
    """Whether it is only the end of "or an equivalent electrical qualification"."""
    before = sentence[max(0, match.start() - 40) : match.start()].lower().split()[-3:]
    return match.lastgroup == Asked.OTHER and any(word in ("equivalent", "similar") for word in before)


def _is_offered(sentence: str, section: Section) -> bool:
    if asking.WILLING.search(sentence):
        return False
    return section == Section.OFFER or bool(asking.TOWARDS.search(sentence))


def _is_asked(sentence: str, line: Line) -> bool:
    if asking.NOT_NEEDED.search(sentence) and "not essential" not in sentence.lower():
        return False
    if line.section in ASKING:
        return True
    # A bullet before any heading is as a rule one of what is asked; prose has to say so.
    return (line.section == Section.TOP and line.is_bullet) or asking.asks(sentence)


def _rows(sentence: str, matches: list[re.Match[str]], strength: Importance) -> Iterator[QualificationRead]:
    """The rows of one sentence; a kind with nothing of its own takes over what the next one says ("HNC or HND in")."""
    rows: list[list[QualificationRead]] = []
    for place in range(len(matches) - 1, -1, -1):
        start = matches[place - 1].end() if place else 0
        stop = matches[place + 1].start() if place + 1 < len(matches) else len(sentence)
        after = sentence[matches[place].end() : stop]
        read = _read(matches[place], sentence[start : matches[place].start()], after, sentence, strength)
        if rows and _LINKS.fullmatch(after) and not any(row.subject for row in read):
            read = [replace(read[0], subject=row.subject, grade=row.grade) for row in rows[-1]]
        rows.append(read)
    is_choice = len(matches) > 1 and " or " in sentence.lower()
    for group in reversed(rows):
        yield from (replace(row, is_one_of=is_choice) for row in group)


def _read(
    match: re.Match[str], before: str, after: str, sentence: str, strength: Importance
) -> list[QualificationRead]:
    kind = Asked(match.lastgroup or Asked.OTHER)
    count = asking.COUNT.search(before)
    level = asking.LEVEL.search(match[0]) or asking.LEVEL.search(before) or asking.LEVEL.search(after)
    row = QualificationRead(
        kind,
        grade=_grade(before + match[0] + after if kind != Asked.GCSE else sentence),
        level=level[1] if level else "",
        importance=strength,
        count=_number(count[1]) if count else None,
        or_equivalent=bool(asking.EQUIVALENT.search(sentence)),
    )
    if kind in asking.SCHOOL:
        return _school_rows(row, before, after)
    return [replace(row, subject=_subject(kind, match, before, after))]


def _school_rows(row: QualificationRead, before: str, after: str) -> list[QualificationRead]:
    subjects = _subjects(after) or _subjects(before)
    if "english" in (before + after).lower() and row.kind == Asked.GCSE:
        subjects = list(dict.fromkeys([*_subjects(before), *subjects]))
    several = [row] if row.count and subjects else []
    return [*several, *(replace(row, subject=subject, count=None) for subject in subjects)] or [row]


def _subjects(text: str) -> list[str]:
    """School subjects named in a text, in its order; "further maths" is not also maths."""
    spans: list[tuple[int, int, str]] = []
    for name, words in asking.SUBJECTS:
        for match in words.finditer(text):
            if not any(first < match.end() and match.start() < last for first, last, _name in spans):
                spans.append((match.start(), match.end(), name))
    return list(dict.fromkeys(name for _first, _last, name in sorted(spans)))


def _grade(text: str) -> str:
    match = asking.GRADE.search(text)
    return next((part for part in match.groups() if part), "").strip() if match else ""


def _number(word: str) -> int:
    return asking.NUMBERS.get(word.lower()) or int(word)


def _subject(kind: Asked, match: re.Match[str], before: str, after: str) -> str:
    """What a kind other than a school exam is in: "in ..." after it, else the words before it."""
    named = asking.NAMED_AFTER.match(_past_level(after))
    if named and kind != Asked.LICENCE:
        return _short(named["subject"])
    if kind == Asked.LICENCE and not match[0].lower().startswith("licen"):
        return re.sub(r"\s?licen[cs]es?$", "", match[0], flags=re.IGNORECASE)
    if kind == Asked.CITY_GUILDS:
        number = re.match(r"\s?(\d{4}(?:-\d{2})?)", after)
        return number[1] if number else ""
    leading = asking.BEFORE_LICENCE.search(before)
    words = leading[1].split() if leading else []
    while words and words[0].lower() in asking.SKIPPED_BEFORE:
        words.pop(0)
    if kind == Asked.OTHER and words:
        words.append(match[0])
    return " ".join(words)


def _past_level(after: str) -> str:
    return re.sub(r"^\s?(?:(?:at )?\(?level\s?[1-8]\)?|\(?hons\)?|\([^)]{0,20}\))", "", after, flags=re.IGNORECASE)


def _short(words: str) -> str:
    subject = asking.SUBJECT_END.sub("", words.strip()[: _SUBJECT_CHARACTERS + 20]).strip(" ,")
    subject = asking.SUBJECT_END.sub("", subject).strip(" ,")
    return " ".join(subject.split()[:_SUBJECT_WORDS])[:_SUBJECT_CHARACTERS]
