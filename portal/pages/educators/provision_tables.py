"""Maps, bars, tables and sentences of a sector's provision and jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import Figure
from lmi.enums import AreaKind
from lmi.queries.context import Facts
from pathways.queries.provision import AreaProvision, SectorProvision, StandardProvision
from portal.charts import BarChart, Point, Series, TileMap
from portal.charts.words import area_name, joined
from portal.exports import FactColumn, FactRow, FactTable
from portal.pages.educators.local_tables import MORE, concentration_words

MOST_BARS = 15
MOST_NAMED = 8
FEW = 2  # regions named at either end of an order
PER_PEOPLE = 10_000
KIND_WORDS: Mapping[str, Promise] = {
    AreaKind.REGION: gettext_lazy("By region"),
    AreaKind.LSIP: gettext_lazy("By LSIP area"),
    AreaKind.LOCAL_AUTHORITY: gettext_lazy("By local authority"),
}
_AREA_HEADS: Mapping[str, Promise] = {
    AreaKind.REGION: gettext_lazy("Region"),
    AreaKind.LSIP: gettext_lazy("Local skills improvement plan area"),
    AreaKind.LOCAL_AUTHORITY: gettext_lazy("Local authority"),
}
_COLUMNS: tuple[tuple[str, Promise], ...] = (
    ("providers", gettext_lazy("Providers, at most")),
    ("starts_low", gettext_lazy("Starts, at least")),
    ("starts_high", gettext_lazy("Starts, at most")),
    ("tlevels", gettext_lazy("T Level providers, Feb 2022")),
    ("people", gettext_lazy("People in this work")),
)
_NOTE_HEADS: Mapping[str, Promise] = {
    "providers": gettext_lazy("Providers, at most"),
    "starts": gettext_lazy("Starts, between"),
    "tlevels": gettext_lazy("T Level providers, Feb 2022"),
    "people": gettext_lazy("People in this work"),
}


def areas_table(facts: Facts, found: SectorProvision, areas: Iterable[AreaProvision]) -> FactTable:
    """Each area with its counts, England last; by name. Work against England only where it is known: by region."""
    by_region = found.kind == AreaKind.REGION
    columns = [(key, words) for key, words in _COLUMNS if by_region or key != "people"]
    heads = [FactColumn("area", str(_AREA_HEADS[found.kind])), FactColumn("gss_code", _("Code"))]
    if by_region:
        heads.append(FactColumn("against", _("This work here")))
    rows = tuple(
        FactRow(
            (one.area.name, one.area.code, *((_against(one, found),) if by_region else ())),
            tuple(getattr(one, key) for key, _words in columns),
        )
        for one in (*areas, found.england)
    )
    title = _("%(sector)s: provision and jobs") % {"sector": found.sector}
    note = _("In order of name, England last. What each column is, and is not, stands below.")
    return FactTable(
        "areas", title, tuple(heads), tuple(FactColumn(key, str(words)) for key, words in columns), rows, note
    )


def _against(one: AreaProvision, found: SectorProvision) -> str:
    return "–" if one is found.england else concentration_words(one.concentration)


def standards_table(found: SectorProvision, standards: Sequence[StandardProvision]) -> FactTable:
    """Standards of the sector with providers and starts in the year, most started first."""
    rows = tuple(
        FactRow(
            (
                one.title,
                one.reference,
                _("Level %(level)d") % {"level": one.level} if one.level is not None else _("not given"),
                _("yes") if one.is_open else _("no"),
            ),
            (one.providers, one.starts),
        )
        for one in standards
    )
    heads = (
        FactColumn("title", _("Standard")),
        FactColumn("reference", _("Reference")),
        FactColumn("level", _("Level")),
        FactColumn("open", _("Open to new starts")),
    )
    columns = (FactColumn("providers", _("Providers")), FactColumn("starts", _("Starts")))
    title = _("%(sector)s: apprenticeship standards in England") % {"sector": found.sector}
    return FactTable("standards", title, heads, columns, rows, _("Most started first."))


def teach_map(found: SectorProvision, marked: str) -> TileMap:
    """The regions as tiles: who may teach the sector there."""
    points = tuple(Point(one.area.name, one.providers) for one in found.areas)
    title = _("Providers that may train for %(sector)s, at most") % {"sector": found.sector}
    return TileMap("teach-map", title, Series(str(_NOTE_HEADS["providers"]), points), _("Region"), marked=marked)


def work_bars(found: SectorProvision, marked: str) -> BarChart:
    """The regions as bars: who works in the sector; "at least" has no room on a tile."""
    ordered = sorted(found.areas, key=lambda one: (-float(one.people.value or 0), one.area.name))
    points = tuple(Point(one.area.name, one.people) for one in ordered)
    label = next((one.area.name for one in ordered if one.area.code == marked), "")
    series = Series(str(_NOTE_HEADS["people"]), points)
    return BarChart(
        "work-bars",
        _("People in this work, by region"),
        series,
        _("Region"),
        marked=label,
        order=_("Most people first."),
    )


def bars(found: SectorProvision, areas: Sequence[AreaProvision], marked: str) -> BarChart:
    """The areas in which most providers may train for the sector; the one asked for is always there."""
    ordered = sorted(areas, key=lambda one: (-float(one.providers.value or 0), one.area.name))
    shown = ordered[:MOST_BARS]
    shown += [one for one in ordered[MOST_BARS:] if one.area.code == marked]
    points = tuple(Point(one.area.name, one.providers) for one in shown)
    label = next((one.area.name for one in shown if one.area.code == marked), "")
    said = {"count": min(MOST_BARS, len(ordered)), "all": len(ordered)}
    order = _("The %(count)s areas with most of %(all)s, most first.") % said
    title = _("Providers that may train for %(sector)s, at most") % {"sector": found.sector}
    series = Series(str(_NOTE_HEADS["providers"]), points)
    return BarChart("teach-bars", title, series, str(_AREA_HEADS[found.kind]), marked=label, order=order)


def notes(found: SectorProvision) -> list[tuple[str, str]]:
    """What each column is and is not."""
    kept = [key for key in _NOTE_HEADS if key != "people" or found.kind == AreaKind.REGION]
    return [(str(_NOTE_HEADS[key]), found.notes[key]) for key in kept if key in found.notes]


def sentences(found: SectorProvision) -> list[str]:
    """Clusters and gaps, said with care: what the numbers show, never why."""
    told = [*_clusters(found), *_per_person(found)] if found.kind == AreaKind.REGION else []
    return [*told, *_without(found)]


def _clusters(found: SectorProvision) -> list[str]:
    more = [one for one in found.areas if one.concentration is not None and one.concentration >= MORE]
    if not any(one.concentration is not None for one in found.areas):
        return []
    if not more:
        return [_("This work is spread evenly: in no region is it much more common than in England as a whole.")]
    more.sort(key=lambda one: (-(one.concentration or 0), one.area.name))
    names = joined([_("%(area)s (%(times)s times)") % {"area": area_name(one.area.name), "times": one.concentration}
                    for one in more])  # fmt: skip
    return [_("A cluster: among people in work, this work is more common than in England in %(names)s.")
            % {"names": names}]  # fmt: skip


def _per_person(found: SectorProvision) -> list[str]:
    """The regions with fewest and most providers for the people in the work."""
    rates = [
        (float(one.providers.value) / float(one.people.value) * PER_PEOPLE, one)
        for one in found.areas
        if one.providers.value is not None and one.people.value
    ]
    if len(rates) < 2 * FEW + 1:
        return []
    rates.sort(key=lambda pair: (pair[0], pair[1].area.name))
    ends = {"fewest": _named(rates[:FEW]), "most": _named(reversed(rates[-FEW:])), "people": f"{PER_PEOPLE:,}"}
    words = _(
        "For every %(people)s people in this work, the fewest providers may train for it in %(fewest)s, the most in "
        "%(most)s. Providers differ in size, and a provider counts in every region where it trains anybody."
    )
    return [words % ends]


def _named(rates: Iterable[tuple[float, AreaProvision]]) -> str:
    return joined([_("%(area)s (%(rate).0f)") % {"area": area_name(one.area.name), "rate": rate}
                   for rate, one in rates])  # fmt: skip


def _without(found: SectorProvision) -> list[str]:
    """Areas for which a column has nobody: a gap in the lists, not proof of one on the ground."""
    told = []
    kinds = (
        ("providers", _("No provider that trains for the sector trains anybody, by these numbers, in %(names)s.")),
        ("tlevels", _("The list of February 2022 names nobody for a T Level of the sector in %(names)s: ask there.")),
    )
    for column, words in kinds:
        names = [one.area.name for one in found.areas if _is_nobody(getattr(one, column))]
        if names:
            told.append(words % {"names": _some(names)})
    return told


def _is_nobody(figure: Figure) -> bool:
    return figure.value is not None and not figure.value


def _some(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return joined([area_name(name) for name in names])
    return _("%(count)s areas, the first by name %(names)s") % {
        "count": len(names),
        "names": joined([area_name(name) for name in names[:MOST_NAMED]]),
    }
