"""The steps of a role profile as forms: what each asks, in the order in which an employer would tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employers.enums import Access, Pattern, PayBasis, PayPeriod, WorkPlace

_LONG = {"rows": 8}
_SHORT = {"rows": 3}
MOST_SKILLS = 30


class Hinted(str):
    """The label of a choice, with a line below it."""

    hint: str

    def __new__(cls, label: str, hint: str = "") -> Hinted:
        """A label as any other, and its hint."""
        made = super().__new__(cls, label)
        made.hint = hint
        return made


class _Pounds(forms.DecimalField):
    """A sum that is shown without ".00": 17500, but 12.60."""

    def prepare_value(self, value: Any) -> Any:
        """The sum as a person writes it; what was typed stays as it is."""
        return f"{value:.0f}" if isinstance(value, Decimal) and value == value.to_integral_value() else value


def money(label: Any) -> forms.DecimalField:
    """A sum of pounds."""
    return _Pounds(
        label=label,
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "prefix": "£"}),
        error_messages={"invalid": gettext_lazy("Give the sum in pounds, in figures only: 26500 or 12.60.")},
    )


def text(label: Any, most: int, hint: Any = "", rows: Mapping[str, int] = _SHORT) -> forms.CharField:
    """Words of several lines."""
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=most, widget=forms.Textarea(attrs=dict(rows))
    )


class StepForm(forms.Form):
    """One step; `changes` is what the action writes."""

    def changes(self) -> dict[str, Any]:
        """The fields of the step."""
        return dict(self.cleaned_data)

    def children(self) -> dict[str, list[dict[str, Any]]]:
        """Lists of rows that are plain fields here."""
        return {}


class StartForm(StepForm):
    """A title, or an advert to read."""

    title = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Title of the role"),
        help_text=gettext_lazy("As you would say it to a neighbour: “Electronics test technician”."),
    )
    advert = forms.CharField(
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        label=gettext_lazy("Your advert or job description"),
        help_text=gettext_lazy(
            "Copy the whole text and paste it here. Leave out names, phone numbers and email addresses."
        ),
    )


class RoleForm(StepForm):
    """What the role is called, and which occupation it belongs to."""

    title = forms.CharField(
        max_length=120,
        label=gettext_lazy("Title of the role"),
        help_text=gettext_lazy("As students would search for it, without a grade or reference number."),
        error_messages={"required": gettext_lazy("Give the role a title.")},
    )
    soc2020 = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("The occupation it belongs to"),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the occupations shown.")},
    )
    look_for = forms.CharField(max_length=120, required=False, label=gettext_lazy("Look for another occupation"))
    is_technical = forms.BooleanField(
        required=False,
        label=gettext_lazy("This is a technical role"),
        help_text=gettext_lazy(
            "Hands-on technical work, in a laboratory, workshop, studio or IT, for instance."
            " We then also ask how you look after technicians."
        ),
    )

    def __init__(self, *args: Any, occupations: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["soc2020"]
        choice.choices = list(occupations)

    def changes(self) -> dict[str, Any]:
        """Without the search."""
        return {name: value for name, value in self.cleaned_data.items() if name != "look_for"}


class WorkForm(StepForm):
    """What somebody in the role does."""

    what_you_do = text(
        gettext_lazy("What you would do"),
        3000,
        gettext_lazy(
            "Speak to a reader of 14: “You test the boards before they leave the workshop.”"
            " Four or five sentences are enough."
        ),
        _LONG,
    )
    day_in_the_role = text(
        gettext_lazy("A day in the role"),
        3000,
        gettext_lazy("From arriving to going home. What surprises newcomers? You may leave this empty."),
        _LONG,
    )


class PayForm(StepForm):
    """Pay and hours."""

    pay_low = money(gettext_lazy("From"))
    pay_high = money(gettext_lazy("To"))
    pay_period = forms.ChoiceField(
        choices=PayPeriod.choices, widget=forms.RadioSelect, label=gettext_lazy("This is for"), required=False
    )
    pay_basis = forms.ChoiceField(
        choices=PayBasis.choices, widget=forms.RadioSelect, label=gettext_lazy("It is"), required=False
    )
    hours_per_week = forms.DecimalField(
        label=gettext_lazy("Hours a week"),
        help_text=gettext_lazy("Paid hours, without breaks that are not paid."),
        required=False,
        min_value=1,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "suffix": gettext_lazy("hours")}),
        error_messages={"invalid": gettext_lazy("Give the hours in figures: 37.5.")},
    )
    pattern = forms.MultipleChoiceField(
        choices=Pattern.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=gettext_lazy("When the work is done"),
        help_text=gettext_lazy("Tick all that apply."),
    )

    def clean(self) -> dict[str, Any]:
        """The lower end below the upper; a period where none was sent."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("pay_low"), cleaned.get("pay_high")
        if low is not None and high is not None and low > high:
            self.add_error("pay_low", _("The lower end of the pay is above the upper end."))
        cleaned["pay_period"] = cleaned.get("pay_period") or PayPeriod.YEAR
        return cleaned


