"""Codes for files that give only names: occupations and areas looked up in the registers by their names."""

from __future__ import annotations

import re

from lmi.enums import AreaKind, Level
from lmi.models import Area, OccupationGroup

# Names of LSIP areas in DfE's tables that the ONS list of 2023 words in another way (docs/sources/areas.md).
LSIP_ALIASES = {
    "enterprisem3lepincludingallofsurrey": "enterprisem3",
    "gloucestershire": "gfirstgloucestershire",
    "norfolkandsuffolk": "newanglia",
}
# Spellings of authorities in Nomis extracts that differ by more than "City of".
AUTHORITY_ALIASES = {"rhonddacynontaff": "rhonddacynontaf"}
_RANK = re.compile(r"\b(city|county) of\b|, (city|county) of$")


def plain(name: str) -> str:
    """A name without case, punctuation and spaces, "&" read as "and": "St. Helens" gives "sthelens"."""
    return re.sub(r"[^a-z0-9]", "", name.lower().replace("&", "and"))


def _authority(name: str) -> str:
    key = plain(_RANK.sub("", name.lower()))
    return AUTHORITY_ALIASES.get(key, key)


def authority_codes() -> dict[str, str]:
    """GSS codes of today's local authorities by plain name. Former names are not in it: their ground may differ."""
    areas = Area.objects.of_kind(AreaKind.LOCAL_AUTHORITY).values_list("name", "code")
    return {_authority(name): code for name, code in areas}


def authority_code(codes: dict[str, str], name: str) -> str | None:
    """The code of an authority as a file names it, or None."""
    key = _authority(name)
    return codes.get(key) or codes.get(key.removesuffix("city"))


def lsip_codes() -> dict[str, str]:
    """GSS codes of the LSIP areas of 2023 by plain name."""
    return {plain(name): code for name, code in Area.objects.of_kind(AreaKind.LSIP).values_list("name", "code")}


def lsip_code(codes: dict[str, str], name: str) -> str | None:
    """The code of an LSIP area as a file names it, or None."""
    key = plain(name)
    return codes.get(LSIP_ALIASES.get(key, key))


def unit_codes() -> dict[str, str]:
    """Codes of unit groups by plain title, "n.e.c." left off at the end.

    A title that two unit groups would share is left out, so it can never be taken for the wrong one.
    """
    found: dict[str, list[str]] = {}
    for title, code in OccupationGroup.objects.filter(level=Level.UNIT).values_list("title", "code"):
        found.setdefault(unit_key(title), []).append(code)
    return {key: codes[0] for key, codes in found.items() if len(codes) == 1}


def unit_key(title: str) -> str:
    """A unit group's title as `unit_codes` has it."""
    return plain(title).removesuffix("nec")
