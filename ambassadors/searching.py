"""The search for people as an address asks for it: the same parameters for the teachers' page and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.choices import LANGUAGES
from ambassadors.enums import Activity, Mode, Nation, Phase, RouteTaken
from ambassadors.places import where_of
from ambassadors.queries.matching import Need
from ambassadors.queries.school import SchoolAt
from ambassadors.topics import TOPICS, subject_choices, topic_choices
from lmi.enums import Level
from lmi.places import UnknownPlaceError
from lmi.queries.context import Facts
from pathways.near import point_of

# What narrows a search, in the order in which it is loosened when nobody fits.
NARROWING = ("topic", "soc2020", "route", "subject", "activity", "phase", "language")
_FIELD_OF_NEED = {"soc2020": "occupation"}


class PeopleSearch(forms.Form):
    """`area subject topic soc2020 route activity phase language mode`: wrong values are told, the rest applies."""

    area = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    soc2020 = forms.CharField(label=gettext_lazy("Occupation"), max_length=4, required=False)
    route = forms.ChoiceField(label=gettext_lazy("Route they took"), choices=RouteTaken.choices, required=False)
    activity = forms.ChoiceField(label=gettext_lazy("What happens"), choices=Activity.choices, required=False)
    phase = forms.ChoiceField(label=gettext_lazy("Age of pupils"), choices=Phase.choices, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[(code, name) for code, name in LANGUAGES.items() if code != "en"],
        required=False,
    )
    mode = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=Mode.choices, required=False)

    def __init__(self, data: Mapping[str, Any], *, facts: Facts, school: SchoolAt | None = None) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields})
        self.facts, self.school = facts, school
        self.nation: str = school.nation if school else Nation.ENGLAND
        self.point = school.point if school else None
        self.place_words = ""
        subject: Any = self.fields["subject"]
        topic: Any = self.fields["topic"]
        subject.choices, topic.choices = subject_choices(), topic_choices()
        self.full_clean()

    def clean_area(self) -> str:
        """A postcode, town or area; without one the school's own place counts."""
        text = str(self.cleaned_data["area"]).strip()
        if not text or (self.school and text.upper() == self.school.outcode):
            return text
        try:
            found = point_of(text, self.facts.editions)
        except UnknownPlaceError as error:
            raise ValidationError(error.message) from None
        self.point, self.nation = (found.latitude, found.longitude), where_of(found).nation
        self.place_words = found.answer.words
        return text

    def clean_soc2020(self) -> str:
        """A unit group of SOC 2020."""
        code = str(self.cleaned_data["soc2020"]).strip()
        group = self.facts.soc.groups.get(code)
        if code and (group is None or group.level != Level.UNIT):
            raise ValidationError(_("There is no occupation with the code %(code)s.") % {"code": code})
        return code

    def asked(self) -> list[tuple[str, str]]:
        """The usable parameters, in the form's order."""
        return [(name, str(self.cleaned_data[name])) for name in self.fields if self.cleaned_data.get(name)]

    def need(self) -> Need:
        """What is looked for; everybody listed meets all that was asked."""
        given: dict[str, Any] = {
            _FIELD_OF_NEED.get(name, name): value for name, value in self.asked() if name != "area"
        }
        strict = frozenset({"topic", "subject", "occupation", "route", "language"} & set(given))
        if given.get("topic") in TOPICS and given.get("subject") == TOPICS[given["topic"]].subject:
            given.pop("subject")  # the topic says it more closely
            strict -= {"subject"}
        return Need(**given, point=self.point, nation=self.nation, strict=strict)

    def looser(self, need: Need) -> list[tuple[str, Need]]:
        """What could be widened, each with the need without it; "area" for online instead of near."""
        found = []
        for name in NARROWING:
            field = _FIELD_OF_NEED.get(name, name)
            if getattr(need, field):
                found.append((name, _without(need, field)))
        if need.mode != Mode.ONLINE and need.point is not None:
            found.append(("area", _online(need)))
        return found


def _without(need: Need, field: str) -> Need:
    emptied: dict[str, Any] = {field: "", "strict": need.strict - {field}}
    return replace(need, **emptied)


def _online(need: Need) -> Need:
    return replace(need, mode=Mode.ONLINE)
