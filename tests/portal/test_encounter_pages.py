"""A teacher asks an employer for an encounter in a form of choices; the employer answers with one press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation
from employers.models import EncounterRequest
from tests.accounts.signing_in import with_two_step
from tests.employers.published import employer, member, profile

pytestmark = pytest.mark.django_db
ADDRESS = "/educators/employers/gears/encounter/"


@pytest.fixture
def school() -> Organisation:
    return Organisation.objects.create(slug="school", name="Hill School", kind="school", urn="100001", state="verified")


@pytest.fixture
def firm() -> Organisation:
    made = employer("gears")
    profile(made)
    return made


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def with_codes(person) -> Client:
    with_two_step(person)
    return signed_in(person)


def choices(school, **changed):
    day = timezone.localdate() + timedelta(days=30)
    given = {"school": school.pk, "kind": "talk", "year_groups": ["9", "10"], "pupils": "30", "subject": "gcse:maths"}
    return {**given, "first_day": day.isoformat(), "last_day": (day + timedelta(days=7)).isoformat(), **changed}


def test_strangers_and_employers_are_kept_out(firm):
    assert Client().get(ADDRESS).status_code == 302
    assert signed_in(member(firm, "employer_owner", "oswin")).get(ADDRESS).status_code == 403


def test_teacher_asks_employer_accepts_and_both_see_it(school, firm):
    teacher, owner = member(school, "teacher", "tamsin"), member(firm, "employer_owner", "oswin")
    client = signed_in(teacher)
    assert client.get(ADDRESS).status_code == 200
    assert client.post(ADDRESS, choices(school)).url == "/educators/encounters/"
    request = EncounterRequest.objects.get()
    assert (request.school, request.year_groups, request.pupils) == (school, [9, 10], 30)

    assert "/account/two-step/needed/" in signed_in(owner).get(f"/employers/encounters/{request.pk}/").url
    desk = with_codes(owner)
    page = desk.get(f"/employers/encounters/{request.pk}/").content.decode()
    assert "Hill School" in page
    assert teacher.email not in page
    answered = desk.post(f"/employers/encounters/{request.pk}/", {"answer": "accepted"}, follow=True)
    assert teacher.email in answered.content.decode()
    assert "Accepted" in client.get("/educators/encounters/").content.decode()
    assert answered["Cache-Control"] == "private, no-store"


def test_what_is_wrong_stands_in_the_form(school, firm):
    client = signed_in(member(school, "teacher", "tamsin"))
    page = client.post(ADDRESS, choices(school, pupils="0", year_groups=["3"], last_day="2020-01-01"))
    assert page.status_code == 200
    assert b"There is a problem" in page.content
    assert not EncounterRequest.objects.exists()


def test_another_school_cannot_be_named(school, firm):
    other = Organisation.objects.create(slug="other", name="Other", kind="school", urn="100002", state="verified")
    client = signed_in(member(school, "teacher", "tamsin"))
    assert client.post(ADDRESS, choices(other)).status_code == 200
    assert not EncounterRequest.objects.exists()


def test_no_words_of_ones_own_get_through(school, firm):
    client = signed_in(member(school, "teacher", "tamsin"))
    client.post(ADDRESS, choices(school, subject="Ring me", note="Ring me", message="Ring me"))
    assert not EncounterRequest.objects.filter(subject__icontains="ring").exists()


def test_another_employers_request_is_as_absent_as_none(school, firm):
    client = signed_in(member(school, "teacher", "tamsin"))
    client.post(ADDRESS, choices(school))
    request = EncounterRequest.objects.get()
    other = with_codes(member(employer("other"), "employer_owner", "other"))
    assert other.get(f"/employers/encounters/{request.pk}/").status_code == 404
    assert other.post(f"/employers/encounters/{request.pk}/", {"answer": "accepted"}).status_code == 404
    assert other.get("/employers/encounters/999999/").status_code == 404


def test_a_second_answer_is_refused(school, firm):
    owner = with_codes(member(firm, "employer_owner", "oswin"))
    signed_in(member(school, "teacher", "tamsin")).post(ADDRESS, choices(school))
    address = f"/employers/encounters/{EncounterRequest.objects.get().pk}/"
    assert owner.post(address, {"answer": "declined"}).status_code == 302
    assert owner.post(address, {"answer": "accepted"}).status_code == 409
    assert EncounterRequest.objects.get().state == "declined"


def test_a_school_that_waits_for_verification_is_told_so(school, firm):
    Organisation.objects.filter(pk=school.pk).update(state="pending")
    page = signed_in(member(school, "teacher", "tamsin")).get(ADDRESS)
    assert b"not verified yet" in page.content
