"""The coordinators' pages for other schemes' lists and for possible duplicates, from the upload to an undone merge."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from ambassadors.actions.claiming import claim_token
from ambassadors.actions.import_runs import run_import
from ambassadors.enums import BatchState, PairState
from ambassadors.models import Ambassador, DuplicatePair, ImportBatch, Merge, VettingLook
from tests.accounts.builders import browser_of, person
from tests.ambassadors.asking import coordinator
from tests.ambassadors.builders import ambassador, rules
from tests.ambassadors.importing.lists import ADA, BEN, WRONG, brought_in, checked, scheme, table
from tests.ambassadors.test_merging import pair_of

pytestmark = pytest.mark.django_db
HOME = "/ambassadors/coordinate/"


@pytest.fixture(autouse=True)
def _rules(db):
    rules()


@pytest.fixture
def desk() -> Client:
    return browser_of(coordinator())


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_list_goes_from_upload_to_its_check(desk):
    page = desk.post(f"{HOME}imports/", {"scheme": scheme().pk, "table": table(ADA, BEN, WRONG)})
    batch = ImportBatch.objects.get()
    here = f"{HOME}imports/{batch.pk}/"
    assert page.url == f"{here}columns/"
    columns = text(desk.get(page.url))
    assert "Ada · Ben" in columns
    assert "dbs" not in columns.lower().split("<main")[1]
    given = {f"column-{key}": heading for key, heading in batch.columns.items()}
    assert desk.post(f"{here}columns/", given).url == f"{here}words/"
    words = text(desk.get(f"{here}words/"))
    assert words.index("juggling") < words.index("workshop")
    assert desk.post(f"{here}words/", {}).url == here
    check = text(desk.get(here))
    assert "Bring 2 people in" not in check  # nothing was chosen: every word is open
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_check_shows_people_as_they_would_be_and_mistakes_by_line(desk):
    batch = checked(ADA, WRONG)
    page = text(desk.get(f"{HOME}imports/{batch.pk}/"))
    for said in ("Bring 1 person in", "Ada Reed", "Signal engineer, Example Rail", "LS1, England", "happy to do"):
        assert said in page
    book = desk.get(f"{HOME}imports/{batch.pk}/refused.xlsx")
    assert book.content.startswith(b"PK")


def test_import_runs_behind_the_page_and_says_how_far_it_is(desk):
    batch = checked(ADA, BEN)
    here = f"{HOME}imports/{batch.pk}/"
    assert desk.post(here, {"do": "start"}).url == here
    assert "0 of 2 lines" in text(desk.get(here))
    run_import(batch_id=batch.pk, now=timezone.now())
    page = text(desk.get(here))
    assert "people brought in" in page
    said = text(desk.post(here, {"do": "invite"}, follow=True))
    assert "2 invitations are on their way" in said


def test_file_that_cannot_be_read_is_said_on_the_page(desk):
    page = text(desk.post(f"{HOME}imports/", {"scheme": scheme().pk, "table": table()}), 422)
    assert "headings but no rows" in page
    assert "Choose whose list it is." in text(desk.post(f"{HOME}imports/", {}), 422)


def test_columns_chosen_twice_are_said_beside_them(desk):
    batch = checked(ADA)
    given = {"column-given_name": "forename", "column-email": "forename"}
    page = text(desk.post(f"{HOME}imports/{batch.pk}/columns/", given), 422)
    assert page.count("This column is chosen twice.") == 4


def test_pair_is_shown_side_by_side_with_its_reasons_and_the_look_is_kept(desk):
    ambassador("Ada", family_name="Reed", email="ada.reed@example.org", job_title="Signaller")
    brought_in(ADA)
    pair = DuplicatePair.objects.get()
    assert "Ada Reed" in text(desk.get(f"{HOME}duplicates/"))
    page = text(desk.get(f"{HOME}duplicates/{pair.pk}/"))
    for said in ("Same email address: +", "Signaller", "Signal engineer", "Physics", "English", "One person: merge"):
        assert said in page
    looked = VettingLook.objects.filter(ambassador__in=(pair.first, pair.second))
    assert looked.count() == 2


def test_merge_takes_answers_by_side_and_can_be_undone(desk):
    first, second = ambassador("Ada", job_title="Signaller"), ambassador("Adah", job_title="Engineer")
    pair = pair_of(first, second)
    chosen = {"do": "merge", "kept": "second", "given_name": "first", "job_title": "second"}
    merge = desk.post(f"{HOME}duplicates/{pair.pk}/", chosen)
    row = Merge.objects.get()
    assert merge.url == f"{HOME}duplicates/merged/{row.pk}/"
    second.refresh_from_db()
    assert (second.given_name, second.job_title) == ("Ada", "Engineer")
    assert desk.get(f"{HOME}duplicates/{pair.pk}/").status_code == 404
    assert "taken into" in text(desk.get(f"{HOME}duplicates/merged/"))
    assert "Undone" in text(desk.post(merge.url, {"do": "undo"}, follow=True))
    assert Ambassador.objects.people().count() == 2


def test_two_people_leave_the_queue(desk):
    pair = pair_of(ambassador("Ada"), ambassador("Ada"))
    assert desk.post(f"{HOME}duplicates/{pair.pk}/", {"do": "apart"}).url == f"{HOME}duplicates/"
    pair.refresh_from_db()
    assert pair.state == PairState.DIFFERENT


def test_what_speaks_against_one_person_is_said_instead_of_a_button(desk):
    pair = pair_of(ambassador("Ada", user=person("ada")), ambassador("Ada", user=person("adah")))
    page = text(desk.get(f"{HOME}duplicates/{pair.pk}/"))
    assert "Both have an account of their own" in page
    assert "One person: merge" not in page


def test_only_coordinators_see_lists_and_duplicates():
    for role in ("curator", "ambassador"):
        visitor = browser_of(person(role, role))
        for path in ("imports/", "duplicates/", "duplicates/merged/"):
            assert visitor.get(HOME + path).status_code == 403


def test_invitation_shows_the_address_it_is_for_and_refuses_others():
    brought_in(ADA)
    visitor = browser_of(person("somebody"))
    path = f"/ambassadors/claim/{claim_token(Ambassador.objects.get())}/"
    assert "ada.reed@example.org" in text(visitor.get(path))
    assert "the invitation was sent to" in text(visitor.post(path), 422)
    assert "does not work any more" in text(visitor.get("/ambassadors/claim/wrong/"))
