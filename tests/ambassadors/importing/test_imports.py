"""A list from its upload to its people: dry run, whole or not at all, the same again, doubles, invitations."""

from __future__ import annotations

import io

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from python_calamine import CalamineWorkbook

from ambassadors.actions.claiming import claim_imported, claim_token, send_invitations
from ambassadors.actions.import_runs import run_import
from ambassadors.actions.imports import (
    check_batch,
    discard_batch,
    match_columns,
    match_words,
    save_mapping,
    start_import,
    upload_list,
)
from ambassadors.enums import BatchState, Standing
from ambassadors.importing.sheets import refused_workbook
from ambassadors.models import Ambassador, DuplicatePair, ImportBatch, VettingDecision
from ambassadors.queries.amalgamation import wrong_lines
from foundation.models import OutboxMessage
from tests.accounts.builders import person
from tests.ambassadors import builders
from tests.ambassadors.builders import MONDAY, ambassador
from tests.ambassadors.importing.lists import ADA, BEN, WRONG, brought_in, checked, importer, scheme, table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(db):
    builders.rules()


def test_dry_run_counts_and_makes_nobody():
    batch = checked(ADA, BEN, WRONG)
    assert (batch.state, batch.rows, batch.made, batch.refused) == (BatchState.CHECKED, 3, 2, 1)
    assert not Ambassador.objects.exists()
    (line,) = wrong_lines(batch)
    assert line.number == 4
    assert {key for key, _said in line.errors} == {"given_name", "email", "activities", "outcode"}


def test_people_come_in_checks_whatever_the_list_says():
    done = brought_in(ADA, BEN, WRONG)
    assert (done.state, done.made, done.refused) == (BatchState.DONE, 2, 1)
    ada = Ambassador.objects.get(email="ada.reed@example.org")
    assert (ada.standing, ada.outcode, ada.activities) == (Standing.IN_CHECKS, "LS1", ["talk", "project"])
    assert ada.schemes.get().reference == "V1"
    assert not VettingDecision.objects.exists()
    assert not OutboxMessage.objects.filter(kind="mail").exists()


