"""The providers' desk: what courses require and prefer, through the same moderation as everything else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from employers.actions.moderation import approve_item, return_item
from employers.actions.statements import save_statement
from employers.enums import Stage
from employers.forms import naming
from employers.models import SubjectStatement
from portal.pages.employers.desk.providers import subject_choices
from tests.employers.builders import employer, member, person

pytestmark = pytest.mark.django_db
SUBJECT = "CAH11-01-01"


@pytest.fixture
def provider():
    return Organisation.objects.create(
        name="University of Examples", slug="uni-examples", kind="university", ukprn="10099999", state="verified"
    )


@pytest.fixture
def writer(provider):
    return member(provider, "provider_member")


@pytest.fixture
def desk(writer):
    client = Client()
    client.force_login(writer)
    return client


def given(**more):
    return {
        "version": 0, "degree_subject": SUBJECT, "address": "https://uni.example.ac.uk/entry", "stated-count": 1,
        "stated-0-kind": "a_level", "stated-0-words": "maths", "stated-0-grade": "B", "stated-0-weight": "essential",
        "do": "save", **more,
    }  # fmt: skip


NEW = "/providers/desk/uni-examples/statements/new/"


def test_one_provider_leads_straight_to_its_desk(desk):
    assert desk.get("/providers/desk/").url == "/providers/desk/uni-examples/"
    assert desk.get("/providers/desk/uni-examples/").status_code == 200
    assert desk.get(NEW).status_code == 200


def test_each_subject_is_offered_once(desk):
    titles = [title for _code, title in subject_choices()]
    assert titles
    assert len(set(titles)) == len(titles)
    assert naming.resolve("degree", "Adult nursing").code in dict(subject_choices())
    assert "teach people yourselves" not in desk.get(NEW).content.decode()


def test_written_returned_handed_in_approved(desk):
    desk.post(NEW, given(do="submit"))
    item = SubjectStatement.objects.get()
    curator = person("curator", role="curator")
    return_item(by=curator, item=item, reasons="Name the page of this year.")
    page = f"/providers/desk/uni-examples/statements/{item.pk}/"
    assert "Name the page of this year." in desk.get(page).content.decode()
    desk.post(page, given(version=SubjectStatement.objects.get().version, do="submit"))
    live = approve_item(by=curator, item=SubjectStatement.objects.get())
    assert [(row.subject, row.grade, row.weight) for row in live.stated.all()] == [("alevel:maths", "B", "essential")]
    desk.post(page, {"do": "withdraw"})
    assert SubjectStatement.objects.get().stage is Stage.WITHDRAWN


def test_unfinished_is_saved_but_not_handed_in(desk):
    answer = desk.post(NEW, given(address="", do="submit"))
    assert answer.status_code == 422
    assert "Give the page where you publish this" in answer.content.decode()


def test_rows_are_added_without_saving(desk):
    page = desk.post(NEW, given(do="add:stated")).content.decode()
    assert 'name="stated-count" value="2"' in page
    assert 'value="maths"' in page
    assert not SubjectStatement.objects.exists()


def test_employers_and_other_providers_find_nothing(provider, writer):
    item = save_statement(by=writer, organisation=provider, changes={"degree_subject": SUBJECT})
    page = f"/providers/desk/uni-examples/statements/{item.pk}/"
    stranger = Client()
    stranger.force_login(member(employer()))
    assert stranger.get(page).status_code == 403
    other = Organisation.objects.create(name="Other", slug="other", kind="university", ukprn="10088888")
    stranger.force_login(member(other, "provider_member"))
    assert stranger.get(page).status_code == 404
    assert stranger.get("/providers/desk/nobody/").status_code == 404


def test_a_second_writer_is_told(desk, provider, writer):
    item = save_statement(by=writer, organisation=provider, changes={"degree_subject": SUBJECT})
    seen = item.version
    save_statement(by=writer, organisation=provider, statement=item, changes={"note": "Newer."})
    page = f"/providers/desk/uni-examples/statements/{item.pk}/"
    answer = desk.post(page, given(version=seen, note="Mine."))
    assert answer.status_code == 409
    assert "Newer." in answer.content.decode()
    assert SubjectStatement.objects.get().draft().note == "Newer."


def test_mail_leads_to_it(desk, provider, writer):
    item = save_statement(by=writer, organisation=provider, changes={"degree_subject": SUBJECT})
    answer = desk.get(f"/employers/desk/uni-examples/statements/{item.pk}/")
    assert answer.url == f"/providers/desk/uni-examples/statements/{item.pk}/"


def test_the_list_asks_as_often_however_many_there_are(desk, provider, writer):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get("/providers/desk/uni-examples/")
        return len(queries)

    save_statement(by=writer, organisation=provider, changes={"degree_subject": SUBJECT})
    asked()
    with_one = asked()
    for number in range(4):
        changes = {"degree_subject": SUBJECT, "course": f"Course {number}"}
        save_statement(by=writer, organisation=provider, changes=changes)
    assert asked() == with_one
