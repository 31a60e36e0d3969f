"""The registry is kept: what it names about a person is in their copy, and nowhere in the database after erasure."""

from __future__ import annotations

import json

import pghistory
import pytest
from django.apps import apps
from django.db import InternalError, models, transaction
from django.utils import timezone

from accounts.data_rights.erasure import ErasureError, erase_person
from accounts.data_rights.export import build_export
from accounts.data_rights.rows import condition_for, person_of, text_fields, tracked_by
from accounts.models import User, UserEvent
from foundation.personal_data import Person, personal_fields, personal_fields_of, personal_models
from tests.accounts.planting import make, places_with

ADDRESS = "marigold.quillfeather@example.org"
NAME = "Marigold Quillfeather"
MARK = "zanzibarine"
OTHER = "bystander@example.org"
ENCODED = {"sessions.Session"}  # its text cannot be read: see test_sessions_end
LEFT_OUT = {("accounts.DataRequest", "content")}  # a copy of the copy


@pytest.fixture
def person(db):
    return User.objects.create_user(ADDRESS, "a long enough passphrase", display_name=NAME)


@pytest.fixture
def bystander(db):
    return User.objects.create_user(OTHER, "a long enough passphrase", display_name="Somebody Else")


def planted_models() -> list[str]:
    """Models with rows of their own about a person: audit tables fill themselves."""
    found = []
    for label in personal_models():
        model = apps.get_model(label)
        if label != "accounts.User" and tracked_by(model) is None and not model._meta.proxy:
            found.append(label)
    return found


def erasable(label: str) -> dict[str, str]:
    """Fields that hold text and do not stay: field -> how it is erased."""
    model = apps.get_model(label)
    fields = {name: field.erasure for name, field in personal_fields_of(label).items() if field.erasure != "keep"}
    return {name: fields[name] for name in text_fields(model, fields)}


def mark(model, name: str, erasure: str, subject_by_address: bool):
    """What to plant: the address where rows are found or scrubbed by it, otherwise words that only erasing removes."""
    field = model._meta.get_field(name)
    words = f"{MARK} {ADDRESS}" if erasure == "scrub" or subject_by_address else MARK
    if isinstance(field, models.EmailField):
        return ADDRESS
    if isinstance(field, models.JSONField):
        return {"deep": [{"er": words}]}
    if field.choices:
        return None
    return words if not field.max_length or len(words) <= field.max_length else MARK[: field.max_length]


def leads_by_path(model, person) -> bool:
    """Whether a row with references to the person and no words about them is found."""
    row = make(model, person)
    found = model._default_manager.filter(condition_for(model, person_of(person)), pk=row.pk).exists()
    model._default_manager.filter(pk=row.pk).delete()
    return found


# Where one row must hold something particular to be the person's.
PARTICULAR = {
    "evidence.ImportRun": lambda person: {"accepted_by": NAME},
    "foundation.IdempotencyRecord": lambda person: {"owner": f"user:{person.pk}"},
}
WORDS = (MARK, ADDRESS, NAME)


def plant(label: str, person: User):
    """A row about the person with words in every text that is erased; returns it with what was planted where."""
    model = apps.get_model(label)
    by_path = leads_by_path(model, person)
    plants = {name: mark(model, name, how, not by_path) for name, how in erasable(label).items()}
    plants = {name: value for name, value in plants.items() if value is not None}
    plants |= PARTICULAR.get(label, lambda person: {})(person)
    return make(model, person, **plants), plants, by_path


def in_copy(person: User) -> str:
    return json.dumps(build_export(user=person, now=timezone.now()), ensure_ascii=False)


@pytest.mark.parametrize("label", [label for label in planted_models() if erasable(label) and label not in ENCODED])
def test_what_is_planted_is_in_the_copy_and_nowhere_after_erasure(label, person, bystander):
    row, plants, by_path = plant(label, person)
    model, fields = type(row), personal_fields_of(label)
    theirs = make(model, bystander) if by_path else None
    copy = in_copy(person)
    for name in plants:
        if not fields[name].secret and (label, name) not in LEFT_OUT:
            assert json.dumps(getattr(row, name), ensure_ascii=False) in copy, f"{name} is not in the copy"

    erase_person(user=person, now=timezone.now())

    stays = {MARK} if "scrub" in erasable(label).values() else set()
    assert {words: places_with(words) for words in WORDS if words not in stays} == {
        words: [] for words in WORDS if words not in stays
    }
    if "delete_row" in {field.erasure for field in fields.values()}:
        assert not model._default_manager.filter(pk=row.pk).exists()
    if theirs is not None:
        assert model._default_manager.filter(pk=theirs.pk).exists(), "another person's row went too"


