"""Figures of pay looked up by hand in the publisher's own files, to hold databases, pages and answers against.

Each was read with another program than the importers use. `cell` is the cell of a workbook, or the
line and column of a delimited file. `mark` is the band of quality, or the reason for a missing value.
"""

from __future__ import annotations

from dataclasses import dataclass

UK = "K02000001"
LONDON, YORKSHIRE, NORTH_WEST, WEST_MIDLANDS = "E12000007", "E12000003", "E12000002", "E12000005"
WALES, SCOTLAND = "W92000004", "S92000003"

_PARTS = {"weekly": "14.1a_weekly", "hourly": "14.5a_hourly", "annual": "14.7a_annual", "hours": "14.9a_hours"}
_SHEETS = {
    ("all", "all"): "All",
    ("male", "all"): "Male",
    ("female", "all"): "Female",
    ("all", "full_time"): "Full-Time",
    ("all", "part_time"): "Part-Time",
    ("male", "full_time"): "Male Full-Time",
    ("male", "part_time"): "Male Part-Time",
    ("female", "full_time"): "Female Full-Time",
    ("female", "part_time"): "Female Part-Time",
}


@dataclass(frozen=True)
class Known:
    """One published number, and where it stands; `expected` is None where none is published."""

    soc2020: str
    area: str
    year: int
    measure: str
    sex: str
    hours: str
    statistic: str
    expected: float | None
    mark: str
    source: str
    file: str
    sheet: str
    cell: str
    age: str = "all"

    def __str__(self) -> str:
        who = f"{self.soc2020}-{self.area}-{self.sex}-{self.hours}-{self.age}"
        return f"{self.source}-{self.year}-{who}-{self.measure}-{self.statistic}"


def _book(year, measure, sex, hours, soc2020, statistic, expected, cell, mark=""):
    """A cell of a workbook of table 14."""
    kind = "xlsx" if year == 2024 else "xls"
    file = f"ashe/ashe_{year}_provisional_table{_PARTS[measure]}.{kind}"
    sheet = _SHEETS[sex, hours]
    return Known(soc2020, UK, year, measure, sex, hours, statistic, expected, mark, "ashe-14", file, sheet, cell)


def _revised(half, hours, soc2020, statistic, expected, cell, mark=""):
    """A cell of a file of 2021."""
    file = f"ashe/ashe_2021_revised_table14.7a_{half}.csv"
    return Known(soc2020, UK, 2021, "annual", "all", hours, statistic, expected, mark, "ashe-14", file, "", cell)


def _tabulated(source, file, measure, sex, hours, soc2020, statistic, expected, cell, mark="", area=UK, age="all"):
    """A cell of a tabulation of 2025."""
    file = f"ashe/ashe_2025_{file}.csv"
    return Known(soc2020, area, 2025, measure, sex, hours, statistic, expected, mark, source, file, "", cell, age)


def _unit(measure, sex, hours, soc2020, statistic, expected, cell, mark=""):
    return _tabulated("ashe-14", "table14_unit_group", measure, sex, hours, soc2020, statistic, expected, cell, mark)


def _region(area, measure, sex, hours, soc2020, statistic, expected, cell):
    file = "table3_region_major_group"
    return _tabulated("ashe-3", file, measure, sex, hours, soc2020, statistic, expected, cell, area=area)


def _age(age, measure, sex, hours, soc2020, statistic, expected, cell):
    file = "table20_age_major_group"
    return _tabulated("ashe-20", file, measure, sex, hours, soc2020, statistic, expected, cell, age=age)


def _region_unit(area, soc2020, expected, cell):
    file = "table15_region_unit_group_partial"
    return _tabulated("ashe-15", file, "annual", "all", "all", soc2020, "median", expected, cell, area=area)


