"""Where a provider is: authorities by name or code and outcodes, from the register of areas, for importers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence.enums import ReleaseState
from evidence.importing.contract import RefusedFileError
from lmi.enums import AreaKind
from lmi.models import Area, Outcode
from lmi.placenames import fold, outcode_of

BY_OUTCODE = "outcode"
BY_PUBLISHER = "published"
BY_MAIN_AREA = "main delivery area"
# "12 High Street, Oxford, OX1 1AA": the postcode ends an address, or stands in it.
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*[0-9][A-Z]{2}\b")


@dataclass(frozen=True, slots=True)
class Spot:
    """A position with the codes of its authority and region; everything empty when nothing is known."""

    area: str = ""
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    outcode: str = ""
    basis: str = ""


@dataclass(slots=True)
class Register:
    """Authorities, regions and outcodes as published; read before the first row, as COPY takes the connection."""

    authorities: dict[str, Spot] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    outcodes: dict[str, Spot] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Register:
        """The register as published; raises RefusedFileError when areas or outcodes have not been loaded."""
        found = cls()
        for area in Area.objects.of_kind(AreaKind.LOCAL_AUTHORITY):
            region = area.parent_id or ""
            point = _rounded(area.latitude), _rounded(area.longitude)
            found.authorities[area.code] = Spot(area.code, region, *point, basis=BY_MAIN_AREA)
            if area.is_in_england:
                found.named[fold(area.name)] = area.code
        found.regions = {fold(area.name): area.code for area in Area.objects.of_kind(AreaKind.REGION)}
        for row in Outcode.objects.filter(release__state=ReleaseState.PUBLISHED):
            home = found.authorities.get(row.authority_id or "", Spot())
            found.outcodes[row.code] = Spot(home.area, home.region, row.latitude, row.longitude, row.code, BY_OUTCODE)
        if not found.authorities or not found.outcodes:
            raise RefusedFileError("load the areas and outcodes first: providers are placed by them")
        return found

    def authority(self, name: str) -> str | None:
        """GSS code of an English authority by its own name."""
        return self.named.get(fold(name))

    def region(self, name: str) -> str | None:
        """GSS code of a region by name."""
        return self.regions.get(fold(name))

    def at(self, text: str) -> Spot:
        """The place of the last postcode or outcode in a text; an empty Spot when there is none that is known."""
        found = _POSTCODE.findall(text.upper())
        code = found[-1] if found else outcode_of(text) or ""
        return self.outcodes.get(code, Spot())


def files_by_header(files: Sequence[Path], *headers: Sequence[str]) -> list[Path]:
    """The file of each header, told apart by their first lines; raises RefusedFileError when one is missing."""
    firsts = {path: _first_line(path) for path in files}
    ordered = []
    for header in headers:
        # The first columns tell the files apart; a changed header is refused by name when it is read.
        best = max(firsts, key=lambda path: len(set(header) & set(firsts[path])), default=None)
        if best is None or len(files) != len(headers):
            raise RefusedFileError(f"{len(headers)} files belong together, {len(files)} were given")
        ordered.append(best)
    if len(set(ordered)) != len(headers):
        raise RefusedFileError("the same file was given twice, or one of another layout", files[0].name)
    return ordered


def _rounded(degrees: float | None) -> float | None:
    # Four places are about ten metres: more than a centre can mean.
    return None if degrees is None else round(degrees, 4)


def _first_line(path: Path) -> list[str]:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as handle:
            line = handle.readline(65536).decode("utf-8-sig", errors="replace").strip()
    except (OSError, EOFError) as error:
        raise RefusedFileError("the file is damaged, cut short or not there", path.name) from error
    return [cell.strip('"') for cell in line.split("\t" if "\t" in line else ",")]
