"""Schools ask employers for encounters by choices; employers answer once; addresses change hands only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Organisation
from employers.actions.encounters import Wish, answer_encounter, ask_for_encounter
from employers.models import EncounterRequest
from foundation.models import OutboxMessage
from tests.employers.published import TODAY, employer, member

pytestmark = pytest.mark.django_db
WISH = Wish("talk", [9, 10], 60, date(2027, 1, 11), date(2027, 2, 12), "gcse:maths")


@pytest.fixture
def school() -> Organisation:
    return Organisation.objects.create(slug="school", name="Hill School", kind="school", urn="100001", state="verified")


@pytest.fixture
def teacher(school):
    return member(school, "teacher", "tamsin")


@pytest.fixture
def firm() -> Organisation:
    return employer("gears")


@pytest.fixture
def owner(firm):
    return member(firm, "employer_owner", "oswin")


def ask(teacher, school, firm, wish=WISH) -> EncounterRequest:
    return ask_for_encounter(by=teacher, school=school, employer=firm, wish=wish, today=TODAY)


def mails() -> list[dict]:
    return [row.payload for row in OutboxMessage.objects.order_by("pk")]


def test_the_owner_is_told_without_the_teachers_address(teacher, school, firm, owner):
    request = ask(teacher, school, firm)
    assert (request.state, request.asked_by) == ("sent", teacher)
    (mail,) = mails()
    assert mail["to"] == owner.email
    assert "Hill School" in mail["subject"]
    assert f"/employers/encounters/{request.pk}/" in mail["text"]
    assert teacher.email not in mail["text"] + mail["html"]


def test_accepting_tells_the_teacher_whom_to_write_to(teacher, school, firm, owner):
    answered = answer_encounter(by=owner, request=ask(teacher, school, firm), accept=True)
    assert (answered.state, answered.answered_by) == ("accepted", owner)
    assert mails()[-1]["to"] == teacher.email
    assert owner.email in mails()[-1]["text"]


def test_declining_gives_no_address_away(teacher, school, firm, owner):
    answer_encounter(by=owner, request=ask(teacher, school, firm), accept=False)
    assert owner.email not in mails()[-1]["text"] + mails()[-1]["html"]


def test_answered_once(teacher, school, firm, owner):
    request = ask(teacher, school, firm)
    answer_encounter(by=owner, request=request, accept=False)
    with pytest.raises(ValidationError):
        answer_encounter(by=owner, request=request, accept=True)
    request.refresh_from_db()
    assert request.state == "declined"


def test_only_the_employer_asked_answers(teacher, school, firm, owner):
    request = ask(teacher, school, firm)
    other = member(employer("other"), "employer_owner", "other")
    for person in (other, teacher):
        with pytest.raises(PermissionDenied):
            answer_encounter(by=person, request=request, accept=True)


def test_only_members_of_a_verified_school_ask(teacher, school, firm, owner):
    for person in (owner, member(employer("else"), "employer_member", "else")):
        with pytest.raises(PermissionDenied):
            ask(person, school, firm)
    Organisation.objects.filter(pk=school.pk).update(state="pending")
    school.refresh_from_db()
    with pytest.raises(PermissionDenied):
        ask(teacher, school, firm)


def test_the_same_is_not_asked_twice_while_it_waits(teacher, school, firm, owner):
    first = ask(teacher, school, firm)
    with pytest.raises(ValidationError):
        ask(teacher, school, firm)
    answer_encounter(by=owner, request=first, accept=False)
    ask(teacher, school, firm)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"year_groups": []}, "year_groups"),
        ({"year_groups": [3]}, "year_groups"),
        ({"pupils": 0}, "pupils"),
        ({"pupils": 501}, "pupils"),
        ({"first_day": date(2026, 11, 21)}, "first_day"),
        ({"last_day": date(2027, 1, 10)}, "last_day"),
        ({"subject": "Call me on 07700 900000"}, "subject"),
    ],
)
def test_choices_only(teacher, school, firm, change, field):
    with pytest.raises(ValidationError) as refused:
        ask(teacher, school, firm, replace(WISH, **change))
    assert field in refused.value.message_dict
    assert not EncounterRequest.objects.exists()


def test_a_school_cannot_ask_everybody_at_once(teacher, school, monkeypatch):
    monkeypatch.setattr("employers.actions.encounters.MOST_WAITING", 2)
    for number in range(2):
        ask(teacher, school, employer(f"firm-{number}"))
    with pytest.raises(ValidationError):
        ask(teacher, school, employer("one-more"))


def test_every_step_is_on_the_audit_trail(teacher, school, firm, owner):
    request = ask(teacher, school, firm)
    answer_encounter(by=owner, request=request, accept=True)
    events = EncounterRequest.pgh_event_model.objects.filter(pgh_obj=request.pk).order_by("pgh_id")
    assert [event.state for event in events] == ["sent", "accepted"]
    assert events[1].pgh_context.metadata["user"] == owner.pk
