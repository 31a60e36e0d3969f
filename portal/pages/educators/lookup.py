"""Look up codes: one box for references, LARS codes, QANs, UKPRNs, URNs, CAH, HECoS and SOC codes, or titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from evidence.figures import ReleaseRef
from lmi.enums import Level
from lmi.queries.pay import PayRange, pay_and_hours
from lmi.register import Group
from pathways.queries.lookup import Answer, By, look_up
from portal.charts.model import releases_of
from portal.exports import FactTable
from portal.pages.educators.lookup_rows import KINDS, Shown, Told, may_be_words, tables, tell, whole_table
from portal.pages.educators.tables_page import Pair, TablesPage
from portal.pages.shared import NotHere, api_twin, citation, permalink, today, with_query

MOST = 200  # texts at once
LONGEST = 120  # letters of one text
# Servers refuse addresses of more than about 4,000 letters, and a line break takes six of them.
LONGEST_BOX = 3000
FIELD = "codes"
EXAMPLES = (
    ("ST0152, 601/6299/5 and 5241", "ST0152\n601/6299/5\n5241"),
    ("10007851", "10007851"),
    ("CAH11-01-01", "CAH11-01-01"),
    ("Dental nurse", "Dental nurse"),
)
_BARE_CODE = re.compile(r"(?:[A-Za-z]{2,5} ?)?[\d/-]+[A-Za-z]?")
_ELSEWHERE = {
    By.QAN: "https://www.gov.uk/find-a-regulated-qualification",
    By.URN: "https://get-information-schools.service.gov.uk/",
    By.UKPRN: "https://www.ukrlp.co.uk/",
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A text that stands for nothing we hold: what it may be, and where to look, as pairs of words and address."""

    text: str
    may_be: str
    here: tuple[Pair, ...]
    elsewhere: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Double:
    """A text that stands for several things: the kinds with their titles."""

    text: str
    things: tuple[Pair, ...]


def texts_in(box: str) -> list[str]:
    """What a pasted text holds, each once: a line, a cell of a spreadsheet, or codes between commas."""
    cells = [cell for line in re.split(r"[\r\n\t;]+", box) for cell in _parts(line)]
    clean = (" ".join("".join(c if c.isprintable() else " " for c in cell).split()) for cell in cells)
    return list({text.casefold(): text[:LONGEST] for text in clean if text}.values())


def _parts(line: str) -> list[str]:
    """The codes between commas; a title with a comma in it stays whole."""
    parts = [part.strip() for part in line.split(",")]
    return parts if all(_BARE_CODE.fullmatch(part) for part in parts if part) else [line]


