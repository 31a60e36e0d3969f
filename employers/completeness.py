"""What an item must say before it is handed in: drafts may be half-empty, submissions may not."""

from __future__ import annotations

from functools import singledispatch

from django.utils.translation import gettext as _

from employers.models import EmployerEntry, Moderated, Opportunity, RoleProfile, SubjectStatement
from lmi.models import OccupationGroup

Problems = dict[str, list[str]]
SHORTEST_TEXT = 80  # characters; less says nothing about a role
_TECHNICAL = ("visibility", "recognition", "career_development", "sustainability")


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
    return problems


@missing_in.register
def _profile(item: RoleProfile) -> Problems:
    problems: Problems = {}
    _need(problems, item, "title", _("Give the role a title."))
    if not OccupationGroup.objects.units().filter(code=item.soc2020).exists():
        problems["soc2020"] = [_("Choose the occupation that the role belongs to.")]
    if len(item.what_you_do) < SHORTEST_TEXT:
        problems["what_you_do"] = [_("Say in a few sentences what somebody in this role does.")]
    if item.pay_low is None and item.pay_high is None:
        problems["pay_low"] = [_("Give the pay, or its range: people who choose a career need it.")]
    elif not item.pay_basis:
        problems["pay_basis"] = [_("Say what this is the pay of.")]
    _need(problems, item, "hours_per_week", _("Give the hours a week."))
    if item.place in ("on_site", "hybrid") and not item.profile_sites.all():
        problems["sites"] = [_("Choose the site, or add it first.")]
    if not item.ways_in.all():
        problems["ways_in"] = [_("Name at least one way by which you really recruit into this role.")]
    if not item.preferred.all():
        problems["preferred"] = [_("Say which qualifications you ask for, or that none is needed.")]
    if item.is_technical:
        for name in _TECHNICAL:
            _need(problems, item, name, _("Say a sentence about this: the role is technical."))
    return problems


@missing_in.register
def _statement(item: SubjectStatement) -> Problems:
    problems: Problems = {}
    _need(problems, item, "degree_subject", _("Choose the subject of your courses."))
    _need(problems, item, "address", _("Give the page where you publish this, so that readers can check it."))
    if not item.stated.all():
        problems["stated"] = [_("Name at least one subject that you require or prefer.")]
    return problems


@missing_in.register
def _opportunity(item: Opportunity) -> Problems:
    problems: Problems = {}
    _need(problems, item, "title", _("Give it a title."))
    _need(problems, item, "starts_on", _("Give the first day."))
    _need(problems, item, "closes_on", _("Give the last day to apply."))
    if len(item.about) < SHORTEST_TEXT:
        problems["about"] = [_("Say in a few sentences what happens.")]
    return problems


def _need(problems: Problems, item: Moderated, name: str, message: str) -> None:
    if getattr(item, name) in (None, "", []):
        problems[name] = [message]
