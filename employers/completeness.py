"""What an item must say before it is handed in: drafts may be half-empty, submissions may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import singledispatch

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employers.enums import PayBasis
from employers.models import EmployerEntry, Moderated, Opportunity, RoleProfile, SubjectStatement
from employers.rules.minimum_pay import PayOffer, pay_problem
from employers.rules.opportunity_item import item_problems
from employers.text.shapes import PayPer
from foundation.text.wording import Finding, Level, check_wording
from lmi.models import OccupationGroup

Problems = dict[str, list[str]]
SHORTEST_TEXT = 80  # characters; less says nothing about a role
_TECHNICAL = {
    "visibility": gettext_lazy("Visibility"),
    "recognition": gettext_lazy("Recognition"),
    "career_development": gettext_lazy("Career development"),
    "sustainability": gettext_lazy("Sustainability"),
}
# Where readers see words of the writer's own: fields of the item, and of its rows as (list, field).
_TEXTS: dict[type[Moderated], tuple[str, ...]] = {
    EmployerEntry: ("statement",),
    RoleProfile: (
        *("title", "what_you_do", "day_in_the_role", "progression", "accessibility_note", "flexible_note"),
        *_TECHNICAL,
    ),
    SubjectStatement: ("course", "note"),
    Opportunity: ("title", "about", "expenses", "apply_words"),
}
_ROW_TEXTS: dict[type[Moderated], tuple[tuple[str, str], ...]] = {
    RoleProfile: (
        ("skills", "name"), ("ways_in", "note"), ("preferred", "subject"), ("photos", "alternative"),
        ("links", "title"),
    ),
}  # fmt: skip


@singledispatch
def missing_in(item: Moderated) -> Problems:
    """Problems by field that keep an item from being handed in; empty when it is complete.

    Raises NotImplementedError for a kind of item nobody has written the rule of.
    """
    raise NotImplementedError(type(item))


@missing_in.register
def _entry(item: EmployerEntry) -> Problems:
    problems: Problems = {}
    _need(problems, item, "size", _("Choose how many people you employ."))
    _need(problems, item, "sectors", _("Choose at least one sector."))
    if len(item.statement) < SHORTEST_TEXT:
        problems["statement"] = [_("Say in two or three sentences what you do.")]
    _refuse_words(problems, item)
    return problems


@missing_in.register
def _profile(item: RoleProfile) -> Problems:
    problems: Problems = {}
    _need(problems, item, "title", _("Give the role a title."))
    if not OccupationGroup.objects.units().filter(code=item.soc2020).exists():
        problems["soc2020"] = [_("Choose the occupation that the role belongs to.")]
    if len(item.what_you_do) < SHORTEST_TEXT:
        problems["what_you_do"] = [_("Say in a few sentences what somebody in this role does.")]
    _need_pay(problems, item)
    _need(problems, item, "hours_per_week", _("Give the hours a week."))
    if item.place in ("on_site", "hybrid") and not item.profile_sites.all():
        problems["sites"] = [_("Choose the site, or add it first.")]
    if not item.ways_in.all():
        problems["ways_in"] = [_("Name at least one way by which you really recruit into this role.")]
    if not item.preferred.all():
        problems["preferred"] = [_("Say which qualifications you ask for, or that none is needed.")]
    for name in _TECHNICAL if item.is_technical else ():
        words = _("%(fact)s: say a sentence about this, since the role is technical.")
        _need(problems, item, name, words % {"fact": _TECHNICAL[name]})
    _refuse_pay(problems, item)
    _refuse_words(problems, item)
    return problems


def _need_pay(problems: Problems, item: RoleProfile) -> None:
    if item.pay_low is None and item.pay_high is None:
        problems["pay_low"] = [_("Give the pay, or its range: people who choose a career need it.")]
    elif not item.pay_basis:
        problems["pay_basis"] = [_("Say what this is the pay of.")]


def _refuse_pay(problems: Problems, item: RoleProfile) -> None:
    if "pay_low" not in problems and (too_low := _pay_problem(item)):
        problems["pay_low"] = [too_low]


def _pay_problem(item: RoleProfile) -> str | None:
    """Why the pay is below the legal minimum of today; None when it is not, and while it cannot be told."""
    low, high = item.pay_low, item.pay_high
    if (low is None and high is None) or (item.hours_per_week is None and item.pay_period != PayPer.HOUR):
        return None
    lowest, highest = low if low is not None else high, high if high is not None else low
    if lowest is None or highest is None:
        return None
    offer = PayOffer(lowest, highest, PayPer(item.pay_period))
    is_apprentice = item.pay_basis == PayBasis.APPRENTICE
    return pay_problem(offer, item.hours_per_week, None, is_apprentice, timezone.localdate())


@missing_in.register
def _statement(item: SubjectStatement) -> Problems:
    problems: Problems = {}
    _need(problems, item, "degree_subject", _("Choose the subject of your courses."))
    _need(problems, item, "address", _("Give the page where you publish this, so that readers can check it."))
    if not item.stated.all():
        problems["stated"] = [_("Name at least one subject that you require or prefer.")]
    _refuse_words(problems, item)
    return problems


@missing_in.register
def _opportunity(item: Opportunity) -> Problems:
    problems: Problems = {}
    _need(problems, item, "title", _("Give it a title."))
    if len(item.about) < SHORTEST_TEXT:
        problems["about"] = [_("Say in a few sentences what happens.")]
    for one in item_problems(item, today=timezone.localdate()):
        problems.setdefault(one.field, []).append(one.text)
    _refuse_words(problems, item)
    return problems


def _need(problems: Problems, item: Moderated, name: str, message: str) -> None:
    if getattr(item, name) in (None, "", []):
        problems[name] = [message]


def wording_in(item: Moderated) -> list[tuple[str, Finding]]:
    """Wording that shuts people out, as (field, finding), in the order of the fields.

    Of these `Level.REFUSED` keeps an item from being handed in; `Level.ASK` needs a reason for the curator;
    `Level.WARN` is for the writer to think about.
    """
    # Opportunities are partly for people in education, whose age is a fact of the offer.
    for_students = isinstance(item, Opportunity)
    return [
        (field, finding) for field, text in _texts(item) for finding in check_wording(text, for_students=for_students)
    ]


def _texts(item: Moderated) -> Iterator[tuple[str, str]]:
    for name in _TEXTS[type(item)]:
        if text := getattr(item, name):
            yield name, text
    for rows, name in _ROW_TEXTS.get(type(item), ()):
        for row in getattr(item, rows).all():
            if text := getattr(row, name):
                yield rows, text


def _refuse_words(problems: Problems, item: Moderated) -> None:
    """Add every wording that cannot be published, with what to write instead."""
    for field, finding in wording_in(item):
        if finding.level == Level.REFUSED:
            said = _("“%(phrase)s” cannot be published. %(why)s Instead: %(instead)s (%(source)s).") % {
                "phrase": finding.phrase,
                "why": finding.why,
                "instead": finding.instead,
                "source": finding.source,
            }
            problems.setdefault(field, []).append(said)


def wording_to_explain(item: Moderated) -> Sequence[tuple[str, Finding]]:
    """Wording that is published only with a reason that a curator accepts."""
    return [(field, finding) for field, finding in wording_in(item) if finding.level == Level.ASK]