def test_lines_that_came_in_are_dropped_and_those_to_put_right_kept():
    done = brought_in(ADA, WRONG)
    cells = {row.number: row.cells for row in done.lines.all()}
    assert cells == {2: [], 3: list(WRONG[:-1])}
    content = refused_workbook(done.headings, done.columns, wrong_lines(done).values_list("number", "cells", "errors"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert book[1][:3] == ["V3", "", "Nobody"]
    assert "postcode: " in book[1][-1]


def test_same_list_again_changes_nothing():
    brought_in(ADA, BEN)
    Ambassador.objects.filter(email="ada.reed@example.org").update(job_title="Chief engineer")
    before = list(Ambassador.objects.order_by("pk").values())
    again = brought_in(ADA, BEN)
    assert (again.made, again.refused, again.pairs) == (0, 0, 0)
    assert list(Ambassador.objects.order_by("pk").values()) == before


def test_people_without_a_reference_are_known_by_their_address_even_once_merged():
    first = brought_in(("", *ADA[1:]))
    kept = ambassador("Ada")
    row = Ambassador.objects.get(pk=first.lines.get().ambassador_id)
    row.schemes.update(ambassador=kept)
    Ambassador.objects.filter(pk=row.pk).update(merged_into=kept)
    assert brought_in(("", *ADA[1:])).made == 0


def test_finished_run_does_not_run_again():
    done = brought_in(ADA)
    assert run_import(batch_id=done.pk, now=timezone.now()) is None
    with pytest.raises(ValidationError):
        start_import(by=importer(), batch=done)
    with pytest.raises(ValidationError):
        discard_batch(by=importer(), batch=done)


def test_mistake_of_ours_leaves_the_list_to_be_started_again(monkeypatch):
    batch = start_import(by=importer(), batch=checked(ADA))
    monkeypatch.setattr("ambassadors.actions.import_runs.compare", lambda *_given, **_named: 1 // 0)
    failed = run_import(batch_id=batch.pk, now=timezone.now())
    assert (failed.state, failed.handled, "ZeroDivisionError" in failed.problem) == (BatchState.FAILED, 1, True)
    monkeypatch.undo()
    start_import(by=importer(), batch=failed)
    done = run_import(batch_id=batch.pk, now=timezone.now())
    assert (done.state, done.made, Ambassador.objects.count()) == (BatchState.DONE, 1, 1)


def test_who_may_be_here_already_waits_in_the_queue_and_is_not_merged():
    held = ambassador("Ada", family_name="Reed", email="ada.reed@example.org", phone="", job_title="Signal engineer")
    done = brought_in(ADA, BEN)
    pair = DuplicatePair.objects.get()
    assert done.pairs == 1
    assert held in (pair.first, pair.second)
    assert pair.reasons
    assert Ambassador.objects.people().count() == 3


def test_columns_and_words_can_be_changed_and_kept_for_the_next_list():
    batch = checked(WRONG)
    with pytest.raises(ValidationError) as refused:
        match_columns(by=importer(), batch=batch, columns={"given_name": "forename", "family_name": "forename"})
    assert set(refused.value.message_dict) == {"email", "given_name", "family_name"}
    batch = match_words(by=importer(), batch=batch, values={"activities": {"juggling": "-"}})
    assert batch.state == BatchState.UPLOADED
    kept = save_mapping(by=importer(), batch=batch, name="Spring list")
    following = upload_list(by=importer(), scheme=scheme(), upload=table(WRONG), mapping=kept)
    assert following.values["activities"]["juggling"] == "-"
    with pytest.raises(ValidationError):
        match_words(by=importer(), batch=batch, values={"activities": {"juggling": "dancing"}})


def test_list_can_be_thrown_away_before_it_is_brought_in():
    discard_batch(by=importer(), batch=checked(ADA))
    assert not ImportBatch.objects.exists()


def test_only_coordinators_bring_people_in():
    batch = checked(ADA)
    for by in (person("curator", "curator"), person("ada", "ambassador")):
        for act in (
            lambda by=by: upload_list(by=by, scheme=scheme(), upload=table(ADA)),
            lambda by=by: check_batch(by=by, batch=batch, today=MONDAY),
            lambda by=by: start_import(by=by, batch=batch),
            lambda by=by: discard_batch(by=by, batch=batch),
            lambda by=by: send_invitations(by=by, batch=batch),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_file_that_cannot_be_read_is_said_beside_its_field():
    with pytest.raises(ValidationError) as refused:
        upload_list(by=importer(), scheme=scheme(), upload=table())
    assert set(refused.value.message_dict) == {"table"}


def test_invitations_go_out_when_asked_for_and_once():
    done = brought_in(ADA, BEN, WRONG)
    assert send_invitations(by=importer(), batch=done) == 2
    assert send_invitations(by=importer(), batch=done) == 0
    assert OutboxMessage.objects.filter(kind="mail").count() == 2


def test_record_is_taken_over_with_its_own_verified_address_alone():
    brought_in(ADA)
    row = Ambassador.objects.get()
    token = claim_token(row)
    thief, ada = person("thief"), person("ada")
    EmailAddress.objects.create(user=thief, email="thief@example.org", verified=True)
    EmailAddress.objects.create(user=thief, email="ADA.reed@example.org", verified=False)
    with pytest.raises(ValidationError):
        claim_imported(by=thief, token=token)
    EmailAddress.objects.filter(user=ada).delete()
    EmailAddress.objects.create(user=ada, email="ada.reed@example.org", verified=True)
    claimed = claim_imported(by=ada, token=token)
    assert (claimed.pk, claimed.user, claimed.standing, claimed.consented_at) == (row.pk, ada, Standing.IN_CHECKS, None)
    assert ada.groups.filter(name="ambassador").exists()
    for wrong in (token, token + "x"):
        with pytest.raises(ValidationError):
            claim_imported(by=ada, token=wrong)


def test_who_has_applied_already_keeps_their_row_and_a_coordinator_is_asked():
    brought_in(ADA)
    row, ada = Ambassador.objects.get(), person("ada")
    EmailAddress.objects.create(user=ada, email="ada.reed@example.org", verified=True)
    own = ambassador("Ada", user=ada)
    assert claim_imported(by=ada, token=claim_token(row)) == own
    assert OutboxMessage.objects.filter(kind="ambassadors.compare", payload={"ambassador": row.pk}).exists()
