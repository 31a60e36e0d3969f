"""Finding possible duplicates and keeping two people apart. Nothing is merged here: see `merging`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions.support import acting, require
from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions.support import is_own
from ambassadors.enums import PairState
from ambassadors.linkage import PairScore, PersonRecord, find_pairs, score_new
from ambassadors.models import Ambassador, DuplicatePair
from foundation import outbox

KIND = "ambassadors.compare"
_FIELDS = (
    *("pk", "given_name", "family_name", "email", "phone", "outcode", "employer_name", "employer__name"),
    *("job_title", "occupations"),
)


def compare(numbers: Collection[int], *, now: datetime) -> int:
    """Compare these people with each other and with everybody else; how many possible duplicates are new.

    Those who left or are suspended are compared too: they may come back under another address. A pair that was
    looked at before is not asked again.
    """
    everybody = Ambassador.objects.people().exclude(given_name="").order_by("pk")
    new = _records(everybody.filter(pk__in=numbers))
    if not new:
        return 0
    held = _records(everybody.exclude(pk__in=numbers))
    scores = [*find_pairs(new), *score_new(new, held)]
    pairs = [_pair(score, now) for score in scores]
    before = DuplicatePair.objects.count()
    DuplicatePair.objects.bulk_create(pairs, ignore_conflicts=True)
    return DuplicatePair.objects.count() - before


def ask_to_compare(ambassador: Ambassador) -> None:
    """Have a worker look for somebody else who may be this person, once the transaction is done."""
    outbox.put(KIND, {"ambassador": ambassador.pk}, dedupe_key=f"compare:{ambassador.pk}")


def keep_apart(*, by: User, pair: DuplicatePair, now: datetime) -> DuplicatePair:
    """Decide that two records are two people: never asked again. Raises PermissionDenied, ValidationError."""
    with acting(by, "keep_apart"):
        row = waiting_pair(by, pair)
        row.state, row.decided_by, row.decided_at = PairState.DIFFERENT, by, now
        row.save(update_fields=["state", "decided_by", "decided_at"])
    return row


def waiting_pair(by: User, pair: DuplicatePair) -> DuplicatePair:
    """The pair, held until the transaction ends, for somebody who may decide about it: nobody does about themselves."""
    require(by, Permission.AMBASSADOR_IMPORT)
    found = DuplicatePair.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=pair.pk)
    if is_own(by, found.first) or is_own(by, found.second):
        raise PermissionDenied
    if found.state != PairState.WAITING or found.first.merged_into_id or found.second.merged_into_id:
        raise ValidationError(_("This pair has been decided since you opened the page."))
    return found


def _records(rows: QuerySet[Ambassador]) -> list[PersonRecord]:
    return [_record(row) for row in rows.values(*_FIELDS).iterator()]


def _record(row: dict[str, Any]) -> PersonRecord:
    return PersonRecord(
        key=str(row["pk"]),
        given_name=row["given_name"],
        family_name=row["family_name"],
        email=row["email"],
        phone=row["phone"],
        outcode=row["outcode"],
        employer_name=row["employer_name"] or row["employer__name"] or "",
        job_title=row["job_title"],
        soc2020=tuple(row["occupations"]),
    )


def _pair(score: PairScore, now: datetime) -> DuplicatePair:
    first, second = sorted((int(score.a), int(score.b)))
    reasons: Iterable[Any] = [reason.as_data() for reason in score.reasons]
    return DuplicatePair(
        first_id=first, second_id=second, probability=score.probability, reasons=list(reasons), found_at=now
    )


@outbox.handles(KIND, repeatable=True)
def _hand_to_worker(payload: dict[str, Any]) -> None:
    """Linkage takes memory that no web process should carry, and seconds: a task of its own."""
    from ambassadors.tasks import compare_ambassador

    compare_ambassador.delay(payload["ambassador"])
