"""Registering an employer, and claiming a school or college found in the published lists or described by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.actions.organisations import claim_school, register_employer
from accounts.enums import ROLES_OF_KIND, IdentifierKind, OrganisationKind
from accounts.roles import role_named
from foundation.access import SIGNED_IN
from lmi.queries.context import facts
from pathways.enums import ProviderKind
from pathways.models import Provider
from pathways.provider_filter import CLOSED
from pathways.queries.provider_lists import SOURCE_OF
from portal.pages.account.organisations import ActionForm

MOST_FOUND = 20
_NAMES_FIRST = (ProviderKind.SCHOOL, ProviderKind.HIGHER, ProviderKind.TLEVEL, ProviderKind.APPRENTICESHIP)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the published lists say about one school, college, university or provider."""

    name: str
    kind: str
    type: str
    urn: str
    ukprn: str
    website: str

    @property
    def code(self) -> str:
        """Its URN, or else its UKPRN."""
        return self.urn or self.ukprn

    @property
    def kind_words(self) -> str:
        """What it is, in words."""
        return str(OrganisationKind(self.kind).label)


def entries(asked: str) -> list[Entry]:
    """Open bodies by words of the name, or by URN or UKPRN, by name; two SQL statements."""
    held = Provider.objects.of_releases(facts().editions.of(*SOURCE_OF.values())).exclude(status=CLOSED)
    if asked.isdecimal():
        held = held.filter(Q(urn=asked) | Q(ukprn=asked))
    else:
        for word in asked.split():
            held = held.filter(name__icontains=word)
    rows = held.order_by("name", "kind", "key")[: 4 * MOST_FOUND]
    bodies: dict[str, list[Provider]] = {}
    for row in rows:
        bodies.setdefault(row.ukprn or row.urn, []).append(row)
    return [_entry(found) for found in bodies.values()]


def entry_or_404(code: str) -> Entry:
    """The body with this URN or UKPRN; raises Http404."""
    found = entries(code) if code.isdecimal() else []
    # A college may stand in the lists with a URN and, elsewhere, without.
    exact = [one for one in found if code in (one.urn, one.ukprn)]
    if not exact:
        raise Http404
    return exact[0]


def _entry(rows: list[Provider]) -> Entry:
    best = min(rows, key=lambda row: _NAMES_FIRST.index(ProviderKind(row.kind)))
    return Entry(
        name=best.name,
        kind=_kind(rows, best),
        type=best.type,
        urn=_first(row.urn for row in rows),
        ukprn=_first(row.ukprn for row in rows),
        website=_first(row.website for row in rows),
    )


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _kind(rows: list[Provider], best: Provider) -> str:
    words = f"{best.name} {best.type}".lower()
    if best.kind == ProviderKind.HIGHER:
        return OrganisationKind.COLLEGE if "college" in words and "university" not in words else "university"
    if best.kind == ProviderKind.SCHOOL:
        return OrganisationKind.COLLEGE if "further education" in words else OrganisationKind.SCHOOL
    return OrganisationKind.COLLEGE if "college" in words or "sixth form" in words else OrganisationKind.PROVIDER


def roles_of(*kinds: str) -> list[tuple[str, Any]]:
    """The roles of these kinds of organisation, each once, with what to call them."""
    names = dict.fromkeys(role.value for kind in kinds for role in ROLES_OF_KIND[kind])
    return [(name, role_named(name).title) for name in names]


class Begin(TemplateView):
    """Three ways to begin: an employer, a school or college, joining colleagues."""

    access = SIGNED_IN
    template_name = "account/organisations/begin.html"


def _text(label: Any, **attributes: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=attributes), strip=True)


