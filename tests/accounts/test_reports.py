"""Report this: anybody may, nobody says who they are, and hidden and absent items answer alike."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.actions.reports import decide_report, report_item
from accounts.models import Report
from accounts.reporting import UnknownTargetError, desk_address, register_target, target_of
from employers.models import SubjectStatement
from portal.pages.account.reports import MOST_AN_HOUR
from tests.accounts.builders import browser_of, employer, mails_to, person, school
from tests.portal.rendering import render

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return employer("Example Works")


@pytest.fixture
def address(works):
    return f"/report/employer/{works.slug}/"


def test_form_is_the_same_for_everybody_and_leaves_no_cookie(address):
    stranger, person_ = Client().get(address), browser_of(person(), two_step=False).get(address)
    assert stranger.status_code == 200
    assert stranger.content == person_.content
    assert not stranger.cookies


def test_report_is_kept_without_a_trace_of_who_made_it(address):
    response = browser_of(person(), two_step=False).post(address, {"reason": "misleading", "text": "No such firm."})
    assert (response.status_code, response.url) == (303, "/report/thanks/")
    held = Report.objects.get()
    assert (held.target_title, held.reason, held.text, held.reporter) == (
        "Example Works",
        "misleading",
        "No such firm.",
        None,
    )
    assert Client().get(response.url).status_code == 200


@pytest.mark.parametrize(
    "data", [{}, {"reason": "boring"}, {"reason": "other"}, {"reason": "wrong", "text": "x" * 1001}], ids=str
)
def test_bad_forms_come_back_with_words(address, data):
    response = Client().post(address, data)
    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    assert not Report.objects.exists()


def test_form_of_another_site_is_refused(address):
    response = Client().post(address, {"reason": "wrong"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert not Report.objects.exists()


def test_one_address_reports_so_often_an_hour(address):
    for number in range(MOST_AN_HOUR):
        assert Client().post(address, {"reason": "wrong", "text": str(number)}).status_code == 303
    assert Client().post(address, {"reason": "wrong", "text": "more"}).status_code == 429


def test_hidden_and_absent_items_answer_alike(works):
    works.state = "suspended"
    works.save()
    paths = (f"/report/employer/{works.slug}/", "/report/employer/none/", "/report/unknown/none/")
    answers = [Client().get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_markup_is_kept_and_shown_as_text(works):
    report_item(kind="employer", target_id=works.slug, reason="wrong", text="<script>x</script>")
    assert Report.objects.get().text == "<script>x</script>"


def test_same_report_twice_in_an_hour_is_one(works):
    for _ in range(2):
        report_item(kind="employer", target_id=works.slug, reason="wrong", text="The same")
    assert Report.objects.count() == 1


def test_reporter_who_signed_in_is_told_the_outcome(works):
    ada = person("ada")
    report = report_item(by=ada, kind="employer", target_id=works.slug, reason="wrong", text="Closed last year")
    decide_report(by=person("curator", "curator"), report=report, upheld=True, outcome="Taken down.")
    assert "Taken down." in mails_to(ada.email)[-1]["text"]
    with pytest.raises(ValidationError, match="already"):
        decide_report(by=person("curator", "curator"), report=report, upheld=False, outcome="Put back.")


def test_only_curators_decide(works):
    report = report_item(kind="employer", target_id=works.slug, reason="wrong")
    with pytest.raises(PermissionDenied):
        decide_report(by=person("admin", "administrator"), report=report, upheld=True, outcome="Done.")


def test_higher_rooms_add_kinds(monkeypatch):
    monkeypatch.setattr("accounts.reporting._KINDS", {})
    register_target("thing", lambda item: "A thing" if item == "1" else None, lambda item: f"/things/{item}/")
    assert (target_of("thing", "1").title, target_of("thing", "1").address) == ("A thing", "/things/1/")
    with pytest.raises(UnknownTargetError):
        target_of("thing", "2")


def test_every_kind_leads_to_where_curators_work_on_it(works):
    university = school("Example University", kind="university")
    statement = SubjectStatement.objects.create(organisation=university, degree_subject="CAH10-01-02", live=True)
    report_item(kind="statement", target_id=str(statement.pk), reason="wrong")
    assert Report.objects.get().target_title == "Statement on CAH10-01-02 (Example University)"
    curator = browser_of(person("curator", "curator"))
    for address in (desk_address("statement", str(statement.pk)), desk_address("employer", works.slug)):
        assert curator.get(address).status_code == 200


def test_component_leads_to_the_form(works):
    html = render(f'<c-report-this kind="employer" item="{works.slug}" title="Works" />')
    assert f'href="/report/employer/{works.slug}/"' in html
