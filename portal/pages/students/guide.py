"""The step-through guide: where are you, which GCSEs, what do you want; every answer stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from lmi.search.service import search_occupations
from pathways.asking import GRADES, STAGES, Ask, ask_from
from pathways.book import route_book
from pathways.enums import LinkKind, LinkRole
from pathways.subjects import SchoolSubject, school_subjects
from portal.pages.shared import FactsPage, api_twin, today, with_query
from portal.pages.students.careers import Listed, listed, major_links
from portal.pages.students.routes import ASKS_GRADES, plain_problems

MOST = 24
SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Stop:
    """One question of the guide: its words, where it is asked again, the answer given, and done, here or next."""

    title: str
    state: str
    answer: str = ""
    address: str = ""


class RouteGuide(FactsPage):
    """`/students/routes/`"""

    template_name = "students/guide.html"

    @cached_property
    def ask(self) -> Ask:
        """What was answered so far; "skip" is an answer of its own."""
        params = self.request.GET.copy()
        if params.get("grades") == SKIP:
            del params["grades"]
        ask = ask_from(params)
        self.problems.extend((words, name) for name, words in plain_problems(self, ask))
        return ask

    @property
    def question(self) -> str:
        """The first question without an answer: stage, grades, or career."""
        if "from" not in self.request.GET or "from" in self.ask.problems:
            return "stage"
        if self._asks_grades and ("grades" not in self.request.GET or "grades" in self.ask.problems):
            return "grades"
        return "career"

    @property
    def _asks_grades(self) -> bool:
        return self.ask.stage in ASKS_GRADES

    @property
    def _grades(self) -> str:
        return self.ask.grades or (SKIP if self.request.GET.get("grades") == SKIP else "")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The next question; a chosen career leads to its ways in."""
        code = self.param("career", 6)
        if code in self.facts.soc.groups and len(code) == 4:
            address = reverse("students:occupation-routes", args=[code])
            return HttpResponseRedirect(with_query(address, [*self.ask.query, *self.editions_asked]))
        return super().get(request, *args, **kwargs)

    def page_context(self) -> dict[str, Any]:
        """The question, its choices as links or a form, and the way here."""
        question = self.question
        return {
            "question": question,
            "stops": self._stops(question),
            "stages": [(words, self._to(("from", code))) for code, words in STAGES.items()],
            "grades": [(words, self._to(("from", self.ask.stage), ("grades", code))) for code, words in GRADES.items()],
            "skip": self._to(("from", self.ask.stage), ("grades", SKIP)),
            "back": self._back(question),
            "kept": [("from", self.ask.stage), ("grades", self._grades), *self.editions_asked],
            "crumbs": [(_("Students and parents"), reverse("students:home")), (_("Ways in"), "")],
            "twin": api_twin("occupation-list", query=[("sort", "title")]),
            **(self._careers() if question == "career" else {}),
        }

    def _to(self, *pairs: tuple[str, str]) -> str:
        return with_query(reverse("students:route-guide"), [*pairs, *self.editions_asked])

    def _back(self, question: str) -> str:
        if question == "stage":
            return ""
        if question == "grades" or not self._asks_grades:
            return self._to()
        return self._to(("from", self.ask.stage))

    def _stops(self, question: str) -> list[Stop]:
        order = ["stage", "grades", "career"] if question == "stage" or self._asks_grades else ["stage", "career"]
        here = order.index(question)
        answers = {
            "stage": str(STAGES[self.ask.stage]) if here > 0 else "",
            "grades": str(GRADES[self.ask.grades]) if self.ask.grades else _("Skipped") if here > 1 else "",
            "career": "",
        }
        titles = {"stage": _("Where you are now"), "grades": _("Your GCSEs"), "career": _("What you might like")}
        again = {"stage": self._to(), "grades": self._to(("from", self.ask.stage)), "career": ""}
        return [
            Stop(
                titles[name],
                "done" if index < here else "here" if index == here else "next",
                answers[name] if index < here else "",
                again[name] if index < here else "",
            )
            for index, name in enumerate([*order])
        ]

    def _careers(self) -> dict[str, Any]:
        """What a search found, what the chosen subjects lead to, or the ways to begin."""
        query, chosen = self.param("q"), self._subjects()
        rows: list[Listed] = []
        if query:
            answer = search_occupations(query, editions=self.facts.editions, limit=MOST, today=today())
            soc = self.facts.soc
            rows = listed(self, [(soc[hit.soc2020], "") for hit in answer.results])
        elif chosen:
            rows = listed(self, [(self.facts.soc[code], "") for code in self._led_to(chosen)])
        pairs = [*self.ask.query, *self.editions_asked]
        return {
            "query": query,
            "chosen": [subject.code for subject in chosen],
            "subjects": school_subjects("gcse"),
            "results": [
                (row, with_query(reverse("students:occupation-routes", args=[row.group.code]), pairs)) for row in rows
            ],
            "searched": bool(query or chosen),
            "majors": major_links(self),
        }

    def _subjects(self) -> list[SchoolSubject]:
        wanted = set(self.request.GET.getlist("like"))
        return [subject for subject in school_subjects("gcse") if subject.code in wanted]

    def _led_to(self, chosen: list[SchoolSubject]) -> list[str]:
        """Occupations for which most of the chosen subjects count, a needed one twice; equals by name."""
        book, points = route_book(self.facts.editions), dict[str, int]()
        for subject in chosen:
            for link in book.linked_from(LinkKind.OCCUPATION_SUBJECT, subject.code):
                weight = 2 if link.role == LinkRole.REQUIRED else 1
                points[link.source] = points.get(link.source, 0) + weight
        soc = self.facts.soc
        return sorted(points, key=lambda code: (-points[code], soc[code].title))[:MOST]
