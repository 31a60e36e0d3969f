"""Schools and colleges of a part of the register of establishments (Get Information about Schools)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import MIB, Edition, Limits, Report, Row
from evidence.importing.reading import csv_rows
from pathways.enums import ProviderKind
from pathways.importers.placing import Register, Spot
from pathways.importers.providers import ProviderList, Record, website

HEADER = (
    "URN", "UKPRN", "EstablishmentName", "EstablishmentStatusName", "PhaseOfEducationName", "TypeOfEstablishmentName",
    "EstablishmentTypeGroupName", "GenderName", "OfficialSixthFormName", "LAId", "LAName", "DistrictAdministrativeId",
    "DistrictAdministrativeName", "RegionName", "Postcode", "Easting", "Northing", "AgeRangeLow", "AgeRangeHigh",
    "TotalPupils", "Website",
)  # fmt: skip
SIXTH_FORM = {"Has a sixth form": True, "Does not have a sixth form": False, "Not applicable": None}


class Schools(ProviderList):
    """1,924 establishments of England, 1,307 of them secondary: a part of the register, not all of it.

    Placed at the centre of their outcode; closed ones keep their status. `other`: phase, group, gender,
    pupils, local education authority.
    """

    source = "schools"
    limits = Limits(min_rows=1500, max_bytes=64 * MIB, max_bad_share=0.01)
    raw_files: ClassVar = {"all": ("providers/schools_gias_extract_2026.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The register as of August 2026, in part; the file carries no date."""
        note = "A part of the register: 1,924 establishments, 1,307 of them secondary."
        return Edition(
            "all", "August 2026 (part)", "August 2026", "final", date(2026, 8, 1), date(2026, 8, 31), note=note
        )

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a URN; needs the register of areas."""
        return self._rows(files[0], Register.read(), report)

    def _rows(self, path: Path, register: Register, report: Report) -> Iterator[Row]:
        for line, cells in csv_rows(path, HEADER):
            row = dict(zip(HEADER, (cell.strip() for cell in cells), strict=True))
            try:
                yield Row(path.name, line, _record(row, register).values())
            except (KeyError, ValueError) as error:
                report.bad(path.name, line, cells, f"cannot be used: {error}")


def _record(row: dict[str, str], register: Register) -> Record:
    urn, ukprn = row["URN"], row["UKPRN"]
    if len(urn) != 6 or not urn.isdecimal() or (ukprn and not ukprn.isdecimal()) or not row["EstablishmentName"]:
        raise ValueError("no URN or no name")
    other = {
        "phase": row["PhaseOfEducationName"],
        "group": row["EstablishmentTypeGroupName"],
        "gender": row["GenderName"],
        "education_authority": row["LAName"],
        **({"pupils": int(row["TotalPupils"])} if row["TotalPupils"] else {}),
    }
    return Record(
        ProviderKind.SCHOOL,
        urn,
        row["EstablishmentName"],
        _spot(row, register),
        ukprn=ukprn,
        urn=urn,
        type=row["TypeOfEstablishmentName"],
        website=website(row["Website"]),
        status=row["EstablishmentStatusName"],
        ages=(_age(row["AgeRangeLow"]), _age(row["AgeRangeHigh"])),
        has_sixth_form=SIXTH_FORM[row["OfficialSixthFormName"]],
        other=other,
    )


def _spot(row: dict[str, str], register: Register) -> Spot:
    """The outcode's place in the authority that the register of establishments names, by code or else by name."""
    code = row["DistrictAdministrativeId"]
    if code not in register.authorities:
        # Barnsley and Sheffield were given new codes (E08000038, E08000039) that our register does not have yet.
        code = register.authority(row["DistrictAdministrativeName"]) or ""
    home, spot = register.authorities.get(code), register.at(row["Postcode"])
    if home is None:
        return spot
    return replace(spot, area=home.area, region=home.region)


def _age(text: str) -> int | None:
    return int(text) if text else None
