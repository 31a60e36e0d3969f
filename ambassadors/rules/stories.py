"""What a story may say: nothing by which a pupil could find or write to its teller, no promise, nothing gendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.enums import RouteTaken
from ambassadors.models import Ambassador, Story
from foundation.text.wording import Characteristic, check_wording

MOST_STOPS, LONGEST_STOP = 8, 240
LEAST_STOPS, LEAST_DAY = 2, 80
_AGES = range(5, 100)
WRITTEN = ("role", "typical_day", "advice", "photo_says")

_CONTACT = re.compile(
    r"[^\s@]+@[^\s@]+\.\w{2,}|https?://|\bwww\.|\b[\w-]{2,}\.(?:com|org|net|io|me|tv|uk)\b"
    r"|(?:\+|\b)\d(?:[\s().-]{0,2}\d){8,}|(?<![\w.])@\w{3,}"
    r"|\b(?:instagram|snapchat|tik\s?tok|whatsapp|facebook|linkedin|discord|telegram)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\bguarante\w*|\b(?:easy|big|good) money\b|\b(?:you will|you'll|you’ll) (?:always|never|definitely|earn|get)\b"
    r"|\bthe (?:only|best) (?:way|route)\b|\b(?:better|worse) than (?:university|college|an apprenticeship|a degree)\b"
    r"|\b(?:anyone|anybody|everyone) can do (?:it|this)\b|\bno need for (?:school|exams|qualifications)\b",
    re.IGNORECASE,
)
NO_CONTACT: Promise = gettext_lazy(
    "Take out “%(words)s”. Pupils must not be able to find or write to you, for their safety and for yours."
)
NO_SURNAME: Promise = gettext_lazy("Take out your last name: a story has your first name only.")
NO_EMPLOYER: Promise = gettext_lazy("Take out where you work: while you are under 18 we do not say it.")


def story_gaps(story: Story) -> dict[str, str]:
    """What keeps a story from being handed in, by field; {} when it is complete."""
    found: dict[str, str] = {}
    if not story.role.strip():
        found["role"] = _("Say what you do, in a few words.")
    if not story.occupations:
        found["occupations"] = _("Choose the occupation under which pupils will find your story.")
    if len(story.steps) < LEAST_STOPS:
        found["steps"] = _("Give at least two stops of your way.")
    elif not story.routes:
        found["steps"] = _("Say of at least one stop which route it was.")
    if len(story.typical_day.strip()) < LEAST_DAY:
        found["typical_day"] = _("Tell a little more of a typical day: at least two sentences.")
    if story.photo and not story.photo_says.strip():
        found["photo_says"] = _("Say what the photograph shows, for those who cannot see it.")
    return found


def refused_words(story: Story, ambassador: Ambassador, *, is_minor: bool) -> dict[str, str]:
    """Words that can never be shown, by field: ways to reach the teller, a last name, a minor's employer."""
    found: dict[str, str] = {}
    for field, text in texts_of(story):
        contact = _CONTACT.search(text)
        if contact:
            found[field] = str(NO_CONTACT) % {"words": contact[0].strip()[:40]}
        elif _names(ambassador.family_name, text):
            found[field] = str(NO_SURNAME)
        elif is_minor and _names(ambassador.employer_name, text):
            found[field] = str(NO_EMPLOYER)
    return found


def doubtful_words(story: Story) -> list[tuple[str, str]]:
    """(field, sentence) for wording that teller and curator should look at again; it does not stop a story."""
    found: list[tuple[str, str]] = []
    for field, text in texts_of(story):
        for promise in _PROMISE.finditer(text):
            said = _("“%(words)s” promises, or ranks one route above another. Say what was so for you.")
            found.append((field, said % {"words": promise[0]}))
        for finding in check_wording(text):
            if finding.characteristic == Characteristic.SEX:
                said = _("“%(words)s” speaks of one sex only. Instead: %(instead)s.")
                found.append((field, said % {"words": finding.phrase, "instead": finding.instead}))
    return found


def texts_of(story: Story) -> Iterator[tuple[str, str]]:
    """Every text of a story with the field it stands in."""
    for name in WRITTEN:
        yield name, str(getattr(story, name))
    for stop in story.steps:
        yield "steps", str(stop.get("words", ""))


def clean_stops(rows: Any) -> list[dict[str, Any]]:
    """The stops as they are kept: those with words, in their order. Raises ValueError with a sentence."""
    kept: list[dict[str, Any]] = []
    for row in rows:
        words = " ".join(str(row.get("words") or "").split())
        kind, age = str(row.get("kind") or ""), row.get("age")
        if not words:
            if kind or age:
                raise ValueError(_("Say in a few words what happened at each stop."))
            continue
        if len(words) > LONGEST_STOP:
            raise ValueError(_("Use at most %(most)d characters for a stop.") % {"most": LONGEST_STOP})
        if kind and kind not in RouteTaken.values:
            raise ValueError(_("Choose a route of the list."))
        if age is not None and age not in _AGES:
            raise ValueError(_("Give your age in whole years."))
        kept.append({"kind": kind, "words": words, "age": age})
    if len(kept) > MOST_STOPS:
        raise ValueError(_("Use at most %(most)d stops.") % {"most": MOST_STOPS})
    return kept


def _names(name: str, text: str) -> bool:
    """Whether a text has a name as whole words; names of one or two letters are also words of the language."""
    wanted = name.strip()
    return len(wanted) > 2 and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text, re.IGNORECASE) is not None
