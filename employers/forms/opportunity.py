"""The steps of an opportunity as forms, and which fields belong to which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employers.enums import OpportunityKind, PayPeriod, PreferredKind
from employers.forms import naming
from employers.forms.profile import Hinted, money, text

Choices = Sequence[tuple[Any, Any]]
MOST_OFFERED = 4


def day(label: Any, hint: Any = "") -> forms.DateField:
    """A day, by the browser's own calendar where it has one."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Give a day: 2027-06-14.")},
    )


def count(label: Any, hint: Any = "", *, most: int = 2000) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Give a whole number, in figures.")},
    )


def tick(label: Any, hint: Any = "") -> forms.BooleanField:
    """A statement that is true or not."""
    return forms.BooleanField(label=label, help_text=hint, required=False)


class OpportunityForm(forms.Form):
    """One step; fields that another kind of opportunity has are left out."""

    of_kinds: Mapping[str, tuple[OpportunityKind, ...]] = {}

    def __init__(self, *args: Any, kind: str, choices: Mapping[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kinds in self.of_kinds.items():
            if kind not in kinds:
                del self.fields[name]
        for name, known in (choices or {}).items():
            if name in self.fields:
                field: Any = self.fields[name]
                field.choices = known

    def changes(self) -> dict[str, Any]:
        """The fields that the action writes."""
        return dict(self.cleaned_data)


class StartForm(forms.Form):
    """What it is, and what to call it."""

    kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("What do you offer?"),
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    title = forms.CharField(
        max_length=120,
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What somebody would do: “A week in the test laboratory”."),
        error_messages={"required": gettext_lazy("Give it a title.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {
            OpportunityKind.PLACEMENT: _("Weeks or months of work beside study, or after it."),
            OpportunityKind.WORK_EXPERIENCE: _("A few days or weeks for pupils to see and try the work."),
            OpportunityKind.T_LEVEL_PLACEMENT: _("The placement of at least 315 hours that every T Level includes."),
            OpportunityKind.INSIGHT_DAY: _("A visit for looking and asking; nobody does any work."),
            OpportunityKind.VACANCY: _("A paid job with training, for people from 16."),
        }
        field: Any = self.fields["kind"]
        field.choices = [(kind.value, Hinted(str(kind.label), hints[kind])) for kind in OpportunityKind]


class WhatForm(OpportunityForm):
    """What happens, and which work it is about."""

    title = forms.CharField(
        max_length=120,
        label=gettext_lazy("Title"),
        error_messages={"required": gettext_lazy("Give it a title.")},
    )
    about = text(
        gettext_lazy("What happens"),
        3000,
        gettext_lazy("Speak to the young person: what they see, what they try, who is with them."),
        {"rows": 7},
    )
    profile = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        label=gettext_lazy("Which of your role profiles is it about?"),
        help_text=gettext_lazy("It then links to the profile, and belongs to its occupation."),
    )
    soc2020 = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("The occupation it belongs to"),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the occupations shown.")},
    )
    look_for = forms.CharField(max_length=120, required=False, label=gettext_lazy("Look for another occupation"))
    standard = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Apprenticeship"),
        help_text=gettext_lazy("Its name or reference: “Maintenance and operations engineering” or ST0154."),
    )
    tlevel_specialism = forms.ChoiceField(required=False, label=gettext_lazy("For which T Level specialism?"))
    of_kinds = {
        "standard": (OpportunityKind.VACANCY,),
        "tlevel_specialism": (OpportunityKind.T_LEVEL_PLACEMENT,),
    }

    def clean_standard(self) -> str:
        """Words as the reference of a standard; several that fit are named to choose from."""
        words = self.cleaned_data["standard"].strip()
        if not words:
            return ""
        found = naming.resolve(PreferredKind.APPRENTICESHIP, words)
        if found.code:
            return found.code
        if found.is_unknown:
            raise forms.ValidationError(naming.unknown_words(PreferredKind.APPRENTICESHIP, words))
        named = "; ".join(f"{title} {code}" for code, title in found.candidates[:MOST_OFFERED])
        raise forms.ValidationError(_("Which do you mean? Write the reference: %(named)s.") % {"named": named})

    def changes(self) -> dict[str, Any]:
        """Without the search."""
        return {name: value for name, value in self.cleaned_data.items() if name != "look_for"}


class WhenForm(OpportunityForm):
    """Where and when, how many, how old."""

    site = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        label=gettext_lazy("At which of your sites?"),
        help_text=gettext_lazy("Readers see the first half of the postcode only."),
    )
    is_remote = tick(gettext_lazy("It is done from home or online"))
    starts_on = day(gettext_lazy("First day"))
    ends_on = day(gettext_lazy("Last day"))
    closes_on = day(gettext_lazy("Last day to apply"), gettext_lazy("It is taken off the list after that day."))
    places = count(gettext_lazy("How many places?"), most=500)
    min_age = count(gettext_lazy("Youngest age"), gettext_lazy("In whole years on the first day."), most=99)
    max_age = count(gettext_lazy("Oldest age"), gettext_lazy("Leave empty for no limit."), most=99)
    hours_per_week = forms.DecimalField(
        label=gettext_lazy("Hours a week"),
        required=False,
        min_value=1,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "suffix": gettext_lazy("hours")}),
        error_messages={"invalid": gettext_lazy("Give the hours in figures: 37.5.")},
    )
    total_hours = count(
        gettext_lazy("Hours of the placement in all"),
        gettext_lazy("At least 315; 750 for early years educators."),
    )
    is_early_years = tick(gettext_lazy("It is for early years educators"))
    is_shared = tick(gettext_lazy("The provider has arranged the rest of the hours with another employer"))
    of_kinds = dict.fromkeys(("total_hours", "is_early_years", "is_shared"), (OpportunityKind.T_LEVEL_PLACEMENT,))


