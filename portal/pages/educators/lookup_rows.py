"""Tables of what codes stand for: one a kind for the page, one of everything for files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import Figure, ReleaseRef
from lmi.enums import Level
from lmi.queries.context import Facts
from lmi.queries.pay import PayRange
from lmi.register import Group
from pathways.enums import StandardStatus
from pathways.queries.apprenticeships import CODES
from pathways.queries.apprenticeships import REGISTER as STANDARDS
from pathways.queries.lookup import (
    BY_WORDS,
    HECOS,
    TITLE_SOURCES,
    Answer,
    Body,
    By,
    CodedStandard,
    Hecos,
    Match,
    Trade,
)
from pathways.queries.provider_lists import SOURCE_OF
from pathways.queries.qualifications import APPROVED, QualificationDetail
from pathways.queries.subjects import SubjectRef
from pathways.queries.tlevels import REGISTER as TLEVELS
from pathways.queries.tlevels import SPECIALISMS, TLevelSummary
from portal.charts.words import joined
from portal.exports import FactColumn, FactRow, FactTable
from portal.pages.reference.qualifications import state_of


@dataclass(frozen=True, slots=True)
class Told:
    """One thing as a row: what it is, its codes and title, its address here, and its facts in the kind's own order."""

    kind: str
    code: str
    title: str
    address: str
    level: str
    state: str
    more: tuple[str, ...]
    months: Figure | None = None
    funding: Figure | None = None
    pay: Figure | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its table's title and heads ("" for a column that it has not), its figures, its sources."""

    title: Promise
    one: Promise
    code: Promise
    level: Promise | str
    state: Promise | str
    more: tuple[Promise, ...]
    figures: tuple[tuple[str, Promise], ...]
    sources: tuple[str, ...]


STANDARD, TLEVEL, QUALIFICATION, PROVIDER = "standards", "tlevels", "qualifications", "providers"
DEGREE, HECOS_KIND, WORK = "degree-subjects", "hecos-subjects", "occupations"
_LEVEL, _STATE = gettext_lazy("Level"), gettext_lazy("Can it be started?")
KINDS: Mapping[str, Kind] = {
    STANDARD: Kind(
        *(gettext_lazy("Apprenticeships"), gettext_lazy("apprenticeship"), gettext_lazy("Reference"), _LEVEL, _STATE),
        (gettext_lazy("LARS code (2021)"), gettext_lazy("Kind"), gettext_lazy("Sector")),
        (("months", gettext_lazy("Usual length")), ("funding", gettext_lazy("Funding band"))),
        (STANDARDS, CODES),
    ),
    TLEVEL: Kind(
        *(gettext_lazy("T Levels"), gettext_lazy("T Level"), gettext_lazy("LARS code"), _LEVEL, _STATE),
        (gettext_lazy("Kind"), gettext_lazy("Sector")),
        (),
        (TLEVELS, SPECIALISMS, "waymark-tlevel-status"),
    ),
    QUALIFICATION: Kind(
        *(gettext_lazy("Qualifications"), gettext_lazy("qualification"), gettext_lazy("QAN"), _LEVEL),
        gettext_lazy("Public funding"),
        (gettext_lazy("Awarding organisation"), gettext_lazy("Kind"), gettext_lazy("Sector subject area")),
        (),
        (APPROVED,),
    ),
    PROVIDER: Kind(
        *(gettext_lazy("Providers"), gettext_lazy("provider"), gettext_lazy("UKPRN or URN"), gettext_lazy("Place")),
        gettext_lazy("State in the list"),
        (gettext_lazy("Other number"), gettext_lazy("Listed as")),
        (),
        tuple(SOURCE_OF.values()),
    ),
    DEGREE: Kind(
        *(gettext_lazy("Degree subjects (CAH)"), gettext_lazy("degree subject"), gettext_lazy("CAH code")),
        gettext_lazy("Level of the hierarchy"),
        gettext_lazy("Version"),
        (gettext_lazy("Within"),),
        (),
        ("cah-current", "cah-subjects"),
    ),
    HECOS_KIND: Kind(
        gettext_lazy("Degree subjects (HECoS)"),
        gettext_lazy("degree subject"),
        gettext_lazy("HECoS code"),
        "",
        "",
        (),
        (),
        (HECOS,),
    ),
    WORK: Kind(
        *(gettext_lazy("Occupations (SOC 2020)"), gettext_lazy("occupation"), gettext_lazy("SOC 2020")),
        *(gettext_lazy("Level of the classification"), gettext_lazy("Found by"), ()),
        (("pay", gettext_lazy("Median pay")),),
        ("soc-2020", *TITLE_SOURCES),
    ),
}
COLUMNS: tuple[tuple[str, Promise], ...] = (
    ("months", gettext_lazy("Usual length")),
    ("funding", gettext_lazy("Funding band")),
    ("pay", gettext_lazy("Median pay")),
)


