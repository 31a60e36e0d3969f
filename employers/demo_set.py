"""The demo set of employers: invented ones of `employers/demo`, published by the same actions as real ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import MembershipRole, MembershipState, OrganisationKind, OrganisationState
from accounts.models import Membership, Organisation, User
from employers.actions.entries import save_entry, save_site
from employers.actions.moderation import approve_item, confirm_item, submit_item
from employers.actions.opportunities import save_opportunity
from employers.actions.profiles import save_role_profile
from employers.enums import OpportunityKind, WayIn
from employers.models import EmployerEntry, Moderated, Opportunity, RoleProfile, Site
from foundation.models import OutboxMessage

FOLDER = Path(__file__).resolve().parent / "demo"
WRITER = "employers"
# What is about to run out is confirmed again, so that a demo that runs for a year keeps its employers.
RENEW_WITHIN = timedelta(days=60)
# Of every T Level placement of the demo set; the rules check it against the least that counts.
TLEVEL_HOURS = 350
_PLAIN = (
    *("title", "soc2020", "what_you_do", "day_in_the_role", "hours_per_week", "pattern", "place", "progression"),
    *("registrations", "accessibility", "accessibility_note", "flexible_note", "is_technical"),
)

Entry = dict[str, Any]
Say = Callable[[str], None]


class DemoRefusedError(Exception):
    """This is no demonstration site, or an organisation of the demo set's name is a real one."""


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """Who writes the demo set and who approves it; a curator never approves what they handed in themselves."""

    writer: User
    curator: User


def demo_entries() -> list[Entry]:
    """Every invented organisation, in the order of files."""
    files = sorted(FOLDER.glob("organisations_*.json"))
    entries = [entry for path in files for entry in json.loads(path.read_text(encoding="utf-8"))]
    offers = json.loads((FOLDER / "opportunities.json").read_text(encoding="utf-8"))
    for entry in entries:
        entry["opportunities"] = [one for one in offers if one["organisation"] == entry["slug"]]
    return entries


def load_demo_employers(*, curator: User, domain: str, today: date, say: Say = lambda _words: None) -> int:
    """Make the demo employers with everything published, or make good what is missing; returns how many there are.

    Repeatable; one transaction an employer. `domain` is that of demo addresses, at which nobody receives mail,
    so that none is left in the outbox for them. Raises DemoRefusedError outside demo mode, and for a name that
    a real organisation has.
    """
    if not settings.DEMO:
        raise DemoRefusedError(_("Demo employers are made only where DEMO is on."))
    people = DemoPeople(_writer(domain), curator)
    entries = demo_entries()
    for number, entry in enumerate(entries, start=1):
        say(_("Demo employers: %(number)d of %(all)d, %(name)s") % {
            "number": number, "all": len(entries), "name": entry["name"],
        })  # fmt: skip
        with transaction.atomic(), pghistory.context(source="load_demo"):
            loader = _Loader(entry, people, today)
            loader.load()
            for words in loader.left:
                say(_("Left as a draft: %(words)s") % {"words": words})
            OutboxMessage.objects.filter(payload__to=people.writer.email).delete()
    return len(entries)


def _writer(domain: str) -> User:
    """The account that owns the demo employers; nobody can sign in with it."""
    email = f"{WRITER}@{domain}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, None, display_name=_("Demo employers (not a real person)"), is_demo=True)
    if not user.is_demo:
        raise DemoRefusedError(_("%(email)s is the address of a real account.") % {"email": email})
    return user


