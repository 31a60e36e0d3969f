"""The parameters of `routes/`: where somebody is and what they wish, in the pages' words, every wrong one told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from evidence.api.params import Choice, Codes, Params
from pathways.asking import GRADES, OLDEST, STAGES, YOUNGEST, Ask, ask_from
from pathways.money.assumptions import FIELDS
from pathways.routing.model import Stage
from pathways.subjects import UnknownSchoolSubjectError, school_subject_of

MOST_SUBJECTS = 12
YES_OR_NO = [("1", gettext_lazy("yes")), ("0", gettext_lazy("no"))]
ASSUMPTIONS = tuple(field.name for field in FIELDS)
_YES = "1"


def known_subject(code: str) -> None:
    """Refuse what is no school subject; raises ValidationError."""
    try:
        school_subject_of(code)
    except UnknownSchoolSubjectError:
        words = _("There is no school subject “%(value)s”; see subjects/school/ for the codes.")
        raise serializers.ValidationError(words % {"value": code[:60]}) from None


class Subjects(Codes):
    """Codes of school subjects."""

    child = serializers.CharField(validators=[known_subject])


class _RouteParams(Params):
    occupation = serializers.CharField(
        max_length=10, help_text=gettext_lazy("SOC 2020 code of a unit group, for example 5241.")
    )
    grades = Choice(
        choices=list(GRADES.items()),
        required=False,
        help_text=gettext_lazy("GCSEs; without it five with English and maths are assumed."),
    )
    subject = Subjects(
        required=False,
        max_length=MOST_SUBJECTS,
        help_text=gettext_lazy(
            "School subjects taken, as alevel:biology, repeated or with commas; without it nothing is assumed."
        ),
    )
    age = serializers.IntegerField(
        required=False,
        min_value=YOUNGEST,
        max_value=OLDEST,
        help_text=gettext_lazy("Age in years; counts for adults and returners only."),
    )
    earn = Choice(
        choices=YES_OR_NO, required=False, help_text=gettext_lazy("1 closes routes that are not paid throughout.")
    )
    no_university = Choice(
        choices=YES_OR_NO, required=False, help_text=gettext_lazy("1 closes routes by way of a university.")
    )
    area = serializers.CharField(
        required=False,
        max_length=120,
        help_text=gettext_lazy("A GSS code, postcode, town or area: pay is of its region or nation, else of the UK."),
    )
    money = Choice(
        choices=YES_OR_NO,
        required=False,
        help_text=gettext_lazy("1 adds money year by year; so does any of its assumptions."),
    )


def _assumptions() -> dict[str, Any]:
    """The assumptions about money, as pathways.money reads them."""
    found: dict[str, Any] = {}
    for field in FIELDS:
        about = f"{field.label}: {field.hint}."
        if field.choices:
            found[field.name] = Choice(choices=list(field.choices), required=False, help_text=about)
        else:
            found[field.name] = serializers.RegexField(r"^[0-9]{1,6}(\.[0-9]{1,2})?$", required=False, help_text=about)
    return found


# By hand, because `from` is a word of the language.
RouteParams: type[Params] = type(
    "RouteParams",
    (_RouteParams,),
    {
        "from": Choice(
            choices=list(STAGES.items()),
            required=False,
            default=str(Stage.GCSE),
            help_text=gettext_lazy("Where somebody stands."),
        ),
        **_assumptions(),
    },
)


def ask_of(params: dict[str, Any]) -> Ask:
    """Who asks, from checked parameters: what the pages' reader makes of the same words."""
    query = QueryDict(mutable=True)
    for name in ("from", "grades", "age"):
        if name in params:
            query[name] = str(params[name])
    query.setlist("subject", list(params.get("subject", ())))
    for name in ("earn", "no_university"):
        if params.get(name) == _YES:
            query[name] = _YES
    return ask_from(query)


def wants_money(params: dict[str, Any]) -> bool:
    """Whether money is asked for, by name or by one of its assumptions."""
    return params.get("money", "") == _YES or bool(given_assumptions(params))


def given_assumptions(params: dict[str, Any], names: Iterable[str] = ASSUMPTIONS) -> dict[str, str]:
    """The assumptions that were given."""
    return {name: str(params[name]) for name in names if name in params}
