"""The curators' desk: who may change the words of the search, and what it refuses."""

from __future__ import annotations

import pghistory
import pytest
from django.urls import reverse
from django.utils import timezone

from foundation import outbox
from foundation.models import OutboxMessage
from lmi.models import OccupationNote, Synonym
from lmi.search import suggest
from lmi.search.hooks import KIND
from lmi.search.index import rebuild_index
from lmi.search.synonyms import load_synonyms
from tests.contracts.test_access import user_with_role

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_lmi_synonym:add"
LIST = "wagtailsnippets_lmi_synonym:list"
PASSPHRASE = "a long enough passphrase"


def signed_in(client, role: str):
    client.force_login(user_with_role(role))
    return client


@pytest.fixture
def curator(client):
    return signed_in(client, "curator")


@pytest.fixture
def steward(client):
    return signed_in(client, "data_steward")


def fields(**changes: str) -> dict[str, str]:
    return {"phrase": "gizmo whisperer", "units": "5223 5224", "expansion": "", "note": "", **changes}


def test_a_curator_finds_and_adds_words(curator) -> None:
    assert b"sparky" in curator.get(reverse(LIST), {"q": "sparky"}).content
    response = curator.post(reverse(ADD), fields(phrase="  Gizmo   WHISPERER ", units="5223, 5224 5223"))
    assert response.status_code == 302, response.context["form"].errors
    added = Synonym.objects.get(phrase="gizmo whisperer")
    assert added.units == ["5223", "5224"]
    assert "within a minute" in curator.get(reverse(LIST)).content.decode()
    assert "gizmo whisperer" not in [one.text for one in suggest("gizm")]
    outbox.deliver_waiting(now=timezone.now())
    assert "gizmo whisperer" in [one.text for one in suggest("gizm")]


def test_words_saved_before_the_building_begins_share_it(curator) -> None:
    for word in ("gizmo whisperer", "gadget whisperer"):
        curator.post(reverse(ADD), fields(phrase=word))
    assert OutboxMessage.objects.filter(kind=KIND, state="waiting").count() == 1


def test_the_form_takes_its_phrase_from_the_address(curator) -> None:
    assert b'value="wirewoman"' in curator.get(reverse(ADD), {"phrase": "wirewoman"}).content


def test_codes_stand_in_a_line_when_a_word_is_edited(curator) -> None:
    word = Synonym.objects.create(phrase="gizmo whisperer", units=["5223", "5224"])
    page = curator.get(reverse("wagtailsnippets_lmi_synonym:edit", args=[word.pk]))
    assert b'value="5223 5224"' in page.content


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"units": "9999"}, "units"),
        ({"units": "52"}, "units"),
        ({"units": "5223 nurse"}, "units"),
        ({"units": "", "expansion": ""}, "__all__"),
        ({"phrase": "the of"}, "phrase"),
        ({"phrase": "sparky"}, "phrase"),
    ],
)
def test_the_desk_refuses_words_that_lead_nowhere(curator, changes: dict[str, str], field: str) -> None:
    response = curator.post(reverse(ADD), fields(**changes))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Synonym.objects.filter(phrase="gizmo whisperer").exists()


def test_a_curator_adds_a_caveat(curator) -> None:
    values = {"soc2020": "5114", "kind": "mixed_unit", "text": "Two trades in one group.", "basis": "ONS, SOC 2020."}
    response = curator.post(reverse("wagtailsnippets_lmi_occupationnote:add"), values)
    assert response.status_code == 302, response.context["form"].errors
    assert OccupationNote.objects.filter(soc2020_id="5114", kind="mixed_unit").exists()


@pytest.mark.parametrize("name", [ADD, LIST, "wagtailsnippets_lmi_occupationnote:add"])
def test_other_roles_cannot_open_it(steward, name: str) -> None:
    response = steward.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"] in (reverse("wagtailadmin_home"), "/cms/")


def test_other_roles_cannot_add_a_word(steward) -> None:
    steward.post(reverse(ADD), fields())
    assert not Synonym.objects.filter(phrase="gizmo whisperer").exists()


def test_nobody_signed_in_is_asked_to_sign_in(client) -> None:
    assert "/account/sign-in/" in client.get(reverse(LIST))["Location"]


def test_the_index_is_built_while_the_audit_trail_names_somebody(django_user_model) -> None:
    """As when the desk saves: the trail's wrapper then reads every statement as text."""
    user = django_user_model.objects.create_user("curator@example.org", PASSPHRASE)
    with pghistory.context(user=user.pk):
        Synonym.objects.create(phrase="gizmo whisperer", units=["5223"])
        rebuild_index()
    assert "gizmo whisperer" in [one.text for one in suggest("gizm")]


def test_words_of_a_curator_outlast_the_next_load(django_user_model) -> None:
    with pghistory.context(user=1, url="/cms/snippets/lmi/synonym/add/"):
        Synonym.objects.create(phrase="gizmo whisperer", units=["5223"])
        Synonym.objects.filter(phrase="sparky").update(units=["5249"])
    load_synonyms()
    assert Synonym.objects.filter(phrase="gizmo whisperer").exists()
    assert Synonym.objects.get(phrase="sparky").units == ["5249"]
