"""Fields of Django's forms in our look, for the pages of people's accounts and the desks."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

register = template.Library()
_BASE = "govuk-input"
_CLASSES = {forms.Select: "govuk-select", forms.Textarea: "govuk-textarea"}


@register.inclusion_tag("account/parts/field.html")
def account_field(field: BoundField, label: str = "", hint: str = "", width: str = "") -> dict[str, Any]:
    """One field: label, hint, errors and control. `label` and `hint` stand in for the form's own words."""
    radios = list(field) if isinstance(field.field.widget, forms.RadioSelect) else []
    errors = [_plain(words, field) for words in field.errors]
    return {
        "id": field.id_for_label or f"id_{field.html_name}",
        "name": field.html_name,
        "label": label or field.label,
        "hint": hint,
        "errors": errors,
        "radios": [_radio(choice) for choice in radios],
        "control": "" if radios else _control(field, hint=bool(hint), wrong=bool(errors), width=width),
    }


def _plain(words: Any, field: BoundField) -> str:
    """An error in words; where Django only says that something is required, what it is."""
    if str(words) != str(forms.Field.default_error_messages["required"]):
        return str(words)
    return gettext("%(label)s: fill this in.") % {"label": field.label}


def _control(field: BoundField, *, hint: bool, wrong: bool, width: str) -> str:
    widget = field.field.widget
    field.help_text = ""  # django-allauth's own help is not shown, so nothing may point at it
    kind = next((word for cls, word in _CLASSES.items() if isinstance(widget, cls)), _BASE)
    classes = [kind, *([f"{kind}--error"] if wrong else []), *([width] if width else [])]
    attributes: dict[str, Any] = {"class": " ".join(classes), "placeholder": False}
    described = [*(["hint"] if hint else []), *(["error"] if wrong else [])]
    if described:
        attributes["aria-describedby"] = " ".join(f"{field.id_for_label}-{part}" for part in described)
    attributes["aria-invalid"] = "true" if wrong else False
    if "code" in field.html_name:
        attributes["spellcheck"] = "false"
    return str(field.as_widget(attrs=attributes))


def _radio(choice: Any) -> dict[str, Any]:
    return {
        "id": choice.id_for_label,
        "value": choice.data["value"],
        "label": choice.choice_label,
        "checked": choice.data["selected"],
    }


@register.inclusion_tag("account/parts/errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """The error summary of a form; errors of the whole form lead to its first field."""
    first = next((field.id_for_label for field in form.visible_fields()), "")
    pairs = []
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        target = (field.id_for_label or f"id_{name}_0") if field is not None else first
        pairs += [(_plain(words, field) if field is not None else str(words), target) for words in errors]
    return {"errors": pairs}


def _schools() -> list[dict[str, Any]]:
    providers: Any = settings.SOCIALACCOUNT_PROVIDERS
    return list(providers["openid_connect"]["APPS"])


@register.inclusion_tag("account/parts/school_links.html")
def school_links(title: str, after: str = "", process: str = "login") -> dict[str, Any]:
    """Links to schools' and colleges' own sign-in; `after` is where to go then, `process` "login" or "connect"."""
    apps = _schools()
    query = urlencode({"process": process} | ({"next": after} if after else {}))
    links = [
        (app["name"], f"{reverse('openid_connect_login', kwargs={'provider_id': app['provider_id']})}?{query}")
        for app in apps
    ]
    return {"title": title, "links": links}


_DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook"))
_SYSTEMS = (*_DEVICES, ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


@register.filter
def device(user_agent: str) -> str:
    """A browser's description of itself in two words: "Firefox on Windows"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), gettext("A browser"))
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if not system:
        return browser
    return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}


@register.filter
def school_name(provider_id: str) -> str:
    """What a school's or college's sign-in is called; its word in the settings where it is no longer configured."""
    apps = _schools()
    return next((str(app["name"]) for app in apps if app["provider_id"] == provider_id), provider_id)
