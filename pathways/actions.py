"""Writes to pathways: editors' decisions about links."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from evidence.queries import current_editions
from lmi.models import OccupationGroup
from pathways.enums import LinkKind, OverrideDecision
from pathways.models import DegreeSubject, LinkOverride, Registration, Specialism, Standard
from pathways.registers import REGISTERS
from pathways.subjects import school_subjects


@transaction.atomic
def decide_link(
    *, by: str, kind: str, source: str, target: str, decision: str, reason: str, role: str = ""
) -> LinkOverride:
    """Keep, drop or add a link, whatever the editions of links say now or later; readers see it at once.

    A second decision about the same link replaces the first; the audit trail holds both. Raises
    ValidationError for codes that do not exist, a role that the kind does not have, or no reason.
    """
    dropped = decision == OverrideDecision.DROP
    found = LinkOverride.objects.select_for_update().filter(kind=kind, source=source, target=target).first()
    override = found or LinkOverride(kind=kind, source=source, target=target)
    override.decision, override.role, override.reason = decision, "" if dropped else role, reason
    override.full_clean()
    if not dropped:
        check_ends(kind, source, target)
    with pghistory.context(by=by, action="decide_link", reason=reason):
        override.save()
    return override


@transaction.atomic
def withdraw_decision(*, by: str, kind: str, source: str, target: str, reason: str) -> None:
    """Let the editions of links speak again; raises LinkOverride.DoesNotExist where nothing was decided."""
    override = LinkOverride.objects.select_for_update().get(kind=kind, source=source, target=target)
    with pghistory.context(by=by, action="withdraw_decision", reason=reason):
        override.delete()


def check_ends(kind: str, source: str, target: str) -> None:
    """Raise ValidationError, by field, when a link would lead from or to a code that does not exist."""
    wrong = {}
    if not (_is_degree if kind == LinkKind.DEGREE_SUBJECT else _is_unit)(source):
        wrong["source"] = gettext("There is no such code: %(code)s") % {"code": source}
    if not _IS_TARGET[kind](target):
        wrong["target"] = gettext("There is no such code: %(code)s") % {"code": target}
    if wrong:
        raise ValidationError(wrong)


def _is_unit(code: str) -> bool:
    return OccupationGroup.objects.units().filter(code=code).exists()


def _is_degree(code: str) -> bool:
    return DegreeSubject.objects.filter(code=code, level=3).exists()


def _is_school_subject(code: str) -> bool:
    return code in {subject.code for subject in school_subjects()}


def _is_standard(code: str) -> bool:
    return Standard.objects.of_releases(current_editions().refs).filter(reference=code).exists()


def _is_specialism(code: str) -> bool:
    held = Specialism.objects.of_releases(current_editions().refs)
    return code.isdecimal() and held.filter(number=int(code)).exists()


def _is_registration(code: str) -> bool:
    """A title of the published table ("EngTech"), or the short name of another register ("nmc")."""
    if code in REGISTERS:
        return True
    return Registration.objects.of_releases(current_editions().refs).filter(postnominal=code).exists()


_IS_TARGET: dict[str, Callable[[str], bool]] = {
    LinkKind.OCCUPATION_STANDARD: _is_standard,
    LinkKind.OCCUPATION_TLEVEL: _is_specialism,
    LinkKind.OCCUPATION_DEGREE: _is_degree,
    LinkKind.OCCUPATION_SUBJECT: _is_school_subject,
    LinkKind.DEGREE_SUBJECT: _is_school_subject,
    LinkKind.OCCUPATION_PROGRESSION: _is_unit,
    LinkKind.OCCUPATION_REGISTRATION: _is_registration,
}
