"""Forms of what an employer shows of itself: its entry, and its sites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from employers.enums import Size


class SiteForm(forms.Form):
    """A place of work."""

    name = forms.CharField(
        max_length=100,
        label=gettext_lazy("Name of the site"),
        help_text=gettext_lazy("“Main works”, “Head office”"),
        error_messages={"required": gettext_lazy("Give the site a name.")},
    )
    postcode = forms.CharField(
        max_length=8,
        label=gettext_lazy("Postcode, or its first half"),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "class": "govuk-input--width-10"}),
        error_messages={"required": gettext_lazy("Give a postcode, or its first half.")},
    )


class EntryForm(forms.Form):
    """An employer's entry."""

    size = forms.ChoiceField(
        choices=Size.choices,
        widget=forms.RadioSelect,
        label=gettext_lazy("How many people work for you?"),
        error_messages={"required": gettext_lazy("Choose how many people you employ.")},
    )
    sectors = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=gettext_lazy("Your sectors"),
        help_text=gettext_lazy("Tick the one or two that students should find you under."),
    )
    statement = forms.CharField(
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        label=gettext_lazy("What you do, in two or three sentences"),
        help_text=gettext_lazy(
            "“We make gears for lifts and wind turbines. Most of our managers began as apprentices.”"
        ),
    )
    website = forms.URLField(
        max_length=200,
        required=False,
        assume_scheme="https",
        label=gettext_lazy("Website"),
        error_messages={"invalid": gettext_lazy("Give the whole address, such as https://example.org.")},
    )
    logo = forms.FileField(
        required=False,
        label=gettext_lazy("Logo"),
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    no_logo = forms.BooleanField(required=False, label=gettext_lazy("Take the logo away"))
    is_technician_signatory = forms.BooleanField(
        required=False,
        label=gettext_lazy("We have signed the Technician Commitment"),
        help_text=gettext_lazy(
            "Only universities and research institutes can sign it; we compare with the list we hold."
        ),
    )

    def __init__(self, *args: Any, sectors: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["sectors"]
        choice.choices = list(sectors)