def test_every_model_with_something_to_erase_leads_to_a_person(db):
    probe = Person(1, frozenset({ADDRESS}), frozenset({NAME}))
    labels = {field.model for field in personal_fields() if field.erasure != "keep"} - ENCODED
    lost = [label for label in sorted(labels) if not condition_for(apps.get_model(label), probe)]
    assert lost == [], "say how its rows lead to a person (foundation.personal_data.register_subject)"


def test_secrets_are_named_and_never_shown(person):
    row = make(apps.get_model("accounts.ApiToken"), person, token_hash="a" * 64)
    copy = build_export(user=person, now=timezone.now())
    tokens = next(section for section in copy["sections"] if section["model"] == "accounts.ApiToken")
    assert tokens["rows"][0]["held_but_secret"] == ["token_hash"]
    assert row.token_hash not in json.dumps(copy)
    assert person.password not in json.dumps(copy)


def test_sessions_end(person, client):
    from django.contrib.sessions.models import Session

    client.force_login(person)
    assert Session.objects.count() == 1
    assert "sessions.Session" in {
        section["model"] for section in build_export(user=person, now=timezone.now())["sections"]
    }
    erase_person(user=person, now=timezone.now())
    assert Session.objects.count() == 0


def test_former_addresses_are_found_in_the_trail_and_erased_too(person):
    User.objects.filter(pk=person.pk).update(email="new.address@example.org")
    person.refresh_from_db()
    erase_person(user=person, now=timezone.now())
    assert places_with(ADDRESS) == places_with("new.address@example.org") == []


def test_address_that_became_another_persons_stays_theirs(person, bystander):
    User.objects.filter(pk=person.pk).update(email="moved@example.org")
    User.objects.filter(pk=bystander.pk).update(email=ADDRESS)
    person.refresh_from_db()
    erase_person(user=person, now=timezone.now())
    bystander.refresh_from_db()
    assert bystander.email == ADDRESS


def test_trail_of_a_row_that_was_deleted_before_is_erased_too(person):
    verification = make(apps.get_model("accounts.Verification"), person, call_note=MARK, email=ADDRESS)
    verification.membership.delete()
    assert places_with(MARK)
    erase_person(user=person, now=timezone.now())
    assert places_with(MARK) == places_with(ADDRESS) == []


def test_account_becomes_a_number_nobody_can_sign_in_with(person, client):
    erase_person(user=person, now=timezone.now())
    person.refresh_from_db()
    assert (person.is_active, person.display_name, person.groups.count()) == (False, "", 0)
    assert not person.has_usable_password()
    assert not client.login(username=person.email, password="a long enough passphrase")


def test_erasing_again_changes_nothing(person):
    erase_person(user=person, now=timezone.now())
    person.refresh_from_db()
    first = {field.name: getattr(person, field.name) for field in User._meta.concrete_fields}
    erase_person(user=person, now=timezone.now())
    person.refresh_from_db()
    assert {field.name: getattr(person, field.name) for field in User._meta.concrete_fields} == first


def test_exemption_keeps_its_row_and_trail_and_nothing_else(person):
    report_model = apps.get_model("accounts.Report")
    kept = make(report_model, person, text="kept for a claim")
    gone = make(report_model, person, text="not needed any more")
    report = erase_person(user=person, kept={f"accounts.Report:{kept.pk}"}, now=timezone.now())
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.text, kept.reporter_id) == ("kept for a claim", person.pk)
    assert (gone.text, gone.reporter_id) == ("", None)
    assert places_with("kept for a claim") == ["accounts_report.text", "accounts_reportevent.text"]
    assert report["exempt"] == [f"accounts.Report:{kept.pk}"]


def test_exempt_row_that_hangs_on_another_is_not_lost_by_accident(person):
    verification = make(apps.get_model("accounts.Verification"), person, call_note=MARK)
    with pytest.raises(ErasureError, match="keep those too"):
        erase_person(user=person, kept={f"accounts.Verification:{verification.pk}"}, now=timezone.now())
    verification.refresh_from_db()
    assert verification.call_note == MARK, "nothing was changed"


def test_trail_stays_closed_to_everybody_else(person):
    with pytest.raises(InternalError, match="not changed"), transaction.atomic():
        UserEvent.objects.update(email="")


def test_copy_says_what_the_person_did_by_number(person):
    with pghistory.context(user=person.pk):
        report = make(apps.get_model("accounts.Report"), person)
    acts = build_export(user=person, now=timezone.now())["what_you_did"]
    assert {"table": "accounts.ReportEvent", "row": report.pk, "change": "insert"} in [
        {key: act[key] for key in ("table", "row", "change")} for act in acts
    ]


def test_network_address_of_what_somebody_did_goes(person):
    with pghistory.context(user=person.pk, address="203.0.113.77"):
        make(apps.get_model("accounts.Report"), person)
    assert places_with("203.0.113.77")
    erase_person(user=person, now=timezone.now())
    assert places_with("203.0.113.77") == []
