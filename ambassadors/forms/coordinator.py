"""Short forms of the coordinators' desk: searching people, decisions about checks, observations, concerns, rotas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from ambassadors.enums import (
    ConcernAbout,
    ConcernLevel,
    EndReason,
    ReferralDecision,
    Standing,
    VettingKind,
    VettingOutcome,
)
from ambassadors.forms.offers import clock, day, whole
from ambassadors.rules.days import LONDON
from ambassadors.topics import subject_choices

# Why a coordinator closes a request without anybody, or takes a proposal back.
UNMET = (EndReason.NO_ANSWER, EndReason.TOO_FAR, EndReason.DATE, EndReason.NOT_MY_TOPIC, EndReason.COORDINATOR)
MOST_SLOTS = 8
_CHOOSE = gettext_lazy("Choose one.")


def text(label: Any, most: int, *, hint: Any = "", rows: int = 5) -> forms.CharField:
    """Words of several lines; the action says what is missing."""
    return forms.CharField(
        label=label, help_text=hint, max_length=most, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


def one_of(label: Any, choices: Iterable[tuple[Any, Any]], hint: Any = "") -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )


class PeopleForm(forms.Form):
    """A search among all people of the scheme; every field may stay empty."""

    q = forms.CharField(label=gettext_lazy("Name, job, employer, address or code"), required=False, max_length=120)
    standing = forms.ChoiceField(
        label=gettext_lazy("Standing"), required=False, choices=[("", gettext_lazy("Any")), *Standing.choices]
    )
    area = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    occupation = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4)

    def __init__(self, data: Any, *, regions: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["area"].choices = [("", _("Everywhere")), *regions]  # type: ignore[attr-defined]  # a choice field
        subjects = [("", _("Any")), *subject_choices()]
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]  # a choice field

    def asked(self) -> dict[str, str]:
        """What was asked for, without what no choice knows."""
        given = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        names = {"q": "q", "standing": "standing", "area": "region", "subject": "subject", "occupation": "occupation"}
        return {name: given.get(field, "").replace("\x00", "") for field, name in names.items()}


class DecisionForm(forms.Form):
    """What was decided after a check; there is no field for anything that stands on a certificate."""

    kind = one_of(gettext_lazy("Kind of check"), [])
    issued_on = day(gettext_lazy("Issue date"), gettext_lazy("Of the certificate, or of the day identity was seen."))
    outcome = one_of(gettext_lazy("Decision"), VettingOutcome.choices)

    def __init__(self, data: Any = None, *, kinds: Iterable[str]) -> None:
        super().__init__(data)
        choices = [(kind, VettingKind(kind).label) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]  # a choice field


class ObservationForm(forms.Form):
    """What a coordinator saw of somebody at work with pupils."""

    observed_on = day(gettext_lazy("When"))
    is_good = forms.TypedChoiceField(
        label=gettext_lazy("Fit to go on"),
        coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE},
    )
    note = text(gettext_lazy("What you saw"), 600, rows=3)


class ConcernForm(forms.Form):
    """What happened, and whom it is about."""

    about = one_of(gettext_lazy("Whom or what is it about?"), ConcernAbout.choices)
    person = forms.ChoiceField(
        label=gettext_lazy("If it is about a coordinator: who?"),
        help_text=gettext_lazy("They never see it. If you do not know, leave this as it is."),
        required=False,
    )
    words = text(
        gettext_lazy("What happened?"),
        4000,
        hint=gettext_lazy("What you saw or were told, when and where. Pupils by initials only. Do not investigate."),
        rows=8,
    )
    told_school = forms.TypedChoiceField(
        label=gettext_lazy("Does the school’s safeguarding lead or head know?"),
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        choices=[("yes", gettext_lazy("Yes, I have told them")), ("no", gettext_lazy("Not yet"))],
        widget=forms.RadioSelect,
    )
    suspend = forms.BooleanField(
        label=gettext_lazy("Suspend the ambassador now"),
        help_text=gettext_lazy("Nobody is offered them from the next request on. Visits ahead are cancelled."),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, people: Iterable[User], may_suspend: bool, apart_from: Iterable[str] = ()
    ) -> None:
        super().__init__(data)
        never = set(apart_from)
        about = [(value, label) for value, label in ConcernAbout.choices if value not in never]
        self.fields["about"].choices = about  # type: ignore[attr-defined]  # a choice field
        choices = [("", _("I do not know, or it is about somebody else"))]
        choices += [(str(one.pk), str(one)) for one in people]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if not may_suspend:
            del self.fields["suspend"]


class ReferralForm(forms.Form):
    """Whether it is referred."""

    referral = one_of(
        gettext_lazy("Your decision"),
        [choice for choice in ReferralDecision.choices if choice[0] != ReferralDecision.UNDECIDED],
    )
    referral_reason = text(gettext_lazy("The reason"), 600, rows=3)


class LevelForm(forms.Form):
    """How grave it is."""

    level = one_of(
        gettext_lazy("How grave is it?"),
        [
            (ConcernLevel.LOW, gettext_lazy("Low-level: not in line with the code of conduct, no harm threshold met")),
            (ConcernLevel.HARM, ConcernLevel.HARM.label),
        ],
    )


class RotaForm(forms.Form):
    """The day of an event and its slots."""

    day = day(gettext_lazy("Day of the event"))
    start = clock(gettext_lazy("First slot begins"))
    minutes = whole(gettext_lazy("Minutes a slot"), least=15, most=180)
    slots = whole(gettext_lazy("Number of slots"), least=1, most=MOST_SLOTS)

    def times(self) -> list[tuple[datetime, datetime]]:
        """When each slot begins and ends; only of a form that is valid."""
        given = self.cleaned_data
        first, step = datetime.combine(given["day"], given["start"], LONDON), timedelta(minutes=given["minutes"])
        return [(first + step * number, first + step * (number + 1)) for number in range(given["slots"])]

    @classmethod
    def begun(cls, on: date) -> dict[str, str]:
        """A usual morning, for somebody who has chosen nothing yet."""
        return {"day": on.isoformat(), "start": "09:30", "minutes": "45", "slots": "3"}
