"""Everybody in the scheme: search, one person with all that is known of them, and what can be decided about them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Avg, Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.quality import record_observation
from ambassadors.actions.reminders import remind_of_missing
from ambassadors.actions.standing import (
    activate,
    begin_checks,
    pause_ambassador,
    restore_ambassador,
    resume_ambassador,
    suspend_ambassador,
)
from ambassadors.actions.vetting import record_decision
from ambassadors.enums import Pattern, Setting, Side, Standing, VettingOutcome
from ambassadors.forms.coordinator import DecisionForm, ObservationForm, PeopleForm
from ambassadors.models import Ambassador, VettingRule, VisitFeedback
from ambassadors.queries.coordinator import concerns_of, decisions_of, find_people, looks_of, visits_of
from ambassadors.rules.days import most_days_in_window
from ambassadors.rules.standing import Item, checklist
from ambassadors.rules.vetting import days_with_pupils, rules_for
from portal.pages.ambassadors.coordinate.base import CoordinatorPage, PersonPages, name_of
from portal.pages.mistakes import form_errors, put_errors

SHOWN_VISITS = 12
# From which standings each step may be taken, as the actions have it.
_STEPS: dict[str, tuple[str, ...]] = {
    "begin": (Standing.APPLIED,),
    "activate": (Standing.IN_CHECKS,),
    "pause": (Standing.ACTIVE,),
    "resume": (Standing.PAUSED,),
    "suspend": tuple(one for one in Standing if one != Standing.SUSPENDED),
    "restore": (Standing.SUSPENDED,),
    "remind": (Standing.APPLIED, Standing.IN_CHECKS),
    "decide": (Standing.APPLIED, Standing.IN_CHECKS, Standing.ACTIVE, Standing.PAUSED),
}


class People(CoordinatorPage):
    """`/ambassadors/coordinate/people/`."""

    template_name = "ambassadors/coordinate/people.html"
    room = "people"
    title = gettext_lazy("People")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of the people asked for; nothing of their checks is on it."""
        form = PeopleForm(self.request.GET, regions=self.regions)
        asked = form.asked()
        page = self.page_of(find_people(**asked))
        soc = self.facts.soc.groups
        occupation = soc[asked["occupation"]].title if asked["occupation"] in soc else ""
        people = [(one, name_of(one), Standing(one.standing).label) for one in page]
        shown = {"form": form, "page": page, "people": people, "asked": asked, "occupation": occupation}
        return super().get_context_data(**{**shown, **kwargs})


