"""The demo set's decisions about checks, in every state, and its training."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from accounts.models import User
from ambassadors.demo.drawing import moment, rng_for
from ambassadors.enums import Standing, VettingKind, VettingOutcome
from ambassadors.models import Ambassador, Training, TrainingModule, VettingDecision
from ambassadors.rules.days import months_later

_KINDS = {VettingKind.IDENTITY: 44, VettingKind.DBS_BASIC: 12, VettingKind.DBS_ENHANCED: 34,
          VettingKind.DBS_ENHANCED_BARRED: 10}  # fmt: skip
_DECIDED = (Standing.ACTIVE, Standing.PAUSED, Standing.SUSPENDED, Standing.LEFT)
AHEAD, SOON, PAST = (100, 1080), (1, 89), (2, 150)
_FRESH, _STALE = 300, 760  # days since a module was done: a few have fallen due after two years


def decisions_of(
    number: int, person: Ambassador, *, by: User, today: date, months: int, keep: str = ""
) -> list[VettingDecision]:
    """What was decided about somebody. `keep` is a kind that has to stand for long, whatever would be drawn."""
    rng = rng_for("vetting", number)
    if not keep and person.standing not in _DECIDED and rng.random() > 0.3:
        return []
    kind = VettingKind(keep) if keep else rng.choices(list(_KINDS), weights=list(_KINDS.values()))[0]
    due = today + timedelta(days=AHEAD[1] // 2 if keep else _due_in(rng, person))
    decision = _decision(person, kind, due, months, by)
    if person.standing == Standing.SUSPENDED:
        decision.outcome = VettingOutcome.REFUSED
    found = [decision]
    if rng.random() < 0.15 and decision.issued_on - person.created_at.date() > timedelta(days=200):
        before = _decision(person, VettingKind.IDENTITY, decision.issued_on + timedelta(days=30), months, by)
        before.replaced_at = decision.decided_at
        found.append(before)
    return found


def _due_in(rng: Random, person: Ambassador) -> int:
    if person.standing == Standing.ACTIVE:
        low, high = rng.choices((AHEAD, SOON, (-PAST[1], -PAST[0])), weights=(90, 7, 3))[0]
    else:
        low, high = AHEAD
    return rng.randint(low, high)


def _decision(person: Ambassador, kind: VettingKind, due: date, months: int, by: User) -> VettingDecision:
    issued = months_later(due, -months)
    return VettingDecision(
        ambassador=person,
        kind=kind,
        issued_on=issued,
        outcome=VettingOutcome.CLEARED,
        decided_by=by,
        decided_at=moment(issued + timedelta(days=7), 15),
        recheck_due_on=due,
    )


def training_of(number: int, person: Ambassador, modules: Sequence[TrainingModule], *, today: date) -> list[Training]:
    """What somebody has learned: the induction of all who went through it, some more, a few with a module due."""
    rng = rng_for("training", number)
    settled = person.standing in _DECIDED
    found = []
    for module in modules:
        if not module.is_induction and rng.random() > 0.35:
            continue
        if not settled and rng.random() > 0.5:
            continue
        since = (today - person.created_at.date()).days
        longest = _FRESH if number == 0 else _STALE
        done = today - timedelta(days=rng.randint(1, min(max(since - 1, 1), longest)))
        due = months_later(done, module.months_valid) if module.months_valid else None
        found.append(Training(ambassador=person, module=module, done_on=done, due_on=due))
    return found