class PlaceForm(StepForm):
    """Where the work is done, and how it can be made to fit."""

    place = forms.ChoiceField(
        choices=WorkPlace.choices,
        widget=forms.RadioSelect,
        label=gettext_lazy("Where is the work done?"),
        error_messages={"required": gettext_lazy("Choose where the work is done.")},
    )
    sites = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("At which of your sites?"),
        help_text=gettext_lazy("Readers see the first half of the postcode only."),
    )
    accessibility = forms.MultipleChoiceField(
        choices=Access.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=gettext_lazy("What is in place for disabled people?"),
        help_text=gettext_lazy("Tick only what is there today."),
    )
    accessibility_note = text(gettext_lazy("Anything else about access"), 600)
    flexible_note = text(
        gettext_lazy("How flexible can the work be?"),
        600,
        gettext_lazy("For instance: shifts are set six weeks ahead, and people may swap."),
    )

    def __init__(self, *args: Any, sites: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["sites"]
        choice.choices = list(sites)
        if not sites:
            del self.fields["sites"]

    def changes(self) -> dict[str, Any]:
        """Without the sites, which are rows."""
        return {name: value for name, value in self.cleaned_data.items() if name != "sites"}

    def children(self) -> dict[str, list[dict[str, Any]]]:
        """The sites that were ticked."""
        return {"sites": [{"site": number} for number in self.cleaned_data.get("sites", [])]}


class AsksForm(StepForm):
    """What is asked for beside the rows of qualifications."""

    skills = text(
        gettext_lazy("Skills that matter"),
        2500,
        gettext_lazy("One on each line, in a few words: “finding faults step by step”. At most 30."),
        {"rows": 6},
    )

    def clean_skills(self) -> list[str]:
        """Lines that hold something, without bullets."""
        lines = [line.strip(" \t-•*–") for line in self.cleaned_data["skills"].splitlines()]
        kept = list(dict.fromkeys(line for line in lines if line))
        if long := [line for line in kept if len(line) > 80]:
            said = _("Keep each skill under 80 characters: “%(start)s…” is too long.")
            raise forms.ValidationError([said % {"start": line[:40]} for line in long])
        if len(kept) > MOST_SKILLS:
            raise forms.ValidationError(_("At most %(most)d skills: keep those that matter.") % {"most": MOST_SKILLS})
        return kept

    def changes(self) -> dict[str, Any]:
        """Nothing of the row itself."""
        return {}

    def children(self) -> dict[str, list[dict[str, Any]]]:
        """A row a line."""
        return {"skills": [{"name": name} for name in self.cleaned_data["skills"]]}


class WaysForm(StepForm):
    """Nothing beside the rows of ways in."""


class NextForm(StepForm):
    """Where the role leads; for technical roles also how technicians are looked after."""

    progression = text(
        gettext_lazy("Where can it lead?"),
        1500,
        gettext_lazy("What have people done after two, five or ten years? Real examples are best."),
        {"rows": 5},
    )
    registrations = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=gettext_lazy("Professional registration that you support"),
        help_text=gettext_lazy("You pay for it, give time for it, or have people who guide others through it."),
    )
    visibility = text(gettext_lazy("Visibility: how are technicians seen, inside and outside?"), 600)
    recognition = text(gettext_lazy("Recognition: how is their work credited?"), 600)
    career_development = text(gettext_lazy("Career development: what training and steps up are there?"), 600)
    sustainability = text(gettext_lazy("Sustainability: how do you pass technical skills on?"), 600)
    technical = ("visibility", "recognition", "career_development", "sustainability")

    def __init__(
        self, *args: Any, registrations: Sequence[tuple[str, str]] = (), is_technical: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["registrations"]
        choice.choices = list(registrations)
        for name in () if is_technical else self.technical:
            del self.fields[name]


class PicturesForm(StepForm):
    """A photograph to add; those that are there are rows."""

    photograph = forms.FileField(
        required=False,
        label=gettext_lazy("Add a photograph of the work"),
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 8 MB. Ask everybody who can be recognised in it first."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    photograph_shows = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("What it shows, for people who cannot see it"),
        help_text=gettext_lazy("“A technician measures a circuit board at a bench.”"),
    )

    def changes(self) -> dict[str, Any]:
        """Nothing of the row itself."""
        return {}