class EmployerForm(forms.Form):
    """What we ask of an employer; what is needed is the action's to say."""

    name = _text(gettext_lazy("Name of the organisation"), autocomplete="organization")
    identifier_kind = forms.ChoiceField(
        label=gettext_lazy("How is it known?"),
        choices=[
            (IdentifierKind.COMPANY, gettext_lazy("It has a company number")),
            (IdentifierKind.CHARITY, gettext_lazy("It has a charity number")),
            (IdentifierKind.PUBLIC_BODY, gettext_lazy("It is a public body")),
            (IdentifierKind.SOLE_TRADER, gettext_lazy("I am a sole trader")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    identifier = _text(gettext_lazy("Company or charity number"), autocomplete="off", spellcheck="false")
    evidence = forms.CharField(
        label=gettext_lazy("For public bodies and sole traders: what shows that it exists"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = _text(gettext_lazy("Website"), autocomplete="url", inputmode="url", spellcheck="false")
    domain = _text(gettext_lazy("Its own internet domain"), autocomplete="off", inputmode="url", spellcheck="false")
    phone = _text(gettext_lazy("The telephone number it publishes"), autocomplete="off", inputmode="tel")


class NewEmployer(ActionForm):
    """Registering an employer."""

    template_name = "account/organisations/new_employer.html"
    form_class = EmployerForm
    done: Any = gettext_lazy("We have your details. Here is what happens next.")

    def act(self, given: Mapping[str, Any]) -> str:
        """Register it."""
        organisation = register_employer(by=self.person, **given)
        return reverse("organisations:detail", args=[organisation.pk])


class ClaimSearch(TemplateView):
    """Finding one's school or college in the published lists."""

    access = SIGNED_IN
    template_name = "account/organisations/claim_search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the lists have for the words or number; nothing without a question."""
        asked = " ".join(self.request.GET.get("q", "").replace("\x00", " ").split())[:80]
        found = entries(asked) if len(asked) > 2 else []
        return super().get_context_data(**kwargs) | {
            "q": asked,
            "short": bool(asked) and len(asked) <= 2,
            "found": found[:MOST_FOUND],
            "more": len(found) > MOST_FOUND,
        }


class ClaimForm(forms.Form):
    """What the person adds to what the list says."""

    role = forms.ChoiceField(
        label=gettext_lazy("What you are there"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a role.")},
    )

    def __init__(self, *args: Any, kinds: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = roles_of(*kinds)


class ClaimListed(ActionForm):
    """Claiming one that a published list has: its facts come from the list, not from the form."""

    template_name = "account/organisations/claim_listed.html"
    form_class = ClaimForm
    done: Any = gettext_lazy("We have your claim. Here is what happens next.")

    @cached_property
    def entry(self) -> Entry:
        """What the list says; raises Http404."""
        return entry_or_404(self.kwargs["provider"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The roles of its kind."""
        return super().get_form_kwargs() | {"kinds": (self.entry.kind,)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the list says."""
        return super().get_context_data(**kwargs) | {"entry": self.entry}

    def act(self, given: Mapping[str, Any]) -> str:
        """Claim it, or ask to join it where it is claimed: the answer looks the same."""
        entry = self.entry
        membership = claim_school(
            by=self.person,
            kind=entry.kind,
            name=entry.name,
            role=given["role"],
            urn=entry.urn,
            ukprn=entry.ukprn,
            website=entry.website,
            from_register=True,
        )
        return reverse("organisations:detail", args=[membership.organisation_id])


_EDUCATION = ("school", "college", "university", "provider")


class ClaimByHandForm(ClaimForm):
    """Everything about one that the lists held here do not have."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[(kind, OrganisationKind(kind).label) for kind in _EDUCATION],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    name = _text(gettext_lazy("Name of the school or college"), autocomplete="organization")
    urn = _text(gettext_lazy("URN, if it has one"), autocomplete="off", inputmode="numeric")
    ukprn = _text(gettext_lazy("UKPRN, if it has one"), autocomplete="off", inputmode="numeric")
    website = _text(gettext_lazy("Website"), autocomplete="url", inputmode="url", spellcheck="false")
    phone = _text(gettext_lazy("The telephone number it publishes"), autocomplete="off", inputmode="tel")
    evidence = forms.CharField(
        label=gettext_lazy("Where we can check that it exists"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("kind", "name", "urn", "ukprn", "website", "phone", "evidence", "role")


class ClaimByHand(ActionForm):
    """Claiming one that is not in the lists, with evidence."""

    template_name = "account/organisations/claim_by_hand.html"
    form_class = ClaimByHandForm
    done: Any = gettext_lazy("We have your claim. Here is what happens next.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The roles of every kind."""
        return super().get_form_kwargs() | {"kinds": _EDUCATION}

    def act(self, given: Mapping[str, Any]) -> str:
        """Claim it."""
        membership = claim_school(by=self.person, **given)
        return reverse("organisations:detail", args=[membership.organisation_id])
