"""Bringing a checked list in, by a worker: everybody in one transaction, then the search for possible duplicates."""

from __future__ import annotations

import os
import signal
import uuid
from datetime import date, datetime
from typing import Any

import pghistory
import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from ambassadors.actions.duplicates import compare
from ambassadors.enums import BatchState
from ambassadors.importing.checking import Checked, Checker
from ambassadors.models import Ambassador, ImportBatch, ImportRow, Scheme, SchemeMembership
from foundation import outbox
from foundation.leases import leased
from foundation.models import JobLease

log = structlog.get_logger(__name__)
KIND = "ambassadors.import"
LEASE_MINUTES = 15.0
PEOPLE, DOUBLES = "people", "duplicates"
_CHUNK = 1000


def run_import(*, batch_id: int, now: datetime) -> ImportBatch | None:
    """What the worker does: make the people, then look for duplicates; None where there is nothing to do.

    Killed at any point it leaves nobody or everybody; run again it goes on from there. Never raises for what is in
    the list: the batch says how it ended.
    """
    with leased(_lease(batch_id), uuid.uuid4().hex, now=now, minutes=LEASE_MINUTES) as got:
        batch = ImportBatch.objects.filter(pk=batch_id, state=BatchState.RUNNING).first() if got else None
        if batch is None:
            return None
        try:
            with pghistory.context(user=batch.by_id, action="run_import", batch=batch.pk):
                if batch.handled < batch.rows:
                    _bring_in(batch, now)
                _look_for_doubles(batch, now)
        except Exception as error:  # a mistake of ours must leave the list in a state that people can act on
            log.exception("bringing a list in failed", batch=batch_id)
            said = _("It stopped (%s). Nothing is half-done: start it again.") % type(error).__name__
            ImportBatch.objects.filter(pk=batch_id).update(state=BatchState.FAILED, problem=said)
        return ImportBatch.objects.get(pk=batch_id)


def is_running(batch: ImportBatch, now: datetime) -> bool:
    """Whether a worker holds a list, or will soon: not when the one that did is gone."""
    held = JobLease.objects.filter(name=_lease(batch.pk)).first()
    return held is not None and held.expires_at > now


def progress_of(batch: ImportBatch) -> tuple[str, int]:
    """The step that a running worker is at, and how many lines it has done; ("", lines) where it told nothing."""
    try:
        found: tuple[str, int] | None = cache.get(_lease(batch.pk))
    except RedisError:
        found = None
    return found or ("", batch.handled)


def checker_of(batch: ImportBatch, today: date) -> Checker:
    """What checks a list's lines by its mapping."""
    return Checker(headings=batch.headings, columns=batch.columns, values=batch.values, today=today)


class KnownPeople:
    """Whom a scheme has here already, by its reference or by address; those taken into another row are found too.

    They are left as they are, whatever the list says: since then they may have said better themselves.
    """

    def __init__(self, scheme: Scheme) -> None:
        members = SchemeMembership.objects.filter(scheme=scheme).exclude(reference="")
        self._references = dict(members.values_list("reference", "ambassador_id"))
        here = Q(schemes__scheme=scheme) | Q(merged_into__schemes__scheme=scheme)
        rows = Ambassador.objects.filter(here).exclude(email="").values_list("email", "pk").order_by("-pk")
        self._addresses = {email.casefold(): number for email, number in rows}

    def find(self, checked: Checked) -> int | None:
        """The number of who this line is, if they are here."""
        if checked.reference:
            return self._references.get(checked.reference)
        return self._addresses.get(checked.person.email.casefold()) if checked.person else None


@transaction.atomic
def _bring_in(batch: ImportBatch, now: datetime) -> None:
    """Make everybody, or nobody. Lists of one scheme come in one after the other."""
    scheme = Scheme.objects.select_for_update().get(pk=batch.scheme_id)
    known, checker = KnownPeople(scheme), checker_of(batch, timezone.localdate(now))
    lines = list(batch.lines.order_by("number").values_list("number", "cells"))
    done: list[ImportRow] = []
    made = refused = 0
    for start in range(0, len(lines), _CHUNK):
        _tell(batch, PEOPLE, start)
        checked = [checker.check(number, cells) for number, cells in lines[start : start + _CHUNK]]
        refused += sum(one.person is None for one in checked)
        there = {one.line: known.find(one) for one in checked if one.person is not None}
        fresh = [one for one in checked if one.person is not None and there[one.line] is None]
        people = _made(fresh, scheme, now)
        made += len(people)
        numbers = there | people
        cells_of = dict(lines[start : start + _CHUNK])
        done += [_kept(batch, one, numbers.get(one.line), cells_of[one.line]) for one in checked]
    batch.lines.all().delete()
    ImportRow.objects.bulk_create(done, batch_size=2000)
    batch.made, batch.refused, batch.handled = made, refused, batch.rows
    batch.save(update_fields=["made", "refused", "handled"])
    _maybe_die("before-commit")


def _made(fresh: list[Checked], scheme: Scheme, now: datetime) -> dict[int, int]:
    """Save new people with their membership; by line, their number."""
    people = [one.person for one in fresh if one.person is not None]
    for person in people:
        person.created_at = person.standing_since = now
    Ambassador.objects.bulk_create(people)
    SchemeMembership.objects.bulk_create(
        SchemeMembership(ambassador=one.person, scheme=scheme, reference=one.reference, joined_on=one.joined_on)
        for one in fresh
    )
    return {one.line: one.person.pk for one in fresh if one.person is not None}


def _kept(batch: ImportBatch, one: Checked, number: int | None, cells: list[str]) -> ImportRow:
    """What stays of a line: of one that came in who it became, of one that did not all of it and why."""
    if one.person is None:
        return ImportRow(batch=batch, number=one.line, cells=cells, errors=[list(said) for said in one.problems])
    return ImportRow(batch=batch, number=one.line, ambassador_id=number)


def _look_for_doubles(batch: ImportBatch, now: datetime) -> None:
    _tell(batch, DOUBLES, batch.rows)
    _maybe_die("before-duplicates")
    fresh = batch.lines.filter(ambassador__created_at__gte=batch.created_at, ambassador__merged_into=None)
    batch.pairs = compare(list(fresh.values_list("ambassador_id", flat=True)), now=now)
    batch.state, batch.finished_at = BatchState.DONE, timezone.now()
    batch.save(update_fields=["pairs", "state", "finished_at"])


def _tell(batch: ImportBatch, step: str, lines: int) -> None:
    """Say how far it is. In the cache: the rows are written in one transaction, which nobody sees before its end."""
    try:
        cache.set(_lease(batch.pk), (step, lines), 3600)
    except RedisError:
        return


def _maybe_die(place: str) -> None:
    """For the tests that kill an import half-way."""
    if settings.TESTING and os.environ.get("WAYMARK_KILL_IMPORT_AT") == place:
        os.kill(os.getpid(), signal.SIGKILL)


def _lease(batch_id: int) -> str:
    return f"ambassadors.import:{batch_id}"


@outbox.handles(KIND, repeatable=True)
def _hand_to_worker(payload: dict[str, Any]) -> None:
    """It may take minutes, so it is a task of its own; told twice, the second finds nothing to do."""
    from ambassadors.tasks import run_ambassador_import

    run_ambassador_import.delay(payload["batch"])