def tell(match: Match, pay: Mapping[str, PayRange], editions: str) -> Told:
    """A found thing as a row; `editions` is the query that keeps the editions asked for."""
    thing = match.thing
    if isinstance(thing, CodedStandard):
        return _standard(thing, editions)
    if isinstance(thing, TLevelSummary):
        return _tlevel(thing, editions)
    if isinstance(thing, Trade):
        return _trade(thing, editions)
    if isinstance(thing, QualificationDetail):
        return _qualification(thing, editions)
    if isinstance(thing, Body):
        return _provider(thing, editions)
    if isinstance(thing, SubjectRef):
        return _degree(thing, editions)
    if isinstance(thing, Hecos):
        return Told(HECOS_KIND, thing.code, thing.title, "", "", "", ())
    return _work(thing, match.by, pay, editions)


def _page(name: str, code: str, editions: str) -> str:
    return reverse(name, args=[code]) + editions


def _level(level: int | None) -> str:
    return _("Level %(level)d") % {"level": level} if level is not None else _("not given")


def _standard(thing: CodedStandard, editions: str) -> Told:
    one = thing.summary
    more = (joined(thing.lars_codes) or _("none listed"), one.kind_words, one.sector or _("not given"))
    address = _page("open:standard-detail", one.reference, editions)
    status = _("open, under revision") if one.is_under_revision else str(StandardStatus(one.status).label)
    named = (one.reference, one.title, address, _level(one.level), status)
    return Told(STANDARD, *named, more, one.typical_months, one.max_funding)


def _tlevel(one: TLevelSummary, editions: str) -> Told:
    title = f"{one.name} ({one.start_year})"
    address = _page("open:tlevel-detail", str(one.number), editions)
    return Told(TLEVEL, one.lars_code, title, address, _level(3), one.status_words, (_("T Level"), one.sector))


def _trade(one: Trade, editions: str) -> Told:
    newest = max(one.tlevels, key=lambda version: version.number, default=None)
    if newest is None:
        return Told(TLEVEL, one.lars_code, one.name, "", _level(3), "", (_("specialism"), ""))
    names = joined([f"{version.name} ({version.start_year})" for version in one.tlevels])
    kind = _("specialism of %(names)s") % {"names": names}
    address = _page("open:tlevel-detail", str(newest.number), editions)
    return Told(TLEVEL, one.lars_code, one.name, address, _level(3), newest.status_words, (kind, newest.sector))


def _qualification(one: QualificationDetail, editions: str) -> Told:
    state, _tag = state_of(one)
    address = _page("open:qualification-detail", one.qan, editions)
    more = (one.awarding_body, one.kind, one.sector_subject)
    return Told(QUALIFICATION, one.printed_qan, one.title, address, one.level, state, more)


def _provider(body: Body, editions: str) -> Told:
    best = body.best
    code, other = (body.ukprn, body.urn) if body.ukprn else (body.urn, "")
    areas = dict.fromkeys(record.area.name for record in body.records if record.area)
    kinds = dict.fromkeys(record.kind_words for record in body.records)
    state = joined(list(dict.fromkeys(record.status for record in body.records if record.status)))
    address = _page("open:provider-detail", code, editions)
    place = joined(list(areas)) or _("not given")
    return Told(
        PROVIDER, code, best.name, address, place, state or _("listed"), (other or _("none"), joined(list(kinds)))
    )