class PayForm(OpportunityForm):
    """Pay, or why there is none."""

    pay_low = money(gettext_lazy("From"))
    pay_high = money(gettext_lazy("To"))
    pay_period = forms.ChoiceField(
        choices=PayPeriod.choices, widget=forms.RadioSelect, label=gettext_lazy("This is for"), required=False
    )
    is_unpaid = tick(gettext_lazy("It is unpaid"))
    is_part_of_course = tick(gettext_lazy("A college or university course requires it"))
    only_watching = tick(gettext_lazy("People only watch and ask; they do no work"))
    expenses = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("What do you pay for?"),
        help_text=gettext_lazy("For instance: bus fares and lunch."),
    )
    of_kinds = {
        name: tuple(kind for kind in OpportunityKind if kind != OpportunityKind.VACANCY)
        for name in ("is_unpaid", "is_part_of_course", "only_watching")
    }

    def clean_pay_period(self) -> str:
        """By the hour where nothing was chosen."""
        return self.cleaned_data["pay_period"] or PayPeriod.HOUR


class SafetyForm(OpportunityForm):
    """What under-18s need."""

    has_insurance = tick(
        gettext_lazy("Our employers’ liability insurance covers them"),
        gettext_lazy("Ask your insurer when you take young people for the first time."),
    )
    has_risk_assessment = tick(
        gettext_lazy("Our risk assessment takes young people into account"),
        gettext_lazy("Their inexperience and immaturity, before they start."),
    )
    supervisor = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Who supervises them?"),
        help_text=gettext_lazy("A role, not a name: “workshop supervisor”."),
    )
    safeguarding_contact = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Whom can they, or their school, turn to with a worry about safety?"),
        help_text=gettext_lazy("A role and how to reach it. Only schools and providers see this; readers never do."),
    )


class ApplyForm(OpportunityForm):
    """How people apply."""

    apply_address = forms.URLField(
        max_length=300,
        required=False,
        assume_scheme="https",
        label=gettext_lazy("Where people apply"),
        help_text=gettext_lazy("An address that begins with https://."),
    )
    apply_words = text(
        gettext_lazy("Or how they apply, in words"),
        400,
        gettext_lazy("For instance: “Ask your careers adviser to write to us.” Leave out names and numbers."),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form: its fields, and what it is called."""

    slug: str
    title: Promise
    lede: Promise
    form: type[OpportunityForm]

    @property
    def names(self) -> tuple[str, ...]:
        """Fields of the step, as problems name them."""
        return tuple(name for name in self.form.base_fields if name != "look_for")


STEPS: tuple[Step, ...] = (
    Step(
        "what",
        gettext_lazy("What happens"),
        gettext_lazy("Words that make somebody want to come."),
        WhatForm,
    ),
    Step(
        "when",
        gettext_lazy("Where, when and who"),
        gettext_lazy("Places, days and ages, so that people find what fits them."),
        WhenForm,
    ),
    Step(
        "pay",
        gettext_lazy("Pay"),
        gettext_lazy("Work is paid. Watching, and placements that a course requires, need not be."),
        PayForm,
    ),
    Step(
        "safety",
        gettext_lazy("Under-18s"),
        gettext_lazy("Needed where anybody under 18 may come. You answer for what you tick."),
        SafetyForm,
    ),
    Step(
        "apply",
        gettext_lazy("How to apply"),
        gettext_lazy("An address of yours, or words."),
        ApplyForm,
    ),
)
BY_SLUG: Mapping[str, Step] = {step.slug: step for step in STEPS}
_OF_FIELD = {name: step for step in STEPS for name in step.names}
_OF_FIELD["is_approved_by_provider"] = BY_SLUG["safety"]


def step_of(field: str) -> Step:
    """The step in which a field is put right."""
    return _OF_FIELD.get(field, STEPS[0])


def step_after(step: Step) -> Step | None:
    """The next one; None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None
