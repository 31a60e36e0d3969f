"""Taking one record into another, and undoing it: the stricter standing and checks, everything else to choose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions.support import acting, require
from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions import merge_rows as rows
from ambassadors.actions.duplicates import waiting_pair
from ambassadors.actions.merge_changes import Change, Changes, plain, put_back, snapshot, take_back
from ambassadors.actions.support import is_own
from ambassadors.enums import COUNTED, HOLDING, STRICTNESS, PairState, Standing, VettingOutcome
from ambassadors.models import Ambassador, DuplicatePair, Merge, PeerPair, VettingDecision, Visit
from ambassadors.queries.matching import why_not_visit
from ambassadors.rules.merging import ABSORBED, BY_SLUG, CHOICES, KEPT, default_side, stricter

_PEOPLE, _DECISIONS = "ambassadors.Ambassador", "ambassadors.VettingDecision"
_VISITS = "ambassadors.Visit"
_STANDING = ("standing", "standing_reason", "standing_since")


def merge_pair(*, by: User, pair: DuplicatePair, kept: Ambassador, choices: Mapping[str, str], now: datetime) -> Merge:
    """Decide that two records are one person: the other is taken into `kept`, answers by `choices` (slug: side).

    What is not chosen comes by default (`rules.merging`). Standing and checks are never a choice: the stricter holds.
    Nothing is lost: `undo_merge` takes it back. Raises PermissionDenied, and ValidationError where the two cannot be
    one person, or a visit ahead could not go on.
    """
    try:
        with acting(by, "merge_pair"):
            row = waiting_pair(by, pair)
            here, there = _both(row, kept)
            if reason := why_separate(here, there):
                raise ValidationError(reason)
            return _merge(by, row, here, there, choices, now)
    except IntegrityError as error:
        raise ValidationError(
            _("A visit of one of them could not go on with the other's checks. End it first.")
        ) from error


def undo_merge(*, by: User, merge: Merge, now: datetime) -> Merge:
    """Take a merge back: both records are as they were, and the pair waits again.

    What was added to the kept record since stays with it, as does what somebody has changed since; how much is kept
    in `merge.before["stayed"]`. A standing or refusal that came since counts for both records. Raises PermissionDenied,
    and ValidationError where a later merge has to be undone first.
    """
    require(by, Permission.AMBASSADOR_IMPORT)
    try:
        with acting(by, "undo_merge"):
            row = Merge.objects.select_for_update(of=("self",)).select_related("kept", "absorbed").get(pk=merge.pk)
            if is_own(by, row.kept) or is_own(by, row.absorbed):
                raise PermissionDenied
            _refuse_undoing(row)
            list(Ambassador.objects.select_for_update().filter(pk__in=(row.kept_id, row.absorbed_id)).order_by("pk"))
            row.before["stayed"] = _take_back(row, now)
            row.undone_by, row.undone_at = by, now
            row.save(update_fields=["before", "undone_by", "undone_at"])
    except IntegrityError as error:
        said = _("What has happened since stands in the way: a visit or a decision cannot go back. Ask for help.")
        raise ValidationError(said) from error
    return row


def why_separate(first: Ambassador, second: Ambassador) -> str:
    """Why two records cannot be taken together; "" where nothing stands against it."""
    if first.user_id is not None and second.user_id is not None:
        return _("Both have an account of their own. Ask which one the person uses, and have the other closed first.")
    pair = (first.pk, second.pk)
    if first.companion_id == second.pk or second.companion_id == first.pk or _went_together(pair):
        return _("One of them accompanies the other: they are two people.")
    if PeerPair.objects.filter(first__in=pair, second__in=pair).exists():
        return _("They are each other's peers: they are two people.")
    if PeerPair.objects.filter(Q(first__in=pair) | Q(second__in=pair), ended_at=None).count() > 1:
        return _("Both have a peer at the moment. One of the two has to end first.")
    return _overlap(pair)


def _merge(
    by: User, pair: DuplicatePair, kept: Ambassador, absorbed: Ambassador, choices: Mapping[str, str], now: datetime
) -> Merge:
    before: dict[str, Any] = {
        "kept": snapshot(kept),
        "absorbed": snapshot(absorbed),
        "had": rows.hanging_on(kept),
    }
    changes = Changes()
    _merge_people(changes, kept, absorbed, choices)
    rows.move_decisions(changes, kept, absorbed, now)
    rows.move_simple(changes, kept, absorbed)
    rows.move_training(changes, kept, absorbed)
    rows.move_availability(changes, kept, absorbed)
    rows.move_peers(changes, kept, absorbed)
    changes.change(pair, state=PairState.MERGED, decided_by_id=by.pk, decided_at=now)
    rows.move_doubles(changes, kept, absorbed, by=by, now=now)
    rows.move_visits(changes, kept, absorbed)
    _check_visits_ahead(kept.pk, now)
    before["changes"] = changes.made
    return Merge.objects.create(pair=pair, kept=kept, absorbed=absorbed, before=before, merged_by=by, merged_at=now)


def _merge_people(changes: Changes, kept: Ambassador, absorbed: Ambassador, choices: Mapping[str, str]) -> None:
    """The two rows themselves; the absorbed one keeps its answers, without its account."""
    if unknown := [slug for slug, side in choices.items() if slug not in BY_SLUG or side not in (KEPT, ABSORBED)]:
        raise ValidationError({slug: _("This cannot be chosen.") for slug in unknown})
    values = _safe_values(kept, absorbed)
    for choice in CHOICES:
        if choices.get(choice.slug, default_side(choice, kept, absorbed)) == ABSORBED:
            values |= {name: getattr(absorbed, name) for name in choice.fields}
    stands = absorbed.standing if absorbed.standing == Standing.SUSPENDED else Standing.LEFT
    changes.change(absorbed, user_id=None, merged_into_id=kept.pk, standing=stands)
    changes.change(kept, **values)


def _safe_values(kept: Ambassador, absorbed: Ambassador) -> dict[str, Any]:
    """What is no choice: the stricter standing, the younger age, the opt-in and consent of whoever has the account."""
    strict = stricter(kept, absorbed)
    account = next((row for row in (kept, absorbed) if row.user_id is not None), None)
    ages = [row.adult_from for row in (kept, absorbed) if row.adult_from is not None]
    return {
        **{name: getattr(strict, name) for name in _STANDING},
        "user_id": account.user_id if account else None,
        "adult_from": max(ages, default=None),
        "companion_id": kept.companion_id or absorbed.companion_id,
        "represents": account.represents if account else kept.represents and absorbed.represents,
        "consented_at": account.consented_at if account else kept.consented_at,
        "applied_at": kept.applied_at or absorbed.applied_at,
    }


def _both(pair: DuplicatePair, kept: Ambassador) -> tuple[Ambassador, Ambassador]:
    """Both rows, held until the transaction ends, the one to keep first."""
    held = Ambassador.objects.select_for_update().filter(pk__in=(pair.first_id, pair.second_id)).order_by("pk")
    by_number = {row.pk: row for row in held}
    if kept.pk not in by_number:
        raise ValidationError({"kept": _("Choose which of the two records is kept.")})
    here = by_number.pop(kept.pk)
    return here, next(iter(by_number.values()))


def _went_together(pair: tuple[int, int]) -> bool:
    return Visit.objects.filter(ambassador__in=pair, companion__in=pair).exists()


def _overlap(pair: tuple[int, int]) -> str:
    """That both were, or are to be, somewhere at the same time."""
    first, second = pair
    of_first = Visit.objects.filter(Q(ambassador=first) | Q(companion=first), state__in=COUNTED)
    of_second = Visit.objects.filter(Q(ambassador=second) | Q(companion=second), state__in=COUNTED)
    for starts, ends in of_first.order_by("starts_at").values_list("starts_at", "ends_at"):
        if of_second.filter(starts_at__lt=ends, ends_at__gt=starts).exists():
            said = _("Both have a visit at the same time, on %(day)s. One person cannot be in two places.")
            return said % {"day": date_format(timezone.localtime(starts), "j F Y")}
    return ""


def _check_visits_ahead(number: int, now: datetime) -> None:
    """Nobody may be left with a visit ahead that their standing and checks no longer allow."""
    ahead = Visit.objects.filter(Q(ambassador=number) | Q(companion=number), state__in=HOLDING, ends_at__gt=now)
    for visit in ahead.order_by("starts_at", "pk"):
        reason = why_not_visit(visit)
        if reason:
            said = _("The visit on %(day)s could not go on: %(reason)s Cancel it first.")
            raise ValidationError(said % {"day": date_format(visit.day, "j F Y"), "reason": reason})


def _refuse_undoing(merge: Merge) -> None:
    if merge.undone_at is not None:
        raise ValidationError(_("This merge has been undone already."))
    later = Merge.objects.filter(Q(kept=merge.kept_id) | Q(absorbed=merge.kept_id), undone_at=None, pk__gt=merge.pk)
    if later.exists():
        raise ValidationError(_("A later merge concerns the same person. Undo that one first."))
    if "changes" not in merge.before:
        raise ValidationError(_("What this merge rests on has been deleted. It cannot be undone."))


def _take_back(merge: Merge, now: datetime) -> dict[str, int]:
    """Undo what was written down: the two people, their checks, then the rest; what stays, counted."""
    changes: list[Change] = merge.before["changes"]
    both = (merge.kept_id, merge.absorbed_id)
    of_people = [one for one in changes if one["model"] == _PEOPLE and one["pk"] in both]
    of_checks = [one for one in changes if one["model"] == _DECISIONS]
    rest = [one for one in changes if one not in of_people and one not in of_checks]
    since = _added(merge)
    fresh = list(VettingDecision.objects.filter(pk__in=since.get(f"{_DECISIONS}.ambassador", ())))
    merged = Ambassador.objects.get(pk=merge.kept_id)
    changed = take_back(of_people, together=frozenset(_STANDING))
    _hold_to_what_came_since(merge, merged)
    changed += take_back(of_checks, unless=lambda one: _is_overtaken(one, fresh))
    # Visits come back last of all, so that the database finds people and checks as they were.
    changed += take_back(sorted(rest, key=lambda one: one["model"] != _VISITS))
    for number in both:
        _check_visits_ahead(number, now)
    return {"added": sum(map(len, since.values())), "changed": changed}


def _added(merge: Merge) -> dict[str, set[int]]:
    """By place, rows that came to the kept record since."""
    moved = {(one["model"], one["pk"]) for one in merge.before["changes"]}
    had: dict[str, list[int]] = merge.before["had"]
    found = {}
    for place, numbers in rows.hanging_on(merge.kept).items():
        model = place.rpartition(".")[0]
        found[place] = {one for one in numbers if one not in had.get(place, ()) and (model, one) not in moved}
    return found


def _is_overtaken(change: Change, fresh: list[VettingDecision]) -> bool:
    """Whether a decision that the merge replaced has been overtaken: by one of its kind since, or any refusal."""
    if change["was"].get("replaced_at", "") is not None:
        return False
    kind = VettingDecision.objects.filter(pk=change["pk"]).values_list("kind", flat=True).first()
    return any(one.kind == kind or one.outcome == VettingOutcome.REFUSED for one in fresh)


def _hold_to_what_came_since(merge: Merge, merged: Ambassador) -> None:
    """Somebody changed the merged person's standing since: it was about either, so each gets the stricter of the two.

    A suspension since holds for both; an activation since, which rested on the checks of both, for neither.
    """
    left = {**merge.before["kept"]}
    for one in merge.before["changes"]:
        if one["model"] == _PEOPLE and one["pk"] == merge.kept_id:
            left |= one["became"]
    if plain(merged.standing_since) == left["standing_since"]:
        return
    for number, was in ((merge.kept_id, merge.before["kept"]), (merge.absorbed_id, merge.before["absorbed"])):
        row = Ambassador.objects.get(pk=number)
        if _strictness(was["standing"]) >= _strictness(merged.standing):
            put_back(row, {name: was[name] for name in _STANDING})
        else:
            put_back(row, {name: plain(getattr(merged, name)) for name in _STANDING})


def _strictness(standing: str) -> int:
    return STRICTNESS.index(Standing(standing))
