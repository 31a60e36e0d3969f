"""How to take on an apprentice or technician: an apprenticeship, what it costs by the dated rules, who teaches it."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as format_day
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from lmi.enums import Level
from lmi.places import UnknownPlaceError
from pathways.enums import StandardKind
from pathways.money.assumptions import Assumptions
from pathways.money.assumptions import from_query as assumptions_from
from pathways.money.costs import (
    EMPLOYER_WORDS,
    ApprenticeCosts,
    Hire,
    apprentice_costs,
    hire_from_query,
    what_costs_leave_out,
)
from pathways.money.rules import money_rules
from pathways.queries.apprenticeships import StandardDetail, UnknownStandardError, standard_detail
from pathways.queries.nearby import NearAnswer, Nearby, providers_near
from pathways.queries.provider_lists import APPRENTICESHIPS, list_ages
from pathways.routing.kinds import APPRENTICESHIP_OF_LEVEL, KINDS, KindFacts, StepKind
from pathways.routing.model import add_months
from portal.pages.employers import apprentices_costs as drawn
from portal.pages.employers.apprentices_find import Finds, find_standards, standards_for
from portal.pages.reference.near import NearPage
from portal.pages.shared import api_twin, citation, permalink, today, with_query

SHOWN_PROVIDERS = 12
MONTHS_AHEAD = 24
HIRE = ("age", "employer", "small", "plan", "start", "hours")
EXAMPLES = ("electrician", "care worker", "data analyst", "laboratory technician")
Pair = tuple[str, str]


class Apprentices(NearPage):
    """`/employers/apprentices/?standard=ST0152&age=16-18&employer=no_levy&start=2027-01&area=LS1`.

    Without a standard, `q` (words or a reference) or `soc2020` offers some to choose from.
    """

    template_name = "employers/apprentices.html"

    @cached_property
    def detail(self) -> StandardDetail | None:
        """The apprenticeship of ?standard=; an unknown one is said in words."""
        asked = self.param("standard", 12)
        if not asked:
            return None
        try:
            return standard_detail(self.facts, asked)
        except UnknownStandardError:
            said = _("The register has no apprenticeship “%(code)s”. Look for it by its name.") % {"code": asked}
            self.problems.append((said, "q"))
            return None

    @cached_property
    def first_day(self) -> date:
        """The day the costs are worked out for when none is asked for: the first of next month."""
        return add_months(today().replace(day=1), 1)

    @cached_property
    def hire(self) -> Hire:
        """Who takes on whom, and when; values that cannot be used are said beside their field."""
        hire, problems = hire_from_query({name: self.param(name) for name in HIRE}, self.first_day)
        self.problems.extend((problem.text, problem.name) for problem in problems)
        return hire

    @cached_property
    def assumptions(self) -> Assumptions:
        """Paid hours a week; nothing else can be changed here."""
        found, problems = assumptions_from({"hours": self.param("hours")})
        self.problems.extend((problem.text, problem.name) for problem in problems)
        return found

    @property
    def kept(self) -> list[Pair]:
        """The choices about the hire and the place, for links to other apprenticeships."""
        names = [*HIRE, "area"]
        return [*((name, self.param(name)) for name in names if self.param(name)), *self.editions_asked]

    def page_context(self) -> dict[str, Any]:
        """The search; or with an apprenticeship its costs, time, teachers and steps."""
        detail = self.detail
        context: dict[str, Any] = {
            "query": self.param("q"),
            "kept": dict(self.kept),
            "kept_pairs": self.kept,
            "examples": [(words, self._address(("q", words))) for words in EXAMPLES],
            "detail": detail,
            "crumbs": self._crumbs(detail),
            "twin": api_twin("standard-list", query=[("status", "open"), *self.editions_asked]),
        }
        context |= self._shown(detail) if detail else self._found()
        context["query_error"] = next((words for words, field in self.problems if field == "q"), "")
        return context

    def _crumbs(self, detail: StandardDetail | None) -> list[Pair]:
        here = _("Take on an apprentice")
        start = [(_("Employers"), reverse("employers:home"))]
        if detail is None:
            return [*start, (here, "")]
        return [*start, (here, reverse("employers:apprentices")), (detail.summary.title, "")]

    def _address(self, *pairs: Pair) -> str:
        return with_query(reverse("employers:apprentices"), [*pairs, *self.kept])

    def _found(self) -> dict[str, Any]:
        """Apprenticeships to choose from."""
        finds = self._finds()
        if finds is None:
            return {"finds": None}
        groups = [
            (group, [(one, self._address(("standard", one.reference))) for one in group.standards])
            for group in finds.groups
        ]
        figures = [one.max_funding for group in finds.groups for one in group.standards]
        more = with_query(reverse("open:standard-list"), [("q", self.param("q")), ("status", "open")])
        releases = tuple(dict.fromkeys(figure.release for figure in figures if figure.release))
        return {"finds": finds, "groups": groups, "more": more, "releases": releases}

    def _finds(self) -> Finds | None:
        words, code = self.param("q"), self.param("soc2020", 12)
        if words:
            return find_standards(self.facts, words, today())
        if "q" in self.request.GET:
            self.problems.append((_("Type a job or the name of an apprenticeship, such as electrician."), "q"))
        if not code:
            return None
        group = self.facts.soc.groups.get(code)
        if group is None or group.level != Level.UNIT:
            said = _("There is no occupation with the code “%(code)s” in SOC 2020.") % {"code": code}
            self.problems.append((said, "q"))
            return None
        return standards_for(self.facts, code)

    def _shown(self, detail: StandardDetail) -> dict[str, Any]:
        standard, rules = detail.summary, money_rules(self.facts)
        costs = apprentice_costs(standard, self.hire, rules, self.assumptions)
        money = drawn.money_of(costs, rules)
        releases = drawn.releases_behind(costs, rules)
        near = self._near(standard.reference)
        ages = near.ages if near else list_ages(self.facts, today(), [APPRENTICESHIPS])
        title = _("Take on an apprentice: %(title)s") % {"title": standard.title}
        pairs = [("standard", standard.reference), *self._hire_pairs(), ("area", self.param("area") if near else "")]
        return {
            "standard": standard,
            "costs": costs,
            "money": money,
            "bar": drawn.who_pays(costs, money),
            "wages": drawn.wage_table(costs, rules) if costs.wages else None,
            "rules": drawn.rule_lines(costs, rules),
            "left_out": what_costs_leave_out(),
            "steps": drawn.steps(costs),
            "fields": self._fields(),
            "hire_words": self._hire_words(costs),
            "is_unit": standard.kind == StandardKind.UNIT,
            "time": _kind_facts(standard.kind, standard.level),
            "near": near,
            "bands": _bands(near) if near else [],
            "ages": ages,
            "more_near": with_query(
                reverse("open:provider-list"), [("standard", standard.reference), ("near", self.param("area"))]
            ),
            **self.near_context(near.place if near else None),
            "releases": releases,
            "permalink": permalink(reverse("employers:apprentices"), self.facts.editions, releases, *pairs),
            "citation": citation(title, releases),
            "twin": api_twin("standard-detail", standard.reference, query=self.editions_asked),
        }

    def _near(self, reference: str) -> NearAnswer | None:
        """Providers with apprentices on the standard near the place asked for; an unknown one is said in words."""
        text = self.param("area")
        if not text:
            return None
        try:
            return providers_near(self.facts, text, today(), asked={"standard": reference})
        except UnknownPlaceError as error:
            self.refuse(error)
            return None

    def _hire_pairs(self) -> list[Pair]:
        """What the costs are of, in full, so that the address says the same next month."""
        hire = self.hire
        hours = self.param("hours") if self.assumptions != Assumptions() else ""
        yes = {True: "yes", False: "no"}
        return [
            *(("age", hire.age), ("employer", hire.employer), ("small", yes[hire.is_small])),
            *(("plan", yes[hire.has_plan_or_care]), ("start", hire.start.isoformat()[:7]), ("hours", hours)),
        ]

    def _hire_words(self, costs: ApprenticeCosts) -> list[Pair]:
        hire = costs.hire
        return [
            (_("Age at the start"), str(drawn.AGE_WORDS[hire.age])),
            (_("You"), str(EMPLOYER_WORDS[hire.employer])),
            (_("Start"), format_day(hire.start, "F Y")),
        ]

    def _fields(self) -> list[dict[str, Any]]:
        """The form about the hire: name, label, value, options and mistake of each field."""
        wrong = {field: words for words, field in self.problems}
        hire = self.hire
        yes_no = [("yes", _("Yes")), ("no", _("No"))]
        chosen = {
            "age": (_("Age of the apprentice at the start"), hire.age, _options(drawn.AGE_WORDS)),
            "employer": (_("The apprenticeship levy"), hire.employer, _options(EMPLOYER_WORDS)),
            "start": (_("Start"), hire.start.isoformat()[:7], self._months()),
            "small": (_("Are you a small or medium-sized employer?"), "yes" if hire.is_small else "no", yes_no),
            "plan": (
                _("Has the apprentice an education, health and care plan, or been in care?"),
                "yes" if hire.has_plan_or_care else "no",
                yes_no,
            ),
        }
        made = [
            {"name": name, "label": label, "kind": "select", "value": value, "options": options, "hint": "",
             "error": wrong.get(name, "")}
            for name, (label, value, options) in chosen.items()
        ]  # fmt: skip
        hours = str(self.assumptions.hours)
        made.append(
            {"name": "hours", "label": _("Paid hours a week"), "kind": "text", "value": self.param("hours") or hours,
             "options": [], "hint": _("30 to 48; up to 40 under 18"), "error": wrong.get("hours", "")}
        )  # fmt: skip
        return made

    def _months(self) -> list[Pair]:
        """The months from the first day on, and the one asked for when it lies outside."""
        first = self.first_day
        numbers = range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + MONTHS_AHEAD)
        days = {date(number // 12, number % 12 + 1, 1) for number in numbers} | {self.hire.start.replace(day=1)}
        return [(day.isoformat()[:7], format_day(day, "F Y")) for day in sorted(days)]


def _bands(near: NearAnswer) -> list[tuple[str, list[Nearby]]]:
    """The nearest providers by band of distance, nearest band first."""
    shown = near.providers[:SHOWN_PROVIDERS]
    return [(words, list(group)) for words, group in groupby(shown, key=lambda one: one.band)]


def _options(words: Any) -> list[Pair]:
    return [(str(value), str(said)[:1].upper() + str(said)[1:]) for value, said in words.items()]


def _kind_facts(kind: str, level: int | None) -> KindFacts | None:
    """What the time is spent on; None for units and where the register gives no level."""
    if kind == StandardKind.FOUNDATION:
        return KINDS[StepKind.FOUNDATION_APPRENTICESHIP]
    step = APPRENTICESHIP_OF_LEVEL.get(level or 0)
    return KINDS[step] if step and kind == StandardKind.STANDARD else None
