"""The words in which adverts ask for qualifications: kinds, subjects, grades, levels, and how strongly."""

from __future__ import annotations

import re

from employers.text.lines import Section
from employers.text.shapes import Asked, Importance

# The first of two that begin at the same place wins, so longer names stand before shorter ones.
_KINDS: tuple[tuple[Asked, str], ...] = (
    (Asked.GCSE, r"(?:i?gcses?)(?: level)?"),
    (Asked.FUNCTIONAL_SKILLS, r"functional skills"),
    (Asked.A_LEVEL, r"(?:gce )?a[- ]levels?(?!\s?\d)"),
    (Asked.T_LEVEL, r"t[- ]levels?"),
    (
        Asked.BTEC,
        r"btecs?(?: (?:national|extended|first|higher national|level \d))*(?: (?:diploma|certificate|award))?",
    ),
    (Asked.NVQ, r"s?/?nvqs?(?: diploma)?"),
    (Asked.CITY_GUILDS, r"city (?:&|and) guilds|c ?& ?g\b"),
    (Asked.HNC, r"hncs?|higher national certificates?"),
    (Asked.HND, r"hnds?|higher national diplomas?"),
    (Asked.FOUNDATION_DEGREE, r"foundation degrees?"),
    (Asked.MASTERS, r"master'?s(?: degree)?|m(?:sc|eng|phil|ba)"),
    (Asked.DOCTORATE, r"ph\.?d|doctorate"),
    (Asked.DEGREE, r"(?:(?:bachelor'?s?|honours|undergraduate|first) )?degrees?|b(?:sc|eng|a)(?: \(?hons\)?)?"),
    (Asked.LICENCE, r"(?:driving |driver'?s )?licen[cs]es?|cscs card|cpcs card|sia badge|gas safe registration"),
    (Asked.CERTIFICATE, r"certificates?|diplomas?"),
    (Asked.OTHER, r"qualification|course(?= at level [1-8])"),
)
KIND = re.compile("|".join(rf"(?P<{kind.value}>(?<![\w])(?:{words})(?![\w]))" for kind, words in _KINDS), re.IGNORECASE)

