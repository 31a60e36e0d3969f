"""The curators' desk: synonyms of the search and caveats of occupations, for those whose role allows it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, SnippetViewSetGroup

from lmi.desk.searches import LostSearches
from lmi.models import OccupationGroup, OccupationNote, Synonym
from lmi.search.words import normal

_CODES = re.compile(r"[\s,;]+")


class UnitCodesField(forms.CharField):
    """Codes of unit groups in a line, kept as a list."""

    def prepare_value(self, value: Any) -> Any:
        """The list as a line."""
        return " ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The codes in the order given, each once; raises ValidationError for what is no unit group."""
        codes = [code for code in _CODES.split(super().to_python(value) or "") if code]
        known = set(OccupationGroup.objects.units().filter(code__in=codes).values_list("code", flat=True))
        if wrong := [code for code in codes if code not in known]:
            raise ValidationError(gettext("Not a unit group of SOC 2020: %(codes)s") % {"codes": ", ".join(wrong)})
        return list(dict.fromkeys(codes))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as lists, so that other spacing is no change."""
        return list(initial or []) != [code for code in _CODES.split(data or "") if code]


class SynonymForm(WagtailAdminModelForm):
    """A synonym, with its unit groups written in a line."""

    units = UnitCodesField(
        required=False,
        label=_("Unit groups"),
        help_text=_("Four-figure SOC 2020 codes with spaces between, likeliest first: 5241 5242."),
    )

    def clean_phrase(self) -> str:
        """Refuse a phrase that has no word to search for."""
        phrase: str = self.cleaned_data["phrase"]
        if not normal(phrase):
            raise ValidationError(gettext("Give a word that means something by itself."))
        return phrase

    class Meta:
        model = Synonym
        fields = ("phrase", "units", "expansion", "broad", "note")


class _SearchFollows:
    """Saving says when the search knows about it."""

    def get_success_message(self, instance: Any) -> str:
        """The usual words, and that the search takes a moment."""
        said = super().get_success_message(instance)  # type: ignore[misc]  # of the view it is mixed into
        return f"{said} {gettext('The search is updated within a minute.')}"


class SynonymCreate(_SearchFollows, CreateView):
    """A new synonym; ?phrase= fills the phrase in, for words from the queue of searches."""

    def get_initial_form_instance(self) -> Synonym:
        """An empty synonym with the phrase."""
        return Synonym(phrase=self.request.GET.get("phrase", "")[:120])


class SynonymEdit(_SearchFollows, EditView):
    """An old synonym."""


class SynonymDesk(SnippetViewSet):
    """Words people search with."""

    model = Synonym
    icon = "search"
    add_view_class = SynonymCreate
    edit_view_class = SynonymEdit
    menu_label = _("Search words")
    list_display = ("phrase", "units", "expansion", "broad", "note")
    list_filter = ("broad",)
    search_fields = ("phrase", "expansion", "note")
    list_per_page = 50
    ordering = ("phrase",)
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("phrase", "units", "expansion", "broad", "note")], base_form_class=SynonymForm
    )


class OccupationNoteDesk(SnippetViewSet):
    """Caveats of occupations."""

    model = OccupationNote
    icon = "warning"
    menu_label = _("Caveats of occupations")
    list_display = ("soc2020", "kind", "text", "basis")
    list_filter = ("kind",)
    search_fields = ("text", "basis")
    list_per_page = 50
    ordering = ("soc2020_id", "kind")
    panels = tuple(FieldPanel(name) for name in ("soc2020", "kind", "text", "basis"))


class CuratorsDesk(SnippetViewSetGroup):
    """Both, under one heading of the menu; each shows itself only to those who may change it."""

    items = (SynonymDesk, OccupationNoteDesk)
    menu_label = _("Occupations")
    menu_icon = "list-ul"
    menu_order = 200


register_snippet(CuratorsDesk)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [path("lost-searches/", LostSearches.as_view(), name="desk-lost-searches")]
