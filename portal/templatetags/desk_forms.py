"""Fields of Django's forms in our look, with what the desks need: ticks, choices, sums, and marks of an advert."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("employers/desk/parts/field.html")
def desk_field(
    field: BoundField,
    *,
    found: Iterable[str] = (),
    label: str = "",
    hint: str = "",
    list: str = "",
) -> dict[str, Any]:
    """One field: label, hint, what it was filled from, errors and control; `list` is the id of a datalist."""
    widget = field.field.widget  # of this form alone: fields are copied
    if list:
        widget.attrs["list"] = list
    errors = [str(words) for words in field.errors]
    identifier = field.id_for_label or f"id_{field.html_name}"
    said = hint or str(field.help_text or "")
    kind = _kind(widget)
    return {
        "kind": kind,
        "id": identifier,
        "name": field.html_name,
        "label": label or field.label,
        "hint": said,
        "errors": errors,
        "found": [*found],
        "prefix": widget.attrs.get("prefix", ""),
        "suffix": widget.attrs.get("suffix", ""),
        "choices": _choices(field) if kind in ("radios", "checks") else [],
        "checked": bool(field.value()) if kind == "check" else False,
        "most": _most(field) if kind == "textarea" else None,
        "control": _control(field, said, errors, [*found]) if kind in ("input", "select", "textarea") else "",
    }


def _kind(widget: forms.Widget) -> str:
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxSelectMultiple, "checks"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "check"),
        (forms.Textarea, "textarea"),
        (forms.Select, "select"),
    )
    return next((name for cls, name in kinds if isinstance(widget, cls)), "input")


def _most(field: BoundField) -> int | None:
    """How many characters fit, where a writer may come near it."""
    most: int | None = getattr(field.field, "max_length", None)
    return most if most and most <= 5000 else None


def _choices(field: BoundField) -> list[dict[str, Any]]:
    """A choice's label may have a line below it (employers.forms.profile.Hinted)."""
    listed = []
    for number, choice in enumerate(field):
        label = choice.choice_label
        # The first one carries the id that the error summary leads to.
        listed.append(
            {
                "id": f"id_{field.html_name}_{number}",
                "value": choice.data["value"],
                "label": label,
                "hint": getattr(label, "hint", ""),
                "checked": choice.data["selected"],
            }
        )
    return listed


def _control(field: BoundField, hint: str, errors: list[str], found: list[str]) -> SafeString:
    widget = field.field.widget
    base = {"Textarea": "govuk-textarea", "Select": "govuk-select"}.get(type(widget).__name__, "govuk-input")
    if isinstance(widget, forms.FileInput):
        base = "desk-file"
    attributes: dict[str, Any] = {"class": f"{base} {base}--error" if errors else base}
    described = [part for part, is_there in (("hint", hint), ("found", found), ("error", errors)) if is_there]
    if described:
        attributes["aria-describedby"] = " ".join(f"{field.id_for_label}-{part}" for part in described)
    if errors:
        attributes["aria-invalid"] = "true"
    kept = {name: value for name, value in widget.attrs.items() if name not in ("prefix", "suffix")}
    original, widget.attrs = widget.attrs, kept
    original_help, field.help_text = field.help_text, ""
    try:
        return mark_safe(str(field.as_widget(attrs=attributes)))  # noqa: S308 - Django's own, escaped widget
    finally:
        widget.attrs, field.help_text = original, original_help


@register.filter
def marks_of(marks: Mapping[str, list[str]], name: str) -> list[str]:
    """What a field was filled from; nothing for most."""
    return marks.get(name, [])


@register.filter
def row_word(number: int) -> str:
    """A row's number for those who hear the page."""
    return _("row %(number)d") % {"number": number}