FIGURES: tuple[Known, ...] = (
    _revised("ft", "full_time", "2134", "median", 42592, "82 Median"),
    _revised("ft", "full_time", "5241", "p25", 25843, "341 25"),
    _revised("ft", "full_time", "0", "mean", 38066, "2 Mean"),
    _revised("ft", "full_time", "2253", "jobs", None, "121 No_jobs", "unreliable"),
    _revised("ft", "full_time", "3214", "median", None, "205 Median", "disclosive"),
    _revised("ftpt", "all", "6135", "median", 16076, "405 Median"),
    _revised("ftpt", "all", "52", "jobs", 821, "321 No_jobs"),
    _book(2022, "weekly", "all", "all", "0", "median", 532.5, "D6"),
    _book(2022, "weekly", "all", "full_time", "5241", "median", 655.5, "D345"),
    _book(2022, "annual", "all", "full_time", "2134", "median", 45508, "D86"),
    _book(2022, "annual", "female", "all", "2313", "p25", 26341, "J134"),
    _book(2022, "hourly", "male", "all", "8211", "median", 14.2, "D496"),
    _book(2022, "hours", "all", "part_time", "6135", "median", 20, "D409"),
    _book(2022, "annual", "all", "all", "111", "jobs", 89, "C9"),
    _book(2022, "annual", "male", "part_time", "6135", "median", 12763, "D409"),
    _book(2023, "annual", "all", "full_time", "2134", "median", 49430, "D86"),
    _book(2023, "annual", "all", "all", "5", "median", 30152, "D317"),
    _book(2023, "annual", "female", "full_time", "2231", "p75", 46122, "O113"),
    _book(2023, "hourly", "all", "part_time", "9265", "median", 10.45, "D554"),
    _book(2023, "weekly", "male", "full_time", "8211", "p75", 892.9, "O496"),
    _book(2023, "hours", "all", "all", "61", "mean", 29.5, "F393"),
    _book(2023, "weekly", "all", "full_time", "2253", "median", None, "D125", "unreliable"),
    _book(2024, "annual", "all", "full_time", "2134", "median", 54669, "D86", "precise"),
    _book(2024, "annual", "all", "full_time", "5241", "median", 38760, "D345", "precise"),
    _book(2024, "annual", "all", "full_time", "2313", "p25", 37195, "J134", "precise"),
    _book(2024, "annual", "all", "all", "0", "median", 31602, "D6", "precise"),
    _book(2024, "annual", "female", "part_time", "6135", "median", 13287, "D409", "precise"),
    _book(2024, "annual", "all", "full_time", "241", "median", 47033, "D147", "precise"),
    _book(2024, "annual", "all", "all", "2419", "median", 30933, "D150", "reasonable"),
    _book(2024, "annual", "all", "all", "9263", "p10", 3103, "H552", "reasonable"),
    _book(2024, "annual", "all", "all", "111", "p10", 17931, "H9", "acceptable"),
    _book(2024, "annual", "all", "all", "1225", "median", 34023, "D45"),
    _book(2024, "annual", "male", "all", "1", "jobs", 1629, "C7", "precise"),
    _book(2024, "annual", "all", "full_time", "1161", "median", None, "D30", "not_applicable"),
    _book(2024, "weekly", "all", "all", "9", "p10", 75.2, "H512"),
    _book(2024, "hourly", "female", "full_time", "6135", "median", 12.7, "D409"),
    _book(2024, "hours", "all", "full_time", "8211", "median", 48, "D496"),
    _book(2024, "hours", "all", "all", "11", "p20", None, "I8", "unreliable"),
    _unit("annual", "all", "full_time", "2134", "median", 56914, "1297 median"),
    _unit("annual", "all", "full_time", "2313", "median", 47632, "1334 median"),
    _unit("annual", "all", "full_time", "5241", "median", 39647, "1492 median"),
    _unit("annual", "all", "full_time", "6135", "median", 27468, "1541 median"),
    _unit("annual", "all", "full_time", "8211", "median", 39905, "1602 median"),
    _unit("annual", "all", "full_time", "5241", "p25", 32287, "1492 p25"),
    _unit("annual", "all", "full_time", "5241", "p75", 49138, "1492 p75"),
    _unit("annual", "all", "all", "6135", "median", 21487, "305 median"),
    _unit("annual", "all", "full_time", "3312", "median", None, "1402 median", "not_published"),
    _unit("annual", "all", "all", "3411", "mean", 33815, "170 mean"),
    _unit("weekly", "female", "all", "2313", "median", 835.7, "3394 median"),
    _unit("hourly", "male", "full_time", "5241", "p90", 26.24, "6848 p90"),
    _unit("hours", "all", "full_time", "8211", "median", 47.9, "9018 median"),
    _region(LONDON, "annual", "all", "full_time", "2", "median", 57057, "390 median"),
    _region(WALES, "annual", "all", "all", "6", "median", 21531, "97 median"),
    _region(SCOTLAND, "hourly", "female", "all", "9", "median", 12.91, "1621 median"),
    _region(UK, "weekly", "all", "all", "5", "p75", 854.6, "654 p75"),
    _region(YORKSHIRE, "hours", "male", "full_time", "8", "mean", 43.5, "2412 mean"),
    _age("18-21", "annual", "all", "all", "9", "median", 9104, "10 median"),
    _age("40-49", "annual", "all", "full_time", "2", "median", 52563, "192 median"),
    _age("60+", "hourly", "female", "all", "4", "median", 14.83, "806 median"),
    _age("22-29", "weekly", "all", "all", "7", "p90", 642.9, "341 p90"),
    _region_unit(SCOTLAND, "5241", 37928, "852 median_annual_ft"),
    _region_unit(WALES, "5241", 34719, "851 median_annual_ft"),
    _region_unit(LONDON, "1111", 119981, "1322 median_annual_ft"),
    _region_unit(NORTH_WEST, "2419", 26600, "1365 median_annual_ft"),
    _region_unit(WEST_MIDLANDS, "2161", 61923, "1806 median_annual_ft"),
)