@dataclass(frozen=True)
class _Loader:
    """Loads one organisation of the demo set."""

    entry: Entry
    people: DemoPeople
    today: date
    left: list[str] = field(default_factory=list)

    def load(self) -> None:
        """The organisation, its entry, its sites and its role profiles, as far as they are missing."""
        known = EmployerEntry.objects.filter(organisation=self.organisation).first()
        if not self._stands(known):
            changes = {name: self.entry[name] for name in ("size", "sectors", "statement")}
            self._publish(save_entry(by=self.people.writer, organisation=self.organisation, changes=changes))
        have = {one.title: one for one in RoleProfile.objects.filter(organisation=self.organisation)}
        for given in self.entry["profiles"]:
            self._profile(given, have.get(given["title"]))
        offers = {one.title: one for one in Opportunity.objects.filter(organisation=self.organisation)}
        for given in self.entry["opportunities"]:
            self._offer(given, offers.get(given["title"]))

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation, verified and marked as invented, owned by the demo writer."""
        slug = self.entry["slug"]
        found = Organisation.objects.filter(slug=slug).first()
        if found is not None and not found.is_demo:
            raise DemoRefusedError(_("“%(slug)s” is a real organisation.") % {"slug": slug})
        right = {"name": self.entry["name"], "kind": OrganisationKind.EMPLOYER, "state": OrganisationState.VERIFIED}
        organisation, _made = Organisation.objects.update_or_create(slug=slug, defaults={**right, "is_demo": True})
        Membership.objects.update_or_create(
            user=self.people.writer,
            organisation=organisation,
            role=MembershipRole.EMPLOYER_OWNER,
            defaults={"state": MembershipState.ACTIVE},
        )
        return organisation

    @cached_property
    def sites(self) -> list[Site]:
        """Its sites, in the order of the entry."""
        have = {site.name: site for site in Site.objects.filter(organisation=self.organisation)}
        return [
            have.get(given["name"])
            or save_site(
                by=self.people.writer,
                organisation=self.organisation,
                name=given["name"],
                postcode=given["postcode"],
            )
            for given in self.entry["sites"]
        ]

    def _stands(self, item: Moderated | None) -> bool:
        """Whether readers see the item; one that runs out soon is confirmed."""
        if item is None or not item.is_published(self.today):
            return False
        if isinstance(item, Opportunity):
            return True  # it closes with its offer
        if item.confirmed_until is not None and item.confirmed_until - self.today < RENEW_WITHIN:
            confirm_item(by=self.people.writer, item=item, today=self.today)
        return True

    def _profile(self, given: Entry, known: RoleProfile | None) -> None:
        if self._stands(known):
            return
        profile = save_role_profile(
            by=self.people.writer,
            organisation=self.organisation,
            changes=_changes(given),
            children=_children(given, self.sites),
            profile=known,
        )
        self._publish(profile)

    def _offer(self, given: Entry, known: Opportunity | None) -> None:
        """An opportunity with its days counted from today; a draft where the rules ask for more than the file says."""
        if self._stands(known) or (known is not None and known.first_published_at is None):
            return  # published, or left as a draft before
        title = next((one["title"] for one in self.entry["profiles"] if one["slug"] == given["profile"]), "")
        profile = RoleProfile.objects.filter(organisation=self.organisation, title=title).first()
        site = self.sites[given["site"]] if given["site"] is not None else None
        offer = save_opportunity(
            by=self.people.writer,
            organisation=self.organisation,
            changes=_offer_changes(given, profile, site, self.today),
            opportunity=known,
        )
        try:
            with transaction.atomic():
                self._publish(offer)
        except ValidationError as error:
            self.left.append(f"{given['title']}: {'; '.join(error.messages)}")

    def _publish(self, item: Moderated) -> None:
        submitted = submit_item(by=self.people.writer, item=item)
        approve_item(by=self.people.curator, item=submitted)


def _changes(given: Entry) -> Entry:
    found: Entry = {name: given[name] for name in _PLAIN}
    technician: Entry = given.get("technician", {})
    return found | _money(given["pay"]) | {"pay_basis": given["pay"]["basis"]} | technician


def _money(pay: Entry) -> Entry:
    """Pay by our fields; by way of text, since 8.6 of a JSON file is no exact number of pence."""
    ends = {f"pay_{name}": None if pay[name] is None else Decimal(str(pay[name])) for name in ("low", "high")}
    return {**ends, "pay_period": pay["period"]}


def _offer_changes(given: Entry, profile: RoleProfile | None, site: Site | None, today: date) -> Entry:
    starts = today + timedelta(days=given["starts_after_days"])
    found: Entry = {
        name: given[name] for name in ("kind", "title", "about", "places", "min_age", "max_age", "hours_per_week")
    }
    found |= {"profile": profile.pk if profile else None, "site": site.pk if site else None}
    found |= {"starts_on": starts, "ends_on": starts + timedelta(days=max(given["lasts_days"] - 1, 0))}
    found |= {"closes_on": today + timedelta(days=given["closes_after_days"]), "apply_words": given["apply_words"]}
    found |= _money(given["pay"]) if given["pay"] else {"is_unpaid": True}
    if given["for_under_18"]:
        found |= {"has_insurance": True, "has_risk_assessment": True, "supervisor": _("Training supervisor")}
        found |= {"safeguarding_contact": _("Personnel office (invented for the demo)")}
    ways = {way.kind: way.reference for way in profile.ways_in.all()} if profile else {}
    if given["kind"] == OpportunityKind.VACANCY:
        found["standard"] = ways.get(WayIn.APPRENTICESHIP, "")
    if given["kind"] == OpportunityKind.T_LEVEL_PLACEMENT:
        found |= {"tlevel_specialism": ways.get(WayIn.T_LEVEL_PLACEMENT, ""), "total_hours": TLEVEL_HOURS}
    return found


def _children(given: Entry, sites: list[Site]) -> dict[str, list[Entry]]:
    return {
        "sites": [{"site": sites[number].pk} for number in given["sites"]],
        "preferred": given["preferred"],
        "skills": [{"name": name} for name in given["skills"]],
        "ways_in": given["routes_in"],
        "links": given["links"],
    }