class Person(PersonPages):
    """`/ambassadors/coordinate/people/0a1b2c3d4e5f/`: everything about one person but concerns of other handlers."""

    template_name = "ambassadors/coordinate/person.html"

    def heading(self) -> str:
        """The whole name."""
        return name_of(self.ambassador)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The look at the checks is noted before anything is shown."""
        who = self.ambassador
        self.log(ambassador=who)
        visits = list(visits_of(who)[: SHOWN_VISITS + 1])
        asks = kinds_asked_for(who, self.today)
        soc = self.facts.soc.groups
        shown = {
            "who": who,
            "standing": Standing(who.standing),
            "may": may(who) if not self.is_self else {},
            "is_self": self.is_self,
            "is_minor": who.is_minor(self.today),
            "checklist": their_checklist(who, self.today),
            "decisions": [(row, str(row.decided_by or "")) for row in decisions_of(who)],
            "decision_form": DecisionForm(kinds=asks),
            "asks": asks,
            "near": near_words(who, self.today),
            "visits": visits[:SHOWN_VISITS],
            "more_visits": len(visits) > SHOWN_VISITS,
            "feedback": feedback_of(who),
            "observations": who.observations.select_related("observed_by").order_by("-observed_on", "-pk"),
            "observation_form": ObservationForm(initial={"observed_on": self.today}),
            "concerns": concerns_of(self.person).filter(ambassador=who).count(),
            "occupations": [soc[code].title for code in who.occupations if code in soc],
            "schemes": who.schemes.select_related("scheme"),
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Whatever the button says; nobody decides about themselves."""
        act = {
            "begin": self._begin,
            "activate": self._activate,
            "pause": self._pause,
            "resume": self._resume,
            "suspend": self._suspend,
            "restore": self._restore,
            "remind": self._remind,
            "decide": self._decide,
            "observe": self._observe,
        }.get(request.POST.get("do", ""))
        if act is None or self.is_self:
            raise PermissionDenied
        return act()

    def _do(self, act: Callable[[], Any], said: str) -> HttpResponse:
        return self.attempt(act, said, self.own_address)

    def _begin(self) -> HttpResponse:
        who, now = self.ambassador, timezone.now()
        return self._do(lambda: begin_checks(by=self.person, ambassador=who, now=now), _("Checks have begun."))

    def _activate(self) -> HttpResponse:
        who, now = self.ambassador, timezone.now()
        said = _("Active: schools can be offered their time from now on.")
        return self._do(lambda: activate(by=self.person, ambassador=who, now=now), said)

    def _pause(self) -> HttpResponse:
        who, now = self.ambassador, timezone.now()
        reason = self.request.POST.get("reason", "")
        said = _("Paused. Visits ahead are cancelled and the schools told.")
        return self._do(lambda: pause_ambassador(by=self.person, ambassador=who, now=now, reason=reason), said)

    def _resume(self) -> HttpResponse:
        who, now = self.ambassador, timezone.now()
        return self._do(lambda: resume_ambassador(by=self.person, ambassador=who, now=now), _("The pause has ended."))

    def _suspend(self) -> HttpResponse:
        who, now = self.ambassador, timezone.now()
        reason = self.request.POST.get("reason", "")
        said = _("Suspended. Nobody is offered them any more; visits ahead are cancelled and the schools told.")
        return self._do(lambda: suspend_ambassador(by=self.person, ambassador=who, reason=reason, now=now), said)

    def _restore(self) -> HttpResponse:
        who, now = self.ambassador, timezone.now()
        said = _("Back in checks. Look at everything before you activate.")
        return self._do(lambda: restore_ambassador(by=self.person, ambassador=who, now=now), said)

    def _remind(self) -> HttpResponse:
        who, now = self.ambassador, timezone.now()
        said = _("Written to: what is missing, and what to do about it.")
        return self._do(lambda: remind_of_missing(by=self.person, ambassador=who, now=now), said)

    def _decide(self) -> HttpResponse:
        form = DecisionForm(self.request.POST, kinds=kinds_asked_for(self.ambassador, self.today))
        if not form.is_valid():
            return self.refused("decision_form", form)
        try:
            decision = record_decision(
                by=self.person, ambassador=self.ambassador, now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as error:
            return self.refused("decision_form", form, error)
        refused = decision.outcome == VettingOutcome.REFUSED
        self.say_or_refuse(_("Recorded; they are suspended.") if refused else _("Recorded."))
        return redirect(self.own_address)

    def _observe(self) -> HttpResponse:
        form = ObservationForm(self.request.POST)
        if not form.is_valid():
            return self.wrong(observation_form=form, errors=form_errors(form))
        try:
            record_observation(by=self.person, ambassador=self.ambassador, today=self.today, **form.cleaned_data)
        except ValidationError as error:
            left = [(words, "") for _name, words in put_errors(form, error)]
            return self.wrong(observation_form=form, errors=[*form_errors(form), *left])
        self.say_or_refuse(_("Noted."))
        return redirect(self.own_address)


class PersonLooks(PersonPages):
    """`/ambassadors/coordinate/people/0a1b2c3d4e5f/looks/`: who looked at what is held about their checks."""

    template_name = "ambassadors/coordinate/looks.html"
    title = gettext_lazy("Who looked")

    def above(self) -> list[tuple[str, str]]:
        """Below the person."""
        return [*super().above(), (name_of(self.ambassador), self.own_address)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Looks at this person, newest first."""
        page = self.page_of(looks_of(self.ambassador))
        return super().get_context_data(**{"page": page, "who": self.ambassador, **kwargs})


class Looks(CoordinatorPage):
    """`/ambassadors/coordinate/looks/`: every look at what is held about checks."""

    template_name = "ambassadors/coordinate/looks.html"
    room = "looks"
    title = gettext_lazy("Who looked at checks")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Looks at anybody, newest first."""
        return super().get_context_data(**{"page": self.page_of(looks_of()), "who": None, **kwargs})


# What the checklist says to the person, as it is called on this desk; titles of modules are the same everywhere.
_THEIRS: dict[str, Promise] = {
    "profile": gettext_lazy("Their profile"),
    "application": gettext_lazy("The application is sent"),
    "check": gettext_lazy("Their check"),
    "companion": gettext_lazy("An adult who comes with them"),
    "decision": gettext_lazy("Your decision"),
}


def their_checklist(who: Ambassador, today: date) -> list[Item]:
    """The person's own checklist in a coordinator's words, without what it tells the person to do."""
    return [replace(item, title=_THEIRS.get(item.slug, item.title), what_next="") for item in checklist(who, today)]


def may(who: Ambassador) -> dict[str, bool]:
    """Which steps fit where somebody stands."""
    found = {step: who.standing in standings for step, standings in _STEPS.items()}
    found["begin"] = found["begin"] and who.applied_at is not None
    found["remind"] = found["remind"] and who.user_id is not None
    return found


def kinds_asked_for(who: Ambassador, today: date) -> list[str]:
    """Kinds of check that may be asked of somebody: what the rules in force ask for, for one visit first.

    Nobody is asked for a check that their role is not eligible for, so no other kind is offered.
    """
    rules: dict[Pattern, VettingRule] = rules_for(who.nation, Setting.SCHOOL, today)
    order = (Pattern.ONE_OFF, Pattern.FREQUENT, Pattern.OVERNIGHT)
    return list(dict.fromkeys(rules[pattern].asks_for for pattern in order if pattern in rules))


def near_words(who: Ambassador, today: date) -> dict[str, Any] | None:
    """Days with pupils around today against the rule's limit; None where nothing is counted."""
    rule = rules_for(who.nation, Setting.SCHOOL, today).get(Pattern.FREQUENT)
    if rule is None or rule.most_days is None or rule.window_days is None:
        return None
    fullest = fullest_run(days_with_pupils(who.pk, around=today, window=rule.window_days), rule.window_days)
    said = {"days": fullest, "most": rule.most_days, "window": rule.window_days}
    return {
        "days": fullest,
        "most": rule.most_days,
        "words": _("%(days)s of %(most)s days in %(window)s") % said,
        "state": "near" if fullest >= rule.most_days else "plain",
        "asks_for": rule.get_asks_for_display(),
    }


def fullest_run(days: Collection[date], window: int) -> int:
    """The most days that any run of so many days holds; 0 without days."""
    return max((most_days_in_window(days, day, window) for day in days), default=0)


def feedback_of(who: Ambassador) -> dict[str, Any]:
    """What schools said of somebody's visits: how many, and the mean of 1 to 5."""
    rows = VisitFeedback.objects.filter(visit__ambassador=who, side=Side.SCHOOL)
    return rows.aggregate(many=Count("pk"), mean=Avg("went_well"))