def _degree(one: SubjectRef, editions: str) -> Told:
    depth = {1: _("widest"), 2: _("middle"), 3: _("narrowest")}
    version = _("today’s") if one.is_current else _("earlier; now %(code)s") % {"code": one.now}
    wide = one.code[: one.code.rfind("-")] if "-" in one.code else _("nothing wider")
    address = _page("open:degree-subject-detail", one.now or one.code, editions)
    return Told(DEGREE, one.code, one.title, address, depth.get(one.level, ""), version, (wide,))


def _work(one: Group, by: str, pay: Mapping[str, PayRange], editions: str) -> Told:
    is_unit = one.level == Level.UNIT
    address = _page("educators:occupation-detail", one.code, editions) if is_unit else ""
    found = _("code") if by == By.SOC else _("title or job title")
    level = str(Level(one.level).label)
    figure = pay[one.code].median if one.code in pay else None
    return Told(WORK, one.code, one.title, address, level, found, (), pay=figure)


@dataclass(frozen=True, slots=True)
class Shown:
    """A table of the page: the facts, their editions, and what was asked beside each row."""

    id: str
    table: FactTable
    releases: tuple[ReleaseRef, ...]


def tables(facts: Facts, told: Iterable[tuple[Answer, Told]]) -> list[Shown]:
    """One table a kind that was found, rows in the order given."""
    rows: dict[str, list[tuple[Answer, Told]]] = {}
    for answer, one in told:
        rows.setdefault(one.kind, []).append((answer, one))
    return [_shown(facts, name, rows[name]) for name in KINDS if name in rows]


def _shown(facts: Facts, name: str, rows: Sequence[tuple[Answer, Told]]) -> Shown:
    kind = KINDS[name]
    named = (("level", kind.level), ("state", kind.state))
    plain = [(key, words) for key, words in named if str(words)]
    heads = [
        FactColumn("title", _("Title")),
        FactColumn("given", _("You gave")),
        FactColumn("code", str(kind.code)),
        *(FactColumn(key, str(words)) for key, words in plain),
        *(FactColumn(f"more_{number}", str(words)) for number, words in enumerate(kind.more)),
    ]
    found = tuple(
        FactRow(
            (one.title, answer.text, one.code, *(getattr(one, key) for key, _words in plain), *one.more),
            tuple(getattr(one, key) for key, _words in kind.figures),
            one.address,
        )
        for answer, one in rows
    )
    columns = tuple(FactColumn(key, str(words)) for key, words in kind.figures)
    table = FactTable(
        name, str(kind.title), tuple(heads), columns, found, _("In the order you gave."), say_coarser=True
    )
    editions = (facts.editions.ref(pk) for pk in facts.editions.of(*kind.sources))
    return Shown(name, table, tuple(dict.fromkeys([*table.releases, *editions])))


def whole_table(told: Sequence[tuple[Answer, Told | None]], site: str) -> FactTable:
    """Everything that was asked, in its order, as one table for files; what was not found has a row too."""
    heads = (
        FactColumn("given", _("You gave")),
        FactColumn("kind", _("It is")),
        FactColumn("code", _("Code")),
        FactColumn("title", _("Title")),
        FactColumn("level", _("Level or place")),
        FactColumn("state", _("State")),
        FactColumn("more", _("More")),
        FactColumn("page", _("Page")),
    )
    columns = tuple(FactColumn(key, str(words)) for key, words in COLUMNS)
    rows = tuple(_row(answer, one, site) for answer, one in told)
    return FactTable("all", _("What the codes stand for"), heads, columns, rows)


def _row(answer: Answer, one: Told | None, site: str) -> FactRow:
    if one is None:
        may_be = _("it may be: %(kinds)s") % {"kinds": may_be_words(answer)}
        return FactRow((answer.text, _("not found"), "", "", "", "", may_be, ""), (None,) * len(COLUMNS))
    kind = KINDS[one.kind]
    pairs = [(head, text) for head, text in zip(kind.more, one.more, strict=False) if text]
    more = "; ".join(f"{head}: {text}" for head, text in pairs)
    page = f"{site}{one.address}" if one.address else ""
    texts = (answer.text, str(kind.one), one.code, one.title, one.level, one.state, more, page)
    return FactRow(texts, tuple(getattr(one, key) for key, _words in COLUMNS))


def may_be_words(answer: Answer) -> str:
    """What a text may be by its form, in words."""
    return joined([str(BY_WORDS[by]) for by in answer.may_be])
