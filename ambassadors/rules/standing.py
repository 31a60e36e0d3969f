"""What an ambassador has to have before schools are offered their time, and how far each thing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambassadors.enums import Setting, Standing, VettingKind, VettingOutcome
from ambassadors.models import Ambassador, TrainingModule, VettingDecision
from ambassadors.rules.vetting import NoRuleError, needed

SOON = timedelta(days=90)  # a re-check due within this is said beforehand


Says = str | Promise


class State(StrEnum):
    """How far one thing is."""

    DONE = "done"
    WAITING = "waiting"  # for somebody else
    MISSING = "missing"  # for the ambassador
    DUE = "due"  # done, and due again soon


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist: what, how far, by when, and what to do next."""

    slug: str
    title: Says
    state: State
    due_on: date | None = None
    what_next: Says = ""

    @property
    def stops(self) -> bool:
        """Whether nobody can be active without it."""
        return self.state in (State.WAITING, State.MISSING)


def checklist(ambassador: Ambassador, today: date) -> list[Item]:
    """Everything, in the order in which it comes: profile, application, induction, check, companion, review.

    Four SQL statements.
    """
    return list(_items(ambassador, today))


def missing_for(ambassador: Ambassador, today: date) -> list[Item]:
    """What stands between somebody and their first visit, the coordinator's own decision left out."""
    return [item for item in checklist(ambassador, today) if item.stops and item.slug != "decision"]


def profile_gaps(ambassador: Ambassador) -> dict[str, Says]:
    """By field, what a profile still lacks before it can be sent."""
    gaps: dict[str, Says] = {}
    wanted: tuple[tuple[str, Says], ...] = (
        ("given_name", _("Give your first name.")),
        ("family_name", _("Give your last name. Pupils never see it.")),
        ("email", _("Give your email address.")),
        ("occupations", _("Choose the work that you do.")),
        ("job_title", _("Say what your job is called.")),
        ("discipline", _("Choose your field.")),
        ("routes", _("Choose how you came into your work.")),
        ("activities", _("Choose at least one thing that you could do with pupils.")),
        ("phases", _("Choose the ages that you would like to meet.")),
        ("outcode", _("Give the first half of your postcode.")),
        ("consented_at", _("Agree to how we use what you told us.")),
    )
    for name, says in wanted:
        if not getattr(ambassador, name):
            gaps[name] = says
    if not (ambassador.in_person or ambassador.online):
        gaps["in_person"] = _("Choose in person, online or both.")
    return gaps


def kinds_for_visits(nation: str, today: date) -> tuple[tuple[str, ...], VettingKind]:
    """The checks whose decision lets somebody make one-off visits to schools, and the one to ask for.

    Raises NoRuleError where no rule is in force: then nobody can be active there.
    """
    need = needed(nation, Setting.SCHOOL, is_overnight=False, on=today)
    return need.kinds, need.asks_for


def _items(ambassador: Ambassador, today: date) -> Iterator[Item]:
    gaps = profile_gaps(ambassador)
    yield Item(
        "profile",
        _("Your profile"),
        State.MISSING if gaps else State.DONE,
        what_next=next(iter(gaps.values()), ""),
    )
    sent = ambassador.applied_at is not None
    yield Item(
        "application",
        _("Your application is sent"),
        State.DONE if sent else State.MISSING,
        what_next="" if sent else _("Check your answers and send them."),
    )
    yield from _training(ambassador, today)
    yield _check(ambassador, today)
    if ambassador.is_minor(today):
        yield _companion(ambassador, today)
    decided = ambassador.standing not in (Standing.APPLIED, Standing.IN_CHECKS)
    yield Item(
        "decision",
        _("A coordinator has looked at everything"),
        State.DONE if decided else State.WAITING,
        what_next="" if decided else _("You need do nothing: you get a mail."),
    )


def _training(ambassador: Ambassador, today: date) -> Iterator[Item]:
    known = {row.module_id: row for row in ambassador.training.all()}
    for module in TrainingModule.objects.filter(is_induction=True):
        row = known.get(module.pk)
        done = row is not None and row.done_on is not None
        due_on = row.due_on if row else None
        state = State.DONE if done else State.MISSING
        if done and due_on is not None and due_on <= today:
            state = State.MISSING
        elif done and due_on is not None and due_on <= today + SOON:
            state = State.DUE
        yield Item(
            f"training-{module.slug}",
            module.title,
            state,
            due_on=due_on,
            what_next="" if state is State.DONE else _("Read it and answer its questions: about ten minutes."),
        )


def _check(ambassador: Ambassador, today: date) -> Item:
    title = _("Your check")
    try:
        kinds, asks_for = kinds_for_visits(ambassador.nation, today)
    except NoRuleError:
        return Item("check", title, State.WAITING, what_next=_("No rule is in force yet; a coordinator is on it."))
    standing = list(VettingDecision.objects.standing().filter(ambassador=ambassador))
    cleared = [
        row
        for row in standing
        if row.outcome == VettingOutcome.CLEARED and row.kind in kinds and row.recheck_due_on > today
    ]
    if any(row.outcome == VettingOutcome.REFUSED for row in standing):
        return Item("check", title, State.WAITING, what_next=_("A coordinator will write to you."))
    if not cleared:
        says = _("The coordinator asks you for: %s.") % asks_for.label
        return Item("check", title, State.WAITING, what_next=says)
    due_on = max(row.recheck_due_on for row in cleared)
    soon = due_on <= today + SOON
    words = _("A coordinator will ask you for a new one before then.") if soon else ""
    return Item("check", title, State.DUE if soon else State.DONE, due_on=due_on, what_next=words)


def _companion(ambassador: Ambassador, today: date) -> Item:
    other = ambassador.companion
    if other is None:
        says = _("Under 18 you go with an adult ambassador. Ask one for their code and give it in your profile.")
        return Item("companion", _("An adult who comes with you"), State.MISSING, what_next=says)
    fit = not other.is_minor(today) and other.standing == Standing.ACTIVE
    why: Says = "" if fit else _("The adult you named is not active in the scheme at the moment.")
    return Item("companion", _("An adult who comes with you"), State.DONE if fit else State.WAITING, what_next=why)


__all__ = ["Item", "State", "checklist", "kinds_for_visits", "missing_for", "profile_gaps"]
