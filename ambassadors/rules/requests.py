"""What a request must say before it can be sent, and what each answer may be."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambassadors.choices import ACCESS_NEEDS, LANGUAGES
from ambassadors.enums import Activity, Mode, Phase, Setting
from ambassadors.models import RequestWindow, VisitRequest
from ambassadors.topics import SUBJECTS, TOPICS

YEARS_OF_PHASE = {
    Phase.KS2: range(3, 7),
    Phase.KS3: range(7, 10),
    Phase.KS4: range(10, 12),
    Phase.POST_16: range(12, 14),
}
YEARS = tuple(range(3, 14))
FURTHEST = timedelta(days=400)
Says = str | Promise
_SETTINGS = {Activity.LAB_VISIT: Setting.WORKPLACE, Activity.SHADOWING: Setting.WORKPLACE}
# Steps of the form, and the fields of each that have to be filled in.
_NEEDED: tuple[tuple[str, Says], ...] = (
    ("activity", _("Choose what you would like to happen.")),
    ("mode", _("Choose in person or online.")),
    ("phase", _("Choose the age of the pupils.")),
    ("year_groups", _("Choose at least one year group.")),
    ("pupils", _("Give the number of pupils.")),
    ("aims", _("Choose what it is for.")),
    ("minutes", _("Say how long it takes.")),
    ("staff_name", _("Name the member of staff who stays present throughout.")),
    ("safeguarding_name", _("Name your safeguarding lead.")),
    ("safeguarding_contact", _("Say how to reach your safeguarding lead on the day.")),
    ("says_present", _("Confirm that staff stay present throughout.")),
    ("says_risk_assessed", _("Confirm that the risk assessment is done.")),
    ("says_conduct", _("Confirm that the visitors’ code of conduct is ready.")),
    ("says_identity", _("Confirm that identity is checked on arrival.")),
)


def setting_of(activity: str, mode: str) -> Setting:
    """Where pupils and an ambassador meet, which rules about checks turn on."""
    if mode == Mode.ONLINE:
        return Setting.ONLINE
    return _SETTINGS.get(Activity(activity), Setting.SCHOOL) if activity else Setting.SCHOOL


def missing_in(request: VisitRequest, windows: list[RequestWindow], today: date) -> dict[str, Says]:
    """By field, what still stands in the way of sending a request. Empty when it can be sent."""
    missing: dict[str, Says] = {name: says for name, says in _NEEDED if not getattr(request, name)}
    if request.mode == Mode.ONLINE and not request.says_online_rules:
        missing["says_online_rules"] = _("Confirm the rules for online sessions.")
    if request.mode == Mode.IN_PERSON and not request.outcode:
        missing["outcode"] = _("Give the first half of your school’s postcode.")
    if not windows and request.wished_starts_at is None:
        missing["windows"] = _("Give at least one stretch of days.")
    elif windows and all(window.last_day <= today for window in windows):
        missing["windows"] = _("These days are over. Choose days that are still to come.")
    return missing


def problems_in(request: VisitRequest, windows: list[RequestWindow], today: date) -> dict[str, Says]:
    """By field, what cannot be, whether the request is complete or not."""
    problems: dict[str, Says] = {}
    _check_pupils(request, problems)
    if request.subject and request.subject not in SUBJECTS:
        problems["subject"] = _("Choose a subject from the list.")
    if request.topic and request.topic not in TOPICS:
        problems["topic"] = _("Choose a topic from the list.")
    if request.language and request.language not in LANGUAGES:
        problems["language"] = _("Choose a language from the list.")
    if not set(request.access_needs) <= set(ACCESS_NEEDS):
        problems["access_needs"] = _("Choose from the list.")
    if request.activity == Activity.ONLINE_MENTORING and request.mode == Mode.IN_PERSON:
        problems["mode"] = _("Group mentoring is online, in a session that the school runs.")
    if request.is_overnight and request.mode == Mode.ONLINE:
        problems["is_overnight"] = _("Nothing online is overnight.")
    if any(window.first_day > today + FURTHEST for window in windows):
        problems["windows"] = _("Choose days within the next 13 months.")
    return problems


def _check_pupils(request: VisitRequest, problems: dict[str, Says]) -> None:
    if not set(request.year_groups) <= set(YEARS):
        problems["year_groups"] = _("Choose year groups from 3 to 13.")
    elif request.phase and not set(request.year_groups) <= set(YEARS_OF_PHASE[Phase(request.phase)]):
        problems["year_groups"] = _("These year groups are not of the age that you chose.")
