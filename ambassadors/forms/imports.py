"""Forms of other schemes' lists: which list of which scheme, and the name of a mapping that is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ambassadors.enums import SchemeState
from ambassadors.models import ColumnMapping, Scheme


class _Mappings(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker alone
    def label_from_instance(self, obj: Any) -> str:
        """The scheme's name before the mapping's."""
        return f"{obj.scheme.name}: {obj.name}"


class UploadForm(forms.Form):
    """A list to bring in."""

    scheme = forms.ModelChoiceField(
        label=gettext_lazy("Whose list it is"),
        queryset=Scheme.objects.none(),
        empty_label=gettext_lazy("Choose a scheme"),
        error_messages={"required": gettext_lazy("Choose whose list it is.")},
    )
    mapping = _Mappings(
        label=gettext_lazy("Match it like an earlier list"),
        queryset=ColumnMapping.objects.none(),
        required=False,
        empty_label=gettext_lazy("No: guess the columns"),
    )
    table = forms.FileField(
        label=gettext_lazy("The list"),
        error_messages={
            "required": gettext_lazy("Choose the file to upload."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["scheme"].queryset = Scheme.objects.filter(state=SchemeState.OPEN)  # type: ignore[attr-defined]  # choices of rows
        mappings = ColumnMapping.objects.select_related("scheme").order_by("scheme__name", "name")
        self.fields["mapping"].queryset = mappings  # type: ignore[attr-defined]  # likewise