class LookUp(TablesPage):
    """`/educators/lookup/?codes=`: several at once, one a line; `format` for everything as a file."""

    template_name = "educators/lookup.html"

    @cached_property
    def texts(self) -> list[str]:
        """What was asked for; what goes beyond the most is said."""
        found = texts_in(self.request.GET.get(FIELD, ""))
        if len(found) > MOST:
            said = _("You gave %(count)s. We looked up the first %(most)s.") % {"count": len(found), "most": MOST}
            self.problems.append((said, FIELD))
        return found[:MOST]

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """What each text stands for."""
        return look_up(self.facts, self.texts, today()) if self.texts else ()

    @cached_property
    def told(self) -> list[tuple[Answer, Told | None]]:
        """A row for everything found, and one without a thing for each text that was not."""
        pay, kept = self._pay(), with_query("", self.editions_asked)
        rows: list[tuple[Answer, Told | None]] = []
        for answer in self.answers:
            rows += [(answer, tell(match, pay, kept)) for match in answer.matches] or [(answer, None)]
        return rows

    def _pay(self) -> dict[str, PayRange]:
        """Typical pay of the unit groups that were found; one SQL statement, none without any."""
        things = [match.thing for answer in self.answers for match in answer.matches]
        units = {one.code for one in things if isinstance(one, Group) and one.level == Level.UNIT}
        return {code: found[0] for code, found in pay_and_hours(self.facts, sorted(units)).items()} if units else {}

    def kept_pairs(self) -> list[Pair]:
        """What was asked, one a line."""
        return [(FIELD, "\n".join(self.texts))] if self.texts else []

    @cached_property
    def shown(self) -> list[Shown]:
        """A table a kind."""
        return tables(self.facts, [(answer, one) for answer, one in self.told if one])

    def file_table(self) -> tuple[FactTable, str, tuple[ReleaseRef, ...]]:
        """Everything, in the order it was asked."""
        if not self.texts:
            raise NotHere(_("Give at least one code, for example codes=ST0152."))
        site = self.request.build_absolute_uri("/").rstrip("/")
        return whole_table(self.told, site), "waymark-codes", self._releases()

    def _releases(self) -> tuple[ReleaseRef, ...]:
        return tuple(dict.fromkeys(ref for shown in self.shown for ref in shown.releases))

    def page_context(self) -> dict[str, Any]:
        """The box; then what was found, what may be two things, and what was not found."""
        releases = self._releases()
        title = _("What the codes stand for")
        return {
            "box": "\n".join(self.texts),
            "field": FIELD,
            "most": MOST,
            "longest": LONGEST_BOX,
            "error": next((text for text, field in self.problems if field == FIELD), ""),
            "asked": FIELD in self.request.GET,
            "count": len(self.texts),
            "found": sum(bool(answer.matches) for answer in self.answers),
            "doubles": self._doubles(),
            "unknown": [_unknown(answer) for answer in self.answers if not answer.matches],
            "tables": self.shown,
            "files": self.downloads() if self.texts else [],
            "examples": [(words, with_query(self.request.path, [(FIELD, box)])) for words, box in EXAMPLES],
            "releases": releases_of(figure for shown in self.shown for figure in shown.table.figures),
            "permalink": permalink(self.request.path, self.facts.editions, releases, *self.kept_pairs()),
            "citation": citation(title, releases) if releases else "",
            "crumbs": [(_("Teachers and advisers"), reverse("educators:home")), (_("Look up codes"), "")],
            "twin": self._twin(),
        }

    def _doubles(self) -> list[Double]:
        things: dict[str, list[Pair]] = {}
        for answer, one in self.told:
            if one and answer.is_ambiguous:
                things.setdefault(answer.text, []).append((str(KINDS[one.kind].one), one.title))
        return [Double(text, tuple(found)) for text, found in things.items()]

    def _twin(self) -> str:
        """Where the API tells of the one kind that was found; else its index of lists."""
        names = {
            "standards": "standard-list",
            "tlevels": "tlevel-list",
            "qualifications": "qualification-list",
            "providers": "provider-list",
            "degree-subjects": "degree-subject-list",
            "hecos-subjects": "hecos-subject-list",
            "occupations": "occupation-list",
        }
        kinds = {shown.id for shown in self.shown}
        return api_twin(names[kinds.pop()], query=self.editions_asked) if len(kinds) == 1 else api_twin("index")


def _unknown(answer: Answer) -> Unknown:
    """Where else to look for a text, by what it may be: our lists for words, publishers' registers for numbers."""
    lists = (
        (_("apprenticeships"), "open:standard-list"),
        (_("T Levels"), "open:tlevel-list"),
        (_("qualifications"), "open:qualification-list"),
        (_("providers"), "open:provider-list"),
        (_("occupations"), "educators:explorer"),
    )
    is_title = By.TITLE in answer.may_be
    here = [(words, with_query(reverse(name), [("q", answer.text)])) for words, name in lists] if is_title else []
    named = {By.QAN: _("register of qualifications"), By.URN: _("register of schools"), By.UKPRN: _("UKRLP")}
    elsewhere = [(named[by], address) for by, address in _ELSEWHERE.items() if by in answer.may_be]
    return Unknown(answer.text, may_be_words(answer), tuple(here), tuple(elsewhere))
