"""Forms of encounter offers: what is offered, when, and the class that comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from ambassadors.actions.offer_bookings import YEARS, Class
from ambassadors.enums import Activity, Mode, Phase
from ambassadors.topics import STEM_SUBJECTS, SUBJECTS

_FIGURES = gettext_lazy("Give a whole number, in figures.")


def whole(label: Any, *, least: int, most: int, hint: Any = "", required: bool = True) -> forms.IntegerField:
    """A whole number between two others, typed."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=required,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={"invalid": _FIGURES, "required": _FIGURES},
    )


def day(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:
    """A day, by the browser's own calendar where it has one."""
    said = gettext_lazy("Give a day: 2027-06-14.")
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": said, "required": said},
    )


def clock(label: Any) -> forms.TimeField:
    """A time of day."""
    said = gettext_lazy("Give a time: 09:30.")
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": said, "required": said},
    )


def years(label: Any) -> forms.TypedMultipleChoiceField:
    """School years 3 to 13, ticked."""
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        choices=[(year, str(year)) for year in YEARS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one year group.")},
    )


class OfferForm(forms.Form):
    """What is offered, to whom, where."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What pupils would do: “Wire a circuit in our electrical workshop”."),
        max_length=120,
        error_messages={"required": gettext_lazy("Give it a title.")},
    )
    about = forms.CharField(
        label=gettext_lazy("What happens"),
        help_text=gettext_lazy(
            "What pupils see and try, who meets them, which routes they hear of. Leave out names and numbers."
        ),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": gettext_lazy("Say what happens.")},
    )
    activity = forms.ChoiceField(
        label=gettext_lazy("Kind of encounter"),
        choices=[one for one in Activity.choices if one[0] != Activity.SHADOWING],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    phases = forms.MultipleChoiceField(
        label=gettext_lazy("Age of pupils"),
        choices=Phase.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one age.")},
    )
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("School subjects it fits"),
        help_text=gettext_lazy("None for an encounter that is about no subject in particular."),
        required=False,
        choices=[(slug, SUBJECTS[slug]) for slug in STEM_SUBJECTS if slug in SUBJECTS],
        widget=forms.CheckboxSelectMultiple,
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How you meet"),
        choices=Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose in person or online.")},
    )
    outcode = forms.CharField(
        label=gettext_lazy("First half of the postcode where it is, or where you start from"),
        help_text=gettext_lazy("Not needed online."),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    travel_miles = whole(
        gettext_lazy("If you come to schools: how far, in miles"),
        hint=gettext_lazy("Leave empty if schools come to you."),
        least=1,
        most=100,
        required=False,
    )


class SlotForm(forms.Form):
    """One time."""

    day = day(gettext_lazy("Day"))
    starts = clock(gettext_lazy("Begins"))
    ends = clock(gettext_lazy("Ends"))
    classes = whole(gettext_lazy("How many classes at once"), least=1, most=50)
    most_pupils = whole(gettext_lazy("Pupils in a class at the most"), least=1, most=500)

    def moments(self) -> dict[str, datetime]:
        """Begin and end in London."""
        given, zone = self.cleaned_data, timezone.get_current_timezone()
        return {
            "starts_at": datetime.combine(given["day"], given["starts"], zone),
            "ends_at": datetime.combine(given["day"], given["ends"], zone),
        }


class BookingForm(forms.Form):
    """The class that comes, and who stays with it."""

    school = forms.ModelChoiceField(
        label=gettext_lazy("For which school or college"), queryset=Organisation.objects.none(), empty_label=None
    )
    year_groups = years(gettext_lazy("Year groups"))
    pupils = whole(gettext_lazy("About how many pupils"), least=1, most=500)
    staff_name = forms.CharField(
        label=gettext_lazy("Member of staff who stays with the pupils throughout"),
        max_length=120,
        error_messages={"required": gettext_lazy("Name the member of staff who stays with the pupils.")},
    )
    safeguarding_contact = forms.CharField(
        label=gettext_lazy("How to reach your safeguarding lead on the day"),
        max_length=120,
        error_messages={"required": gettext_lazy("Say how to reach your safeguarding lead on the day.")},
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["school"]
        field.queryset = schools

    def who(self) -> Class:
        """The class as the action wants it."""
        return Class(**{name: value for name, value in self.cleaned_data.items() if name != "school"})
