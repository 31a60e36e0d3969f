"""What the desk reads of other schemes' lists and of possible duplicates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ambassadors.choices import LANGUAGES
from ambassadors.enums import Activity, Discipline, Nation, PairState, Phase, RouteTaken
from ambassadors.importing.checking import Checked
from ambassadors.linkage import Reason
from ambassadors.models import Ambassador, DuplicatePair, ImportBatch, ImportRow, Merge
from ambassadors.rules.merging import CHOICES, KEPT, Choice, answer, default_side, kept_first
from ambassadors.topics import SUBJECTS, TOPICS, Topic

_BIT = 2.0  # a weight of two and less is little; bars are drawn to the strongest reason


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that both records say: in words, whether they differ, and whose is taken unless somebody decides."""

    slug: str
    title: str | Promise
    first: str
    second: str
    differs: bool
    takes_first: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """One reason in words; its weight as a share of the strongest, and whether it speaks for one person."""

    words: str
    share: int
    is_for: bool


def waiting_pairs() -> QuerySet[DuplicatePair]:
    """Pairs that nobody has decided about, the likeliest first."""
    rows = DuplicatePair.objects.filter(state=PairState.WAITING).select_related("first", "second")
    return rows.filter(first__merged_into=None, second__merged_into=None).order_by("-probability", "pk")


def merges() -> QuerySet[Merge]:
    """Merges, the newest first."""
    return Merge.objects.select_related("kept", "absorbed", "merged_by", "undone_by").order_by("-merged_at", "-pk")


def batches() -> QuerySet[ImportBatch]:
    """Lists, the newest first."""
    return ImportBatch.objects.select_related("scheme", "by").order_by("-created_at", "-pk")


def wrong_lines(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Lines of a list that cannot be brought in as they are, in the file's order."""
    return batch.lines.exclude(errors=[]).order_by("number")


def answers_of(pair: DuplicatePair) -> list[Answer]:
    """Both records' answers side by side, those that neither has left out."""
    kept, absorbed = kept_first(pair.first, pair.second)
    found = []
    for choice in CHOICES:
        one, other = answer(pair.first, choice), answer(pair.second, choice)
        if not one and not other:
            continue
        from_kept = default_side(choice, kept, absorbed) == KEPT
        words = words_of(pair.first, choice), words_of(pair.second, choice)
        # What no reader could tell apart is nothing to choose between.
        differs = one != other and words[0] != words[1]
        found.append(Answer(choice.slug, choice.title, *words, differs, from_kept == (kept.pk == pair.first_id)))
    return found


def reasons_of(pair: DuplicatePair) -> list[Weighed]:
    """What speaks for one person and what against it, the strongest first; where every pair starts comes last."""
    reasons = [Reason(**data) for data in pair.reasons]
    most = max((abs(one.weight) for one in reasons), default=0) or _BIT
    ordered = sorted(reasons, key=lambda one: (one.compared == "start", -abs(one.weight)))
    return [Weighed(one.words, max(2, round(100 * abs(one.weight) / most)), one.weight > 0) for one in ordered]


def likely_words(probability: float) -> str:
    """How likely two records are one person, as people say it."""
    if probability >= 0.99:
        return _("Almost certain")
    if probability >= 0.9:
        return _("Very likely")
    return _("Likely") if probability >= 0.7 else _("Possible")


def words_of(row: Ambassador, choice: Choice) -> str:
    """A record's answer in words; "" where there is none."""
    if choice.slug in _WORDS:
        return _WORDS[choice.slug](row)
    value = getattr(row, choice.fields[0])
    return "" if value is None else str(value)


def preview_of(checked: Checked) -> dict[str, str]:
    """A line as it would become, in words, by what can be chosen in a merge; empty for one with mistakes."""
    person = checked.person
    if person is None:
        return {}
    found = {choice.slug: words_of(person, choice) for choice in CHOICES}
    found |= {
        "line": str(checked.line),
        "name": f"{person.given_name} {person.family_name}".strip(),
        "reference": checked.reference,
        "age": _("under 18") if person.adult_from else "",
    }
    return found


def _labels(enum: Any, field: str) -> Callable[[Ambassador], str]:
    return lambda row: ", ".join(str(enum(one).label) for one in getattr(row, field))


def _titles(titles: Mapping[str, Any], field: str) -> Callable[[Ambassador], str]:
    def words(row: Ambassador) -> str:
        known = (titles.get(slug) for slug in getattr(row, field))
        return ", ".join(one.title if isinstance(one, Topic) else str(one) for one in known if one is not None)

    return words


def _modes(row: Ambassador) -> str:
    if row.in_person and row.online:
        return _("In person and online")
    return _("In person") if row.in_person else _("Online") if row.online else ""


def _place(row: Ambassador) -> str:
    return f"{row.outcode}, {Nation(row.nation).label}" if row.outcode else ""


_WORDS: Mapping[str, Callable[[Ambassador], str]] = {
    "employer": lambda row: row.employer_name or (row.employer.name if row.employer else ""),
    "occupations": lambda row: ", ".join(row.occupations),
    "discipline": lambda row: str(Discipline(row.discipline).label) if row.discipline else "",
    "routes": _labels(RouteTaken, "routes"),
    "subjects": _titles(SUBJECTS, "subjects"),
    "topics": _titles(TOPICS, "topics"),
    "activities": _labels(Activity, "activities"),
    "phases": _labels(Phase, "phases"),
    "languages": _titles(LANGUAGES, "languages"),
    "modes": _modes,
    "place": _place,
}
