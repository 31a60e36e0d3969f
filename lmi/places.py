"""From what a person types for a place to its areas: postcodes, towns, areas by name or code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.queries import Editions
from lmi.enums import AreaKind, PlaceBasis
from lmi.models import Outcode
from lmi.place_index import GSS_CODE, Name, NameIndex, name_index
from lmi.placenames import fold, looks_like_postcode, outcode_of
from lmi.register import Gazetteer, Place, gazetteer

LONGEST = 120
NAMED = "named"
_GROUPS = (AreaKind.COMBINED_AUTHORITY, AreaKind.LSIP)
_CROWN_LETTERS = ("GY", "IM", "JE")
_CROWN_NAMES = {"guernsey", "jersey", "isle of man"}


@dataclass(frozen=True, slots=True)
class CareersService:
    """The public careers service of a nation."""

    name: str
    website: str
    address: str


# Proper names and addresses of the services themselves; they are not translated.
CAREERS_SERVICES = {
    "E92000001": CareersService(
        "National Careers Service", "National Careers Service", "https://nationalcareers.service.gov.uk/"
    ),
    "S92000003": CareersService(
        "Skills Development Scotland", "My World of Work", "https://www.myworldofwork.co.uk/"
    ),
    "W92000004": CareersService("Careers Wales", "Careers Wales", "https://careerswales.gov.wales/"),
    "N92000002": CareersService("nidirect Careers Service", "nidirect", "https://www.nidirect.gov.uk/careers"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceSuggestion:
    """Something a person may have meant. `value` is what to ask for; `within` tells like names apart."""

    text: str
    value: str
    kind: str  # an AreaKind, "town" or "outcode"
    within: str = ""


class UnknownPlaceError(Exception):
    """Nothing is known by this name or postcode; the message says what to do, `suggestions` what is near."""

    def __init__(self, message: str, suggestions: Iterable[PlaceSuggestion] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.suggestions = tuple(suggestions)


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """The areas of one place. `area` is the narrowest; an area the place does not lie in is None.

    `basis` is "named", or how a postcode or town was put into its authority (PlaceBasis); `words`
    says the same in a sentence. `also` holds other areas of the same name.
    """

    asked: str
    kind: str  # "postcode", "outcode", "town" or an AreaKind
    name: str
    area: Place
    nation: Place | None
    region: Place | None
    authority: Place | None
    combined_authority: Place | None
    lsip: Place | None
    basis: str
    words: str
    outcode: str = ""
    also: tuple[Place, ...] = ()

    @property
    def in_england(self) -> bool:
        """Whether England's projections, routes and services apply."""
        return self.area.in_england

    @property
    def careers_service(self) -> CareersService | None:
        """The careers service of the place's nation; None for the UK as a whole."""
        return CAREERS_SERVICES.get(self.nation.code) if self.nation else None

    @property
    def lsip_words(self) -> str:
        """Name of the LSIP area with the year of its set; empty outside England."""
        if self.lsip is None:
            return ""
        return _("%(name)s (%(edition)s set)") % {"name": self.lsip.name, "edition": self.lsip.edition}

    @property
    def areas(self) -> tuple[Place, ...]:
        """The areas it lies in, narrowest first, without the UK."""
        found = (self.authority, self.lsip, self.combined_authority, self.region, self.nation)
        return tuple(place for place in found if place is not None)


def resolve_place(text: str, editions: Editions) -> PlaceAnswer:
    """The areas of a postcode (whole or first half), town, area name or GSS code, as of these editions.

    Postcodes are placed by their first half. At most four SQL statements, and one when the registers
    are already read. Raises UnknownPlaceError, with suggestions, for anything that is not known, that
    is not a well-formed postcode, or that several areas share as an other name (a county with districts).
    """
    asked = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    if not asked:
        raise UnknownPlaceError(_("Type a postcode, a town or the name of an area."))
    places = gazetteer(editions)
    outcode = outcode_of(asked)
    if outcode:
        return _by_outcode(asked, outcode, places, editions)
    names = name_index(editions)
    if GSS_CODE.fullmatch(asked.upper()):
        return _by_code(asked, places, names)
    found = names.named(asked)
    if found:
        return _by_name(asked, found, places, names)
    raise _unknown(asked, places, names, editions)


