"""Teachers ask employers for an encounter: a form of choices, and what became of their requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.queries import organisations_with
from accounts.rules import YEAR_GROUPS
from employers.actions.encounters import Wish, ask_for_encounter
from employers.enums import EncounterKind
from employers.models import EncounterRequest
from employers.queries.directory import UnknownEmployerError, published_employer
from foundation.access import needs
from pathways.subjects import Stage, school_subjects
from portal.pages.shared import today

ACCESS = needs(Permission.ENCOUNTER_REQUEST)
MOST_LISTED = 100


def _day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


def _subjects() -> list[tuple[str, str]]:
    named = [(one.code, _("GCSE: %(title)s") % {"title": one.title}) for one in school_subjects(Stage.GCSE)]
    named += [(one.code, _("A level: %(title)s") % {"title": one.title}) for one in school_subjects(Stage.ALEVEL)]
    return [("", _("No one subject")), *named]


class EncounterForm(forms.Form):
    """Choices and numbers only: no words pass from one side to the other."""

    school = forms.ModelChoiceField(
        label=gettext_lazy("For which school or college"), queryset=Organisation.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What you ask for"), choices=EncounterKind.choices, widget=forms.RadioSelect
    )
    year_groups = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Year groups"),
        coerce=int,
        choices=[(year, gettext_lazy("Year %(year)s")) for year in YEAR_GROUPS],
        widget=forms.CheckboxSelectMultiple,
    )
    pupils = forms.IntegerField(label=gettext_lazy("About how many pupils"), min_value=1, max_value=500)
    first_day = _day_field(gettext_lazy("On this day or later"))
    last_day = _day_field(gettext_lazy("On this day or earlier"))
    subject = forms.ChoiceField(label=gettext_lazy("School subject"), required=False)

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field("school", forms.ModelChoiceField).queryset = schools
        self._field("subject", forms.ChoiceField).choices = _subjects()
        years = self._field("year_groups", forms.TypedMultipleChoiceField)
        years.choices = [(year, _("Year %(year)s") % {"year": year}) for year in YEAR_GROUPS]

    def _field(self, name: str, _kind: type[Any]) -> Any:
        return self.fields[name]


class AskForEncounter(FormView[EncounterForm]):
    """`/educators/employers/tallowbridge-gears/encounter/`."""

    access = ACCESS
    template_name = "educators/encounter_request.html"
    form_class = EncounterForm

    @cached_property
    def employer(self) -> Organisation:
        """The employer that is asked."""
        try:
            return published_employer(self.kwargs["employer"])
        except UnknownEmployerError:
            raise Http404 from None

    @cached_property
    def schools(self) -> Any:
        """Verified schools and colleges that the person may ask for."""
        user: Any = self.request.user
        return organisations_with(user, Permission.ENCOUNTER_REQUEST).verified().order_by("name")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form with the person's own schools."""
        return super().get_form_kwargs() | {"schools": self.schools}

    def get_initial(self) -> dict[str, Any]:
        """The first school."""
        return {"school": self.schools.first()}

    def form_valid(self, form: EncounterForm) -> HttpResponse:
        """Ask; what the action refuses stands in the form."""
        given = dict(form.cleaned_data)
        user: Any = self.request.user
        try:
            school = given.pop("school")
            ask_for_encounter(by=user, school=school, employer=self.employer, wish=Wish(**given), today=today())
        except ValidationError as error:
            for field, said in _by_field(error, form).items():
                form.add_error(field or None, said)
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s has been asked.") % {"name": self.employer.name})
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """The list of requests."""
        return reverse("educators:encounter-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The employer, and whether there is a school to ask for."""
        return super().get_context_data(**kwargs) | {
            "employer": self.employer,
            "schools": list(self.schools),
            "crumbs": [
                (_("Teachers and advisers"), reverse("educators:home")),
                (self.employer.name, reverse("students:employer-detail", args=[self.employer.slug])),
                (_("Ask for an encounter"), ""),
            ],
        }


def _by_field(error: ValidationError, form: forms.Form) -> dict[str, list[str]]:
    """What an action refuses by the form's fields; "" for the rest."""
    if not hasattr(error, "error_dict"):
        return {"": list(error.messages)}
    found: dict[str, list[str]] = {}
    for field, said in error.message_dict.items():
        found.setdefault(field if field in form.fields else "", []).extend(said)
    return found


class EncounterList(TemplateView):
    """`/educators/encounters/`: what the person's schools asked for, newest first."""

    access = ACCESS
    template_name = "educators/encounter_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Requests with their states; the latest hundred."""
        user: Any = self.request.user
        schools = organisations_with(user, Permission.ENCOUNTER_REQUEST)
        if not schools.exists():
            raise PermissionDenied
        return super().get_context_data(**kwargs) | {
            "rows": EncounterRequest.objects.sent_by(schools)[:MOST_LISTED],
            "crumbs": [(_("Teachers and advisers"), reverse("educators:home")), (_("Encounters you asked for"), "")],
        }
