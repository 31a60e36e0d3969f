"""Mistakes of forms and refusals of actions as the pages of every desk say them: in one list and beside the fields."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

Pair = tuple[str, str]


def form_errors(form: forms.Form) -> list[Pair]:
    """What is wrong with a form, with the id of the field that each is about."""
    pairs = []
    for name, said in form.errors.items():
        target = ""
        if name in form.fields:
            field = form[name]
            target = field.id_for_label or f"id_{field.html_name}_0"
        pairs += [(str(words), target) for words in said]
    return pairs


def put_errors(form: forms.Form, error: ValidationError) -> list[Pair]:
    """Put what an action refused beside the fields of a form; returns what belongs to none of them, by name."""
    left: list[Pair] = []
    for name, said in messages_by_field(error):
        if name in form.fields:
            form.add_error(name, said)
        else:
            left += [(name, words) for words in said]
    return left


def messages_by_field(error: ValidationError) -> Iterable[tuple[str, list[str]]]:
    """An action's refusal as (field, sentences); "" for what is about the whole."""
    if hasattr(error, "error_dict"):
        return [(name, list(said)) for name, said in error.message_dict.items()]
    return [("", list(error.messages))]


def first_words(error: ValidationError) -> str:
    """An action's refusal in one string, for a message."""
    return " ".join(words for _name, said in messages_by_field(error) for words in said)
