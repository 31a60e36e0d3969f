"""What we ask of a new person beside an address and a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.rules import YEAR_GROUPS, digital_consent_age, may_have_account


class Who(TextChoices):
    """Who somebody says they are. Only the first two become roles: the rest is confirmed by an organisation."""

    STUDENT = "student", _("A student")
    PARENT = "parent", _("A parent or carer")
    EDUCATOR = "educator", _("I work in education")
    EMPLOYER = "employer", _("I work for an employer")
    OTHER = "other", _("Somebody else")


# Roles that need nobody's word but the person's own, because they show nothing of anybody else.
SELF_DECLARED = (Who.STUDENT, Who.PARENT)
LATER = "later"


def year_groups() -> list[tuple[str, str]]:
    """What a student may choose from."""
    years = [(str(year), gettext("Year %(year)d") % {"year": year}) for year in YEAR_GROUPS]
    return [("", gettext("Choose one")), *years, (LATER, gettext("College, training, university or later"))]


class SignUpExtras(forms.Form):
    """Name and kind of person; a student's year group, asked only to know that they may decide for themselves.

    The year group is not kept, and a birth date is never asked for.
    """

    display_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    who = forms.ChoiceField(label=_("Who are you?"), choices=Who.choices, widget=forms.RadioSelect)
    year_group = forms.ChoiceField(
        label=_("If you are a student: your year group"),
        choices=year_groups,
        required=False,
    )

    too_young = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {
            "display_name": _("Enter your name."),
            "who": _("Say who you are."),
        }
        for name, words in wanted.items():
            self.fields[name].error_messages["required"] = words

    def clean(self) -> dict[str, Any]:
        """Refuse students who may not yet agree for themselves; raises nothing, adds errors."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("who") != Who.STUDENT or "year_group" in self.errors:
            return cleaned
        try:
            self._check_age(cleaned.get("year_group", ""))
        except ValidationError as error:
            self.add_error("year_group", error)
        return cleaned

    def _check_age(self, year_group: str) -> None:
        if not year_group:
            raise ValidationError(_("Choose your year group."))
        today = timezone.localdate()
        if year_group != LATER and not may_have_account(int(year_group), today):
            self.too_young = True
            raise ValidationError(
                _("You can have an account from the school year in which everybody is %(age)d or older."),
                params={"age": digital_consent_age(today)},
            )

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Give the new person the role they said themselves; called by django-allauth once the user is saved."""
        who = self.cleaned_data["who"]
        if who in SELF_DECLARED:
            user.groups.add(Group.objects.get(name=who))
