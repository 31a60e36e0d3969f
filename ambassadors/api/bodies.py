"""What may be written of a school's request: every field, and nothing else."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from accounts.api.body import Body, Flag, Text, Whole
from ambassadors.choices import ACCESS_NEEDS, LANGUAGES
from ambassadors.enums import Activity, Aim, Benchmark, Mode, Phase, RouteTaken
from ambassadors.forms.request import MOST_WINDOWS
from ambassadors.topics import SUBJECTS, TOPICS
from evidence.api.schema import one_of


def _text(longest: int, about: Any = None) -> Text:
    return Text(max_length=longest, allow_blank=True, required=False, help_text=about)


def _word(values: Any, about: Any = None) -> s.ChoiceField:
    return one_of([*values, ""], required=False, help_text=about)


def _some(values: Any, most: int = 20) -> s.ListField:
    return s.ListField(child=one_of(values), max_length=most, required=False)


def _numbers(least: int, most: int) -> s.ListField:
    return s.ListField(child=Whole(min_value=least, max_value=most), max_length=20, required=False)


def _flag(about: Any) -> Flag:
    return Flag(required=False, help_text=about)


def _rows(row: Any) -> Any:
    return row(many=True, required=False, max_length=MOST_WINDOWS)


class WindowRow(Body):
    """Days between which a visit would suit."""

    first_day = s.DateField(input_formats=["%Y-%m-%d"])
    last_day = s.DateField(input_formats=["%Y-%m-%d"])
    weekdays = s.ListField(
        child=Whole(min_value=0, max_value=4), max_length=5, required=False, help_text=_("0 Monday to 4 Friday.")
    )
    morning = _flag(_("Whether mornings suit."))
    afternoon = _flag(_("Whether afternoons suit."))


class RequestContent(Body):
    """What a request asks for. What is missing is told as `missing`, and keeps it only from being sent."""

    activity = _word(Activity.values)
    mode = _word(Mode.values)
    subject = _word(SUBJECTS, _("Slug of a school subject."))
    topic = _word(TOPICS, _("Slug of a topic."))
    occupation = _text(4, _("Unit group of SOC 2020."))
    route = _word(RouteTaken.values)
    phase = _word(Phase.values)
    year_groups = _numbers(1, 13)
    pupils = Whole(min_value=1, max_value=500, required=False, allow_null=True)
    aims = _some(Aim.values)
    benchmarks = s.ListField(
        child=Whole(min_value=min(Benchmark.values), max_value=max(Benchmark.values)), max_length=8, required=False
    )
    language = _word(LANGUAGES)
    outcode = _text(4, _("First half of the postcode of the place."))
    is_overnight = _flag(_("Whether it goes on overnight."))
    minutes = Whole(min_value=15, max_value=480, required=False, allow_null=True)
    access_needs = _some(ACCESS_NEEDS)
    staff_name = _text(120, _("The member of staff who stays present throughout."))
    staff_phone = _text(30)
    safeguarding_name = _text(120)
    safeguarding_contact = _text(120, _("How to reach the safeguarding lead."))
    says_present = _flag(_("Staff stay present throughout."))
    says_risk_assessed = _flag(_("The risk assessment is done."))
    says_conduct = _flag(_("The visitors’ code of conduct is ready."))
    says_identity = _flag(_("Identity is checked on arrival."))
    says_online_rules = _flag(_("The school hosts; no private chat, nobody alone. For online sessions."))
    windows = _rows(WindowRow)


class NewRequest(RequestContent):
    """A draft; it may be half-empty until it is sent."""

    organisation = Text(max_length=80, help_text=_("Slug of the school or college, from me/."))
