"""Long lists of ticks in groups that fold away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()
Groups = Sequence[tuple[str, Sequence[str]]]


@register.inclusion_tag("ambassadors/parts/tick_groups.html")
def tick_groups(field: BoundField, groups: Groups) -> dict[str, Any]:
    """A field of many ticks, by group: (heading or "", values). A value in no group is left out."""
    options: Any = field.field
    labels = {str(value): label for value, label in options.choices}
    ticked = {str(value) for value in field.value() or []}
    number, listed = 0, []
    for heading, values in groups:
        choices = []
        for value in values:
            if value in labels:
                # The first one carries the id that the error summary leads to.
                choices.append(
                    {
                        "id": f"id_{field.html_name}_{number}",
                        "value": value,
                        "label": labels[value],
                        "checked": value in ticked,
                    }
                )
                number += 1
        listed.append({"heading": heading, "choices": choices, "ticked": sum(one["checked"] for one in choices)})
    errors = [str(words) for words in field.errors]
    return {"groups": listed, "name": field.html_name, "id": f"id_{field.html_name}", "errors": errors}
