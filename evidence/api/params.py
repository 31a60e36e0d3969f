"""What an API address may carry: declared once, checked here, described in the schema from the same declaration."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from foundation.problems import InvalidFilter

MOST_PAGES = 1_000_000
LONGEST_VALUE = 400


class Choice(serializers.ChoiceField):
    """One of a few words; a wrong one is answered with the list."""

    def fail(self, key: str, **kwargs: Any) -> Any:
        """Name the words that would do."""
        if key == "invalid_choice":
            words = ", ".join(str(word) for word in self.choices)
            said = _("“%(value)s” is not one of: %(words)s.") % {"value": kwargs["input"], "words": words}
            raise serializers.ValidationError(said, code=key)
        return super().fail(key, **kwargs)


class Codes(serializers.ListField):
    """Several codes: the parameter repeated, or with commas, or both; each once, in the order given."""

    child = serializers.CharField()

    def get_value(self, dictionary: Mapping[str, Any]) -> Any:
        """All values of the parameter, split at commas."""
        values = dictionary.getlist(str(self.field_name)) if isinstance(dictionary, QueryDict) else []
        codes = [code.strip() for value in values for code in value.split(",")]
        return list(dict.fromkeys(code for code in codes if code)) or serializers.empty


class Params(serializers.Serializer[Any]):
    """Base of all parameter declarations: every address takes ?release=."""

    release = Codes(
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Key of an edition that shall answer, instead of the latest of its source; one for each source. "
            "See releases/ for the keys."
        ),
    )


class PageParams(Params):
    """Parameters of a list."""

    page = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_PAGES, default=1, help_text=gettext_lazy("Page, from 1.")
    )
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=100, default=25, help_text=gettext_lazy("Rows a page.")
    )


def read_params(query: QueryDict, declared: type[Params], also: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The values of a query by parameter; a parameter without a value counts as not given.

    `also` names parameters that something else reads. Raises InvalidFilter for every parameter that is
    unknown, given twice, or has a value that cannot be used, with the reason.
    """
    fields = _fields(declared)
    errors = _misuse(query, {**fields, **also} if also else fields)
    given, values = _without_blanks(query), {}
    for name, field in fields.items():
        try:
            values[name] = field.run_validation(field.get_value(given))
        except serializers.SkipField:
            continue
        except serializers.ValidationError as error:
            errors.setdefault(name, _reasons(error.detail))
    if errors:
        raise InvalidFilter(errors)
    return values


@lru_cache(maxsize=64)
def _fields(declared: type[Params]) -> dict[str, Any]:
    """The fields of a declaration, made once: a serializer copies them for every form, most of its time."""
    return dict(declared(data=QueryDict()).fields)


def _without_blanks(query: QueryDict) -> QueryDict:
    given = QueryDict(mutable=True)
    for name, values in query.lists():
        if kept := [value for value in values if value.strip()]:
            given.setlist(name, kept)
    return given


def _misuse(query: QueryDict, known: Mapping[str, Any]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for name, values in query.lists():
        if name not in known:
            words = _("There is no such parameter here. There are: %(names)s.") % {"names": ", ".join(sorted(known))}
        elif len(values) > 1 and not isinstance(known[name], Codes):
            words = _("Give this parameter once.")
        elif any("\x00" in value for value in values):
            words = _("The value has a character that cannot be used.")
        elif any(len(value) > LONGEST_VALUE for value in values):
            words = _("The value is too long.")
        else:
            continue
        errors[name[:100]] = [words]
    return errors


def _reasons(detail: Any) -> list[str]:
    """Reasons of one parameter; those of a list's items lose their numbers."""
    if isinstance(detail, dict):
        return [str(reason) for reasons in detail.values() for reason in reasons]
    return [str(reason) for reason in detail]
