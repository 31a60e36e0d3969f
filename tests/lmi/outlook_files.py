"""Workbooks in the layout of the Skills Imperative projections, made for tests; every cell can be replaced."""

from __future__ import annotations

import xlsxwriter

from lmi.importers.outlook_tables import MAJOR_GROUPS, QUALIFICATIONS, YEARS

SUB_MAJORS = (
    *("11", "12", "21", "22", "23", "24", "31", "32", "33", "34", "35", "41", "42"),
    *("51", "52", "53", "54", "61", "62", "63", "71", "72", "81", "82", "91", "92"),
)
MAJORS = tuple(MAJOR_GROUPS)
TOTAL = "All occupations"


class Sheet(dict):
    """Cells by (line from 0, column from 0)."""

    def put(self, line: int, column: int, *cells: object) -> None:
        for place, cell in enumerate(cells):
            self[line, column + place] = cell


class Workbook:
    """A good workbook of one area: each sub-major group has `people` thousand in 2020 and a hundredth more a year."""

    def __init__(self, area: str = "England", people: float = 50.0, *, label: str = "") -> None:
        self.area, self.people = area, people
        self.label = label or ("Country name" if area == "England" else "LSIP name")
        self.sheets = {name: Sheet() for name in ("Info", "Occ F2", "Occ T1", "Occ T2", "Occ T5", "RD T1")}
        self._info()
        self._annual()
        for name, rows in (("Occ T1", MAJORS), ("Occ T2", tuple(f"{code} Group" for code in SUB_MAJORS))):
            self._by_sex(self.sheets[name], rows)
        self._spans()
        self._status()

    def level(self, year: int, share: float = 1.0) -> float:
        """Thousands in one group and year."""
        return self.people * share * (1 + (year - 2020) / 100)

    def change(self, share: float = 1.0) -> tuple[float, float, float]:
        """Net change, replacement and requirement 2020-2035."""
        net = self.level(2035, share) - self.level(2020, share)
        return net, self.people * share / 2, net + self.people * share / 2

    def save(self, folder, name: str = ""):
        """The file."""
        path = folder / (name or f"{self.area.replace(' ', '_')}.xlsx")
        with xlsxwriter.Workbook(path) as book:
            for title, cells in self.sheets.items():
                sheet = book.add_worksheet(title)
                for (line, column), cell in cells.items():
                    sheet.write(line, column, cell)
        return path

    def _info(self) -> None:
        facts = {
            "Scenario": ".Main",
            "MDM version": "Nuffield - Rev 13547",
            self.label: self.area,
            "Date run": "02 10 2023 05:03:16 PM",
        }
        for line, pair in enumerate(facts.items()):
            self.sheets["Info"].put(line, 0, *pair)

    def _annual(self) -> None:
        sheet = self.sheets["Occ F2"]
        sheet.put(3, 11, "thousands", *YEARS)
        rows, line = [], 4
        for digit, major in enumerate(MAJORS, 1):
            members = [code for code in SUB_MAJORS if code[0] == str(digit)]
            rows += [(major, len(members)), *((f"{code} Group", 1) for code in members), None]
        for row in [*rows, (TOTAL, len(SUB_MAJORS))]:
            if row:
                sheet.put(line, 11, row[0], *(row[1] * self.level(year) for year in YEARS))
            line += 1

    def _by_sex(self, sheet: Sheet, rows: tuple[str, ...]) -> None:
        for first, sex, share in ((11, "Males", 0.4), (22, "Females", 0.6)):
            sheet.put(2, first + 5, "thousands")
            sheet.put(3, first, sex)
            sheet.put(3, first + 7, "2020-2035")
            sheet.put(4, first + 7, "Net", "Replacement", "Total")
            sheet.put(5, first, "Levels", 2015, 2019, 2020, 2025, 2035, "", "Change", "Demand", "Requirement")
            for line, label in enumerate([*rows, "", TOTAL], 7):
                if label:
                    sheet.put(line, first, label, *(self.level(y, share) for y in (2015, 2019, 2020, 2025, 2035)))
                    sheet.put(line, first + 7, *self.change(share))

    def _spans(self) -> None:
        sheet = self.sheets["RD T1"]
        heads = (2020, 2035, "Net Change", "Replacement Demand level", "Total Requirement")
        sheet.put(5, 9, *heads)
        for place, label in enumerate(["All qualifications", *QUALIFICATIONS]):
            share = 1.0 if place == 0 else 0.1
            sheet.put(5 + 29 * place, 0, f"{label} (Constrained)", *heads)
            for line, row in enumerate([*(f"{code} Group" for code in SUB_MAJORS), TOTAL], 6 + 29 * place):
                sheet.put(line, 0, row, self.level(2020, share), self.level(2035, share), *self.change(share))
            sheet.put(6 + 11 * place, 8, label)
            for line, row in enumerate(MAJORS, 7 + 11 * place):
                sheet.put(line, 8, row, self.level(2020, share), self.level(2035, share), *self.change(share))

    def _status(self) -> None:
        sheet = self.sheets["Occ T5"]
        sheet.put(4, 6, 2020)
        sheet.put(4, 11, 2035)
        sheet.put(40, 6, "2020-2035")
        for line in (5, 41):
            sheet.put(line, 6, "FT", "PT", "SE", "Total")
        sheet.put(5, 11, "FT", "PT", "SE", "Total")
        shares = (0.5, 0.3, 0.2, 1.0)
        for line, label in enumerate([*MAJORS, "", TOTAL], 7):
            if label:
                sheet.put(line, 0, label)
                sheet.put(line, 6, *(self.level(2020, share) for share in shares))
                sheet.put(line, 11, *(self.level(2035, share) for share in shares))
                sheet.put(line + 36, 0, label)
                sheet.put(line + 36, 6, *(self.change(share)[0] for share in shares))
