"""The form of a university's or college's statement about its courses of one subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from employers.enums import Weight
from employers.forms.profile import text
from employers.forms.rows import EMPTY_CHOICE, PreferredForm


class StatedForm(PreferredForm):
    """A subject that courses require or prefer."""

    weight = forms.ChoiceField(
        choices=[
            *EMPTY_CHOICE,
            (Weight.ESSENTIAL.value, gettext_lazy("Required")),
            (Weight.USEFUL.value, gettext_lazy("Preferred")),
        ],
        label=gettext_lazy("Required or preferred"),
        error_messages={"required": gettext_lazy("Choose whether it is required or preferred.")},
    )


class StatementForm(forms.Form):
    """Which courses, and where the statement is published."""

    degree_subject = forms.ChoiceField(
        label=gettext_lazy("Subject of the courses"),
        help_text=gettext_lazy("By the Common Aggregation Hierarchy (CAH). Type its first letters to jump there."),
        error_messages={"required": gettext_lazy("Choose the subject of your courses.")},
    )
    course = forms.CharField(
        max_length=160,
        required=False,
        label=gettext_lazy("Only this course"),
        help_text=gettext_lazy("Leave it empty when it holds for all your courses of the subject."),
    )
    address = forms.URLField(
        max_length=300,
        required=False,
        assume_scheme="https",
        label=gettext_lazy("Where you publish this"),
        help_text=gettext_lazy("Readers can check it there."),
        error_messages={"invalid": gettext_lazy("Give the whole address, such as https://example.ac.uk/entry.")},
    )
    note = text(gettext_lazy("What else applicants should know"), 1000)

    def __init__(self, *args: Any, subjects: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["degree_subject"]
        choice.choices = [("", gettext_lazy("Choose")), *subjects]
