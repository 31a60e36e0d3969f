"""Writes to opportunities, and the word of schools and providers that their under-18s may take part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.permissions import Permission
from employers.actions.moderation import save_item
from employers.actions.profiles import free_slug, refuse_unknown
from employers.enums import OpportunityKind
from employers.models import HostApproval, Opportunity, RoleProfile, Site
from evidence.queries import current_editions
from pathways.book import route_book

# What writers may set; everything else of the row is not theirs (mass assignment).
FIELDS = frozenset(
    {
        *("kind", "title", "about", "profile", "soc2020", "site", "is_remote", "starts_on", "ends_on", "closes_on"),
        *("places", "min_age", "max_age", "hours_per_week", "total_hours", "tlevel_specialism", "is_early_years"),
        *("is_shared", "is_part_of_course", "only_watching", "standard", "pay_low", "pay_high", "pay_period"),
        *("is_unpaid", "expenses", "apply_address", "apply_words", "has_insurance", "has_risk_assessment"),
        *("supervisor", "safeguarding_contact"),
    }
)
_RELATED: Mapping[str, type[Site] | type[RoleProfile]] = {"site": Site, "profile": RoleProfile}


@transaction.atomic
def save_opportunity(
    *,
    by: User,
    organisation: Organisation,
    changes: Mapping[str, Any],
    opportunity: Opportunity | None = None,
    version: int | None = None,
) -> Opportunity:
    """Save a new version of an opportunity, or a first one; drafts may be half-empty.

    `site` and `profile` are numbers of the organisation's own, or None. Without an occupation it takes that of its
    role profile. Raises PermissionDenied, EditConflictError (somebody saved since `version`), and ValidationError by
    field.
    """
    refuse_unknown(changes, FIELDS)
    given = dict(changes) | _related(organisation, changes)
    _check_codes(given)
    if opportunity is None:
        opportunity = _new(organisation, given)
    profile = given.get("profile")
    if profile is not None and not given.get("soc2020", opportunity.draft().soc2020 if opportunity.pk else ""):
        given["soc2020"] = profile.draft().soc2020
    return save_item(opportunity, by=by, version=version, changes=given, children={})


def _new(organisation: Organisation, given: Mapping[str, Any]) -> Opportunity:
    title = str(given.get("title") or "").strip()
    if not title:
        raise ValidationError({"title": _("Give it a title.")})
    if given.get("kind") not in OpportunityKind.values:
        raise ValidationError({"kind": _("Choose what it is.")})
    return Opportunity(organisation=organisation, slug=free_slug(Opportunity, organisation, title))


def _related(organisation: Organisation, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers as rows; another organisation's is as unknown as none."""
    found: dict[str, Any] = {}
    problems: dict[str, list[str]] = {}
    for name, model in _RELATED.items():
        number = changes.get(name)
        if number is None:
            continue
        row = None
        if isinstance(number, int) and not isinstance(number, bool):
            row = model.objects.filter(organisation=organisation, pk=number).first()
        if row is None:
            problems[name] = [_("You have no such site.") if name == "site" else _("You have no such role profile.")]
        found[name] = row
    if problems:
        raise ValidationError(problems)
    return found


def _check_codes(given: Mapping[str, Any]) -> None:
    """Refuse a standard or T Level specialism that no list of ours has."""
    standard, specialism = str(given.get("standard") or ""), str(given.get("tlevel_specialism") or "")
    if not standard and not specialism:
        return
    book = route_book(current_editions())
    problems: dict[str, list[str]] = {}
    if standard and (standard not in book.standards or not book.standards[standard].can_be_taken):
        problems["standard"] = [_("There is no apprenticeship with this reference that can be started.")]
    if specialism and book.specialism(specialism) is None:
        problems["tlevel_specialism"] = [_("There is no T Level specialism with this number.")]
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def approve_as_host(*, by: User, opportunity: Opportunity, host: Organisation, today: date) -> HostApproval:
    """Say for a school or provider that its under-18s may take part in what readers see now; repeatable.

    Schools and providers have to be satisfied with the arrangements before they send young people (DfE, "Keeping
    children safe in education"). Raises PermissionDenied, and ValidationError for what is closed, or for adults.
    """
    _may_host(by, host)
    row = Opportunity.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=opportunity.pk)
    if not row.is_open(today):
        raise ValidationError(_("This is closed, or no longer published."))
    if not row.is_for_under_18:
        raise ValidationError(_("This is for adults only, and needs no approval."))
    with pghistory.context(action="approve_as_host", user=by.pk):
        approval, _made = HostApproval.objects.update_or_create(
            opportunity=row,
            organisation=host,
            defaults={"approved_by": by, "approved_at": timezone.now(), "withdrawn_at": None},
        )
    return approval


@transaction.atomic
def withdraw_host_approval(*, by: User, opportunity: Opportunity, host: Organisation) -> HostApproval:
    """Take a school's or provider's word back at once; raises PermissionDenied, ValidationError when there is none."""
    _may_host(by, host)
    rows = HostApproval.objects.select_for_update().filter(opportunity=opportunity, organisation=host)
    approval = rows.filter(withdrawn_at=None).first()
    if approval is None:
        raise ValidationError(_("You have not approved this, or have taken it back already."))
    approval.withdrawn_at = timezone.now()
    with pghistory.context(action="withdraw_host_approval", user=by.pk):
        approval.save(update_fields=["withdrawn_at"])
    return approval


def _may_host(by: User, host: Organisation) -> None:
    may = by.has_perm(Permission.OPPORTUNITY_APPROVE_AS_HOST, host) and host.is_verified
    if not may or host.kind == OrganisationKind.EMPLOYER:
        raise PermissionDenied
