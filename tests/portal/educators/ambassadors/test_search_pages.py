"""Teachers search for people: who is listed with which reasons, what is never shown, what to widen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Organisation
from ambassadors.models import Ambassador, SchoolPlace, VettingDecision
from tests.accounts.builders import browser_of
from tests.ambassadors import builders as b
from tests.portal.pages import Page, words_of

pytestmark = pytest.mark.django_db
HOME = "/educators/ambassadors/"


def page(client, path=HOME, **query):
    response = client.get(path, query)
    return Page(response, response.content.decode())


def test_strangers_are_led_to_sign_in_and_others_kept_out(school):
    assert Client().get(HOME).status_code == 302
    assert browser_of(b.person("nobody"), two_step=False).get(HOME).status_code == 403


def test_people_near_the_school_come_with_reasons(desk, amal):
    found = page(desk, topic="electric-circuits")
    assert found.status == 200
    assert "1 person could come" in found.words
    assert f"Amal {amal.family_name[0]}." in found.words
    assert "within 5 miles" in found.words
    assert "speaks about" in found.words
    assert found.response["Cache-Control"] == "private, no-store"


def test_contacts_and_checks_are_never_shown(desk, amal):
    for path in (HOME, f"{HOME}people/{amal.code}/"):
        html = page(desk, path).html
        for secret in (amal.email, amal.family_name, amal.phone, "DBS", "dbs_"):
            assert secret not in html, secret


def test_nobody_without_a_decision_in_date_is_listed_or_has_a_page(desk, amal, today):
    VettingDecision.objects.update(recheck_due_on=today + timedelta(days=0))
    assert "Amal" not in page(desk).words
    assert page(desk, f"{HOME}people/{amal.code}/").status == 404


def test_a_suspension_acts_on_the_next_request(desk, amal):
    assert page(desk, f"{HOME}people/{amal.code}/").status == 200
    Ambassador.objects.update(standing="suspended")
    assert "Amal" not in page(desk).words
    assert page(desk, f"{HOME}people/{amal.code}/").status == 404


def test_where_nobody_fits_it_says_what_to_widen_with_numbers(desk, amal):
    found = page(desk, subject="geography", route="degree")
    assert "Nobody fits all of this" in found.words
    assert "any route 0" in found.words
    assert "any subject 0" in found.words
    found = page(desk, route="degree")
    assert "any route 1" in found.words
    assert "1 person could come" in page(desk).words


def test_deep_links_by_occupation_and_words_for_one(desk, amal):
    assert "Amal" in page(desk, soc2020="2123").words
    assert "Amal" not in page(desk, soc2020="2125").words
    assert "We took your words as" in page(desk, q="electrical engineer").words


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"soc2020": "0000"}, "There is no occupation"),
        ({"area": "Nowhereville"}, "Nowhereville"),
        ({"activity": "juggling"}, "juggling"),
    ],
    ids=["activity", "area", "soc2020"][::-1],
)
def test_a_wrong_value_is_said_and_the_rest_applies(desk, amal, query, said):
    found = page(desk, **query)
    assert found.status == 200
    assert "There is a problem" in found.words
    assert said in found.words
    assert "Amal" in found.words


def test_a_minor_shows_a_first_name_only(desk, amal, today):
    young = b.ambassador(
        "Bo", adult_from=today + timedelta(days=200), companion=amal, employer_name="Secret Works Ltd",
        recheck=today + timedelta(days=700),
    )  # fmt: skip
    found = page(desk, f"{HOME}people/{young.code}/")
    assert found.status == 200
    assert "Secret Works" not in found.html
    assert young.family_name not in found.html
    assert f"Bo {young.family_name[0]}." not in found.words


def test_a_school_that_nothing_places_is_asked_where_it_is(teacher, desk, amal):
    SchoolPlace.objects.all().delete()
    # A number that the published list does not have: otherwise that list places the school.
    Organisation.objects.filter(memberships__user=teacher).update(urn="999999")
    found = page(desk)
    assert "Where is Oak School?" in found.words
    slug = teacher.memberships.get().organisation.slug
    wrong = desk.post(HOME, {"school": slug, "outcode": "ZZ99"})
    assert wrong.status_code == 422
    assert desk.post(HOME, {"school": slug, "outcode": "LS1"}).status_code == 302
    assert SchoolPlace.objects.get().outcode == "LS1"
    assert "within 5 miles" in page(desk).words


def test_another_schools_place_cannot_be_set(desk):
    other = b.school("Elm School")
    desk.post(HOME, {"school": other.slug, "outcode": "LS1"})
    assert not SchoolPlace.objects.filter(organisation=other).exists()


def test_eight_statements_at_the_most_however_many_people(desk, today, django_assert_max_num_queries):
    for number in range(15):
        b.ambassador(f"P{number}", recheck=today + timedelta(days=700))
    desk.get(HOME)
    with django_assert_max_num_queries(8):
        desk.get(HOME, {"topic": "electric-circuits"})


def test_what_is_public_tells_no_small_number_and_names_nobody(amal):
    response = Client().get(f"{HOME}about/", {"topic": "electric-circuits"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "too few to show" in words_of(html)
    assert "Amal" not in html
    assert "/educators/ambassadors/?topic=electric-circuits" in html


def test_public_numbers_are_told_from_five_up(today):
    for number in range(5):
        b.ambassador(f"P{number}", recheck=today + timedelta(days=700))
    words = words_of(Client().get(f"{HOME}about/").content.decode())
    assert "Yorkshire and The Humber 5" in words