def suggest_places(prefix: str, editions: Editions, limit: int = 8) -> tuple[PlaceSuggestion, ...]:
    """Areas, towns and outcodes that start like this, likeliest first; at most one SQL statement when warm."""
    wanted = " ".join(prefix.replace("\x00", " ").split())[:LONGEST]
    places, names = gazetteer(editions), name_index(editions)
    found = [*_outcodes_like(wanted, places, editions, limit)] if looks_like_postcode(wanted) else []
    # A county stands among the other names of its districts: they are offered once it is asked for whole.
    found += _suggestions([name for name in names.starting(wanted) if not names.is_shared(name)], places)
    return _distinct(found)[:limit]


def _by_code(asked: str, places: Gazetteer, names: NameIndex) -> PlaceAnswer:
    code = names.codes.get(asked.upper())
    if code is None:
        raise UnknownPlaceError(
            _("There is no area with the code %(code)s, or no figure here is about it.") % {"code": asked.upper()}
        )
    return _answer(asked, places[code], places, words=_area_words(places[code]))


def _by_outcode(asked: str, outcode: str, places: Gazetteer, editions: Editions) -> PlaceAnswer:
    # "OX41" may be the district OX41 or OX4 with the next digit typed after it.
    candidates = [outcode, *([outcode[:-1]] if outcode[-2:].isdigit() else [])]
    rows = Outcode.objects.filter(release_id__in=editions.of("outcodes"), code__in=candidates)
    known = {row.code: row for row in rows.exclude(authority=None)}
    row = next((known[code] for code in candidates if code in known), None)
    if row is None:
        raise _unknown_outcode(outcode, places, editions)
    authority = places[row.authority_id or ""]
    rest = "".join(asked.upper().split()).removeprefix(row.code)
    return _answer(
        asked,
        authority,
        places,
        kind="postcode" if rest else "outcode",
        name=f"{row.code} {rest}".strip(),
        outcode=row.code,
        basis=row.basis,
        words=_outcode_words(row, authority),
    )


def _outcode_words(row: Outcode, authority: Place) -> str:
    if row.basis == PlaceBasis.DISTRICT_LIST:
        return _(
            "By its first half, %(outcode)s, which a list of postcode districts puts in %(authority)s; "
            "near a border it may be the neighbour."
        ) % {"outcode": row.code, "authority": authority.name}
    return _(
        "By the centre of %(outcode)s, which is nearest to %(authority)s (%(distance)s km from the centre of "
        "that authority); near a border it may be the neighbour."
    ) % {"outcode": row.code, "authority": authority.name, "distance": row.distance_km}


def _by_name(asked: str, found: tuple[Name, ...], places: Gazetteer, names: NameIndex) -> PlaceAnswer:
    best = found[0]
    if names.is_shared(best):
        raise _several(asked, found, places, names)
    area = places[best.code]
    others = dict.fromkeys(name.code for name in found if name.is_own or name.is_town)
    also = tuple(places[code] for code in others if code != area.code)
    if not best.is_town:
        return _answer(asked, area, places, words=_area_words(area), also=also)
    return _answer(
        asked, area, places, kind="town", name=best.text, basis=best.basis, words=_town_words(best, area), also=also,
        outcode=best.outcodes[0],
    )  # fmt: skip


def _town_words(town: Name, authority: Place) -> str:
    values = {"town": town.text, "outcode": town.outcodes[0], "authority": authority.name}
    if town.basis == PlaceBasis.DISTRICT_LIST:
        return (
            _(
                "A list of postcode districts has %(town)s in %(outcode)s, which lies in %(authority)s; "
                "near a border it may be the neighbour."
            )
            % values
        )
    return (
        _(
            "A list of postcode districts has %(town)s in %(outcode)s, the centre of which is nearest to "
            "%(authority)s; near a border it may be the neighbour."
        )
        % values
    )


def _area_words(area: Place) -> str:
    kind = str(AreaKind(area.kind).label)
    if area.kind == AreaKind.LSIP:
        return _("%(name)s: %(kind)s (%(edition)s set)") % {"name": area.name, "kind": kind, "edition": area.edition}
    return _("%(name)s: %(kind)s") % {"name": area.name, "kind": kind}


