"""What a request body may hold: declared once, checked strictly, described in the schema from the declaration."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers, status
from rest_framework.parsers import BaseParser

MOST_BYTES = 256 * 1024
_LONGEST_NAME = 100


class BodyTooLarge(exceptions.APIException):
    """More was sent than any item can hold."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class JsonBody(BaseParser):
    """JSON in UTF-8, no longer than any item can be; refuses what no database or answer can hold."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The data; raises ParseError, BodyTooLarge."""
        raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise BodyTooLarge(_("Send at most %(most)d kilobytes.") % {"most": MOST_BYTES // 1024})
        try:
            data = json.loads(raw.removeprefix(codecs.BOM_UTF8).decode(), parse_constant=_refuse_constant)
            json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair can be read, but not written
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError(_("This is not JSON in UTF-8.")) from error
        return data


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and the infinities are no JSON


class Body(serializers.Serializer[Any]):
    """Base of all declarations: what is not declared is refused by name, so nothing is set by the way."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked values; raises ValidationError with every problem at once."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        errors: dict[str, Any] = {
            str(name)[:_LONGEST_NAME]: [_("There is no such field to fill in.")] for name in unknown
        }
        try:
            found = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            errors |= error.detail
        if errors:
            raise serializers.ValidationError(errors)
        return found


class Nothing(Body):
    """A body that may be left out, or empty."""


class Text(serializers.CharField):
    """Text that is text: a number or a truth value is a mistake of the program that sends it."""

    def to_internal_value(self, data: Any) -> str:
        """The text; raises ValidationError for anything else."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """True or false, in JSON's words."""

    def to_internal_value(self, data: Any) -> bool:
        """The truth value; raises ValidationError for words and numbers."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Number(serializers.DecimalField):
    """A number with at most so many places."""

    def __init__(self, max_digits: int, decimal_places: int, **options: Any) -> None:
        super().__init__(max_digits, decimal_places, coerce_to_string=False, **options)

    def to_internal_value(self, data: Any) -> Decimal:
        """The number; raises ValidationError for text."""
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number."""

    def to_internal_value(self, data: Any) -> int:
        """The number; raises ValidationError for text and parts."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


def names_of(declared: type[Body]) -> tuple[str, ...]:
    """The names that a body may hold."""
    return tuple(declared().get_fields())


def read_body(declared: type[Body], data: Any) -> dict[str, Any]:
    """The checked values of a body; raises ValidationError with flat names ("preferred.0.subject")."""
    body = declared(data=data)
    if not body.is_valid():
        raise serializers.ValidationError(flat(body.errors))
    return dict(body.validated_data)


def flat(detail: Any, name: str = "") -> dict[str, list[str]]:
    """Errors of nested bodies as one level: names joined by dots, rows by their number from 0."""
    if isinstance(detail, Mapping):
        parts: Any = detail.items()
    elif isinstance(detail, list) and any(isinstance(one, Mapping | list) for one in detail):
        parts = enumerate(detail)
    else:
        return {name: [str(one) for one in (detail if isinstance(detail, list) else [detail])]}
    found: dict[str, list[str]] = {}
    for key, inner in parts:
        if inner:
            whole = name if key == "non_field_errors" else f"{name}.{key}" if name else str(key)
            found |= flat(inner, whole)
    return found