_SUBJECTS: tuple[tuple[str, str], ...] = (
    ("further maths", r"further math(?:s|ematics)"),
    ("maths", r"math(?:s|ematics)"),
    ("English", r"english(?: language| literature)?"),
    ("Welsh", r"welsh"),
    ("computer science", r"comput(?:er science|ing)|ict"),
    ("science", r"(?:combined |double |a )?science(?: subjects?)?"),
    ("Physics", r"physics"),
    ("Chemistry", r"chemistry"),
    ("Biology", r"biology"),
    ("design and technology", r"design (?:and|&) technology|d&t"),
    ("Engineering", r"engineering"),
    ("Electronics", r"electronics"),
    ("Geography", r"geography"),
    ("History", r"history"),
    ("Business", r"business(?: studies)?"),
    ("Economics", r"economics"),
    ("Psychology", r"psychology"),
    ("Sociology", r"sociology"),
    ("art and design", r"art(?: and design)?"),
    ("French", r"french"),
    ("German", r"german"),
    ("Spanish", r"spanish"),
)
SUBJECTS = tuple((name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _SUBJECTS)
SCHOOL = frozenset({Asked.GCSE, Asked.A_LEVEL, Asked.FUNCTIONAL_SKILLS})

_MARK = r"(?:[1-9]|[A-G]\*?)(?![A-Za-z0-9])"
GRADE = re.compile(
    rf"\bgrades?\s(?P<grade>{_MARK}(?:\s?(?:-|–|/|\bto\b|\bor\b)\s?{_MARK})?(?:\s?\([A-G]\*?(?:\s?-\s?[A-G])?\))?"
    r"(?:\s(?:or|and) (?:above|higher|better)|\+)?)"
    r"|(?P<marks>\bA\*?\s?(?:-|to)\s?C\b)"
    r"|(?P<honours>\b(?:2[:.][12]|first[- ]class|upper second|lower second)(?:\s(?:or|and) (?:above|higher|better))?)"
    r"|\b(?P<merit>merit|distinction)\b",
    re.IGNORECASE,
)
LEVEL = re.compile(r"\blevel\s?([1-8])\b", re.IGNORECASE)
COUNT = re.compile(r"\b(\d|two|three|four|five|six|seven|eight)\s(?:good\s)?$", re.IGNORECASE)
NUMBERS = {word: place for place, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight"), 2)}
EQUIVALENT = re.compile(r"\b(?:or|and) (?:an? )?(?:equivalents?|similar)\b|\bor above\b(?= equiv)", re.IGNORECASE)
NAMED_AFTER = re.compile(r"^\s?(?:in|of|:)\s(?P<subject>[^;.()\n]{2,80})", re.IGNORECASE)
# Where the name of a subject ends.
SUBJECT_END = re.compile(
    r"\s(?:is|are|at (?:an? )?(?:grade|level|least)|with|would|will|preferred|essential|desirable|required|grade|level|"
    r"plus|and an?|or an?(?! related)|"
    r"or equivalent|or similar|or (?:be )?work\w*|to|from|including)\b.*$|[,]?\s(?:and|or)$|[,;:]$",
    re.IGNORECASE,
)
BEFORE_LICENCE = re.compile(r"((?:[\w+-]+\s){1,4})$")
SKIPPED_BEFORE = frozenset(
    (
        *("a", "an", "the", "and", "or", "full", "clean", "valid", "current", "uk", "hold", "holds", "have", "has"),
        *("with", "your", "our", "must", "own", "needs", "need", "you", "relevant", "level", "manual", "any", "in"),
        *("basic", "appropriate", "essential", "desirable", *"12345678"),
    )
)

TOWARDS = re.compile(
    r"\bwork(?:ing)? towards\b|\b(?:will|can|to) (?:study|gain|achieve|complete|earn)\b|"
    r"\byou'll (?:study|gain|achieve)\b|"
    r"\bstudy(?:ing)? for\b|\bleading to\b|\bopportunity to\b|\bwe(?:'ll| will) (?:fund|pay|put you)\b|\bfunded\b",
    re.IGNORECASE,
)
WILLING = re.compile(
    r"\bor (?:be )?working towards\b|\b(?:willing|prepared|happy|able) to (?:work|study|gain|achieve)", re.IGNORECASE
)
NOT_NEEDED = re.compile(
    r"\bno (?:formal |previous |particular )?(?:qualifications?|degree|gcses?|a[- ]levels?|licence)\b|"
    r"\b(?:do not|don't|not) (?:need|require|ask for|have to have)\b|\bnot (?:needed|required|necessary)\b",
    re.IGNORECASE,
)
TRAINS = re.compile(
    r"\b(?:full|all|complete) training (?:is |will be )?(?:given|provided|included)\b|\bfull training\b|"
    r"\bwe(?:'ll| will) train you\b|\btraining (?:is |will be |can be )?(?:given|provided)\b|"
    r"\bno (?:previous |prior )?experience (?:is )?(?:needed|necessary|required)\b",
    re.IGNORECASE,
)
_USEFUL = re.compile(
    r"\b(?:desirable|useful|preferred|preferably|ideally|advantage(?:ous)?|handy|nice to have|a plus|beneficial|bonus|"
    r"would help|not (?:essential|required|necessary))\b",
    re.IGNORECASE,
)
_ESSENTIAL = re.compile(
    r"\b(?:essential|must|required?|mandatory|you(?:'ll| will)? need|we need|minimum|should (?:have|hold))\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"\b(?:hold|holding|qualified|have|having|educated to|possess)\b", re.IGNORECASE)


def importance(sentence: str, section: Section) -> Importance:
    """What the sentence says of how strongly it asks; else what its section says."""
    if _USEFUL.search(sentence):
        return Importance.USEFUL
    if _ESSENTIAL.search(sentence):
        return Importance.ESSENTIAL
    return {Section.ESSENTIAL: Importance.ESSENTIAL, Section.USEFUL: Importance.USEFUL}.get(
        section, Importance.UNSTATED
    )


def asks(sentence: str) -> bool:
    """Whether a sentence outside the parts about the person asks for something all the same."""
    return any(words.search(sentence) for words in (_USEFUL, _ESSENTIAL, _HOLDS))