def _answer(
    asked: str,
    area: Place,
    places: Gazetteer,
    *,
    words: str,
    kind: str = "",
    name: str = "",
    basis: str = NAMED,
    outcode: str = "",
    also: tuple[Place, ...] = (),
) -> PlaceAnswer:
    """The area with those around it."""
    around = {place.kind: place for place in places.widening(area.code)}
    around |= {places[code].kind: places[code] for code in area.groups if code in places.places}
    return PlaceAnswer(
        asked=asked,
        kind=kind or area.kind,
        name=name or area.name,
        area=area,
        nation=around.get(AreaKind.NATION),
        region=around.get(AreaKind.REGION),
        authority=around.get(AreaKind.LOCAL_AUTHORITY),
        combined_authority=around.get(AreaKind.COMBINED_AUTHORITY),
        lsip=around.get(AreaKind.LSIP),
        basis=basis,
        words=words,
        outcode=outcode,
        also=also,
    )


def _several(asked: str, found: tuple[Name, ...], places: Gazetteer, names: NameIndex) -> UnknownPlaceError:
    """An error that offers the authorities of a county, after the wider areas that bear its name."""
    districts = [places[code] for code in dict.fromkeys(name.code for name in found if not name.is_town)]
    wider = [name for name in names.starting(asked) if places[name.code].kind in _GROUPS and name.is_own]
    offered = [*_suggestions(wider, places), *(_offer(place, places) for place in districts)]
    message = ngettext(
        "“%(name)s” covers %(count)d local authority. Choose it:",
        "“%(name)s” covers %(count)d local authorities. Choose one:",
        len(districts),
    ) % {"name": asked, "count": len(districts)}
    return UnknownPlaceError(message, _distinct(offered))


def _unknown(asked: str, places: Gazetteer, names: NameIndex, editions: Editions) -> UnknownPlaceError:
    if fold(asked) in _CROWN_NAMES:
        return _crown()
    if looks_like_postcode(asked):
        first = asked.upper().split()[0]
        return UnknownPlaceError(
            _("“%(postcode)s” is not a postcode. Type it like OX4 1JY, or only the first half, like OX4.")
            % {"postcode": asked},
            _distinct(_outcodes_like(first, places, editions, 6)),
        )
    near = _distinct(_suggestions([*names.starting(asked), *names.like(asked)], places))[:6]
    return UnknownPlaceError(
        _("We know no place called “%(name)s”. Check the spelling, or type a postcode.") % {"name": asked}, near
    )


def _unknown_outcode(outcode: str, places: Gazetteer, editions: Editions) -> UnknownPlaceError:
    if outcode.startswith(_CROWN_LETTERS):
        return _crown()
    message = _("There is no postcode district %(outcode)s. Check the first half of the postcode.")
    return UnknownPlaceError(message % {"outcode": outcode}, _distinct(_outcodes_like(outcode, places, editions, 6)))


def _crown() -> UnknownPlaceError:
    return UnknownPlaceError(
        _("Guernsey, Jersey and the Isle of Man are not in the UK, and no figure here covers them.")
    )


def _outcodes_like(text: str, places: Gazetteer, editions: Editions, limit: int) -> list[PlaceSuggestion]:
    """Outcodes that start like this text or, when there is none, like ever less of it."""
    starts = [text.upper().split()[0][:n] for n in range(4, 1, -1)]
    rows = Outcode.objects.filter(release_id__in=editions.of("outcodes"), code__startswith=starts[-1])
    known = {row.code: row for row in rows.exclude(authority=None)}
    start = next((start for start in starts if any(code.startswith(start) for code in known)), None)
    near = sorted((code for code in known if start and code.startswith(start)), key=lambda code: (len(code), code))
    return [
        PlaceSuggestion(code, code, "outcode", places[known[code].authority_id or ""].name) for code in near[:limit]
    ]


def _suggestions(names: Iterable[Name], places: Gazetteer) -> list[PlaceSuggestion]:
    return [
        PlaceSuggestion(name.text, name.outcodes[0], "town", places[name.code].name)
        if name.is_town
        else _offer(places[name.code], places)
        for name in names
    ]


def _offer(place: Place, places: Gazetteer) -> PlaceSuggestion:
    wider = places.places.get(place.parent)
    return PlaceSuggestion(place.name, place.code, place.kind, wider.name if wider else "")


def _distinct(found: Iterable[PlaceSuggestion]) -> tuple[PlaceSuggestion, ...]:
    seen: dict[tuple[str, str, str], PlaceSuggestion] = {}
    for one in found:
        seen.setdefault((one.text, one.kind, one.within), one)
    return tuple(seen.values())
