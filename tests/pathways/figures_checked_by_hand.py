"""Figures of pathways looked up by hand in the publishers' files, to hold the API's answers and the pages against.

Each was read as plain text, or with another program than the importers use. `line` is the line of a delimited
file (`cell` of a workbook names the sheet, row and column). A number is None where the publisher prints none;
then `mark` is the reason that we give.
"""

from __future__ import annotations

from typing import NamedTuple

ENGLAND, NORTH_EAST, NORTH_WEST, SOUTH_WEST, LONDON, EAST_MIDLANDS = (
    *("E92000001", "E12000001", "E12000002", "E12000009", "E12000007"),
    "E12000004",
)
OXFORD, CHERWELL, VALE_OF_WHITE_HORSE = "E07000178", "E07000177", "E07000180"
ABINGDON, ACTIVATE = "10000055", "10004927"
NOT_PUBLISHED, SUPPRESSED, LOW, DISCLOSIVE, NONE = "not_published", "suppressed", "low", "disclosive", "not_applicable"


class StandardRow(NamedTuple):
    """A row of apprenticeships/standards_2026-07-02.tsv: level, pounds, months, and the status as printed."""

    reference: str
    level: int | None
    band: int | None
    months: int | None
    status: str
    version: str
    line: int


STANDARDS = (
    StandardRow("ST0152", 3, 23_000, 54, "Live", "1.2", 790),
    StandardRow("ST0116", 4, 18_000, 24, "Live", "1.2", 837),
    StandardRow("ST0135", 3, 7_000, 18, "In development", "1.5", 411),
    StandardRow("ST0781", 6, 26_000, 48, "Live", "2", 437),
    StandardRow("ST0567", 6, 27_000, 36, "Live", "2", 518),
    StandardRow("ST0257", 2, 8_000, 13, "Live", "1.4", 729),
    StandardRow("ST0010", 6, 27_000, 48, "Live", "1.1", 797),
    StandardRow("ST0522", 6, 20_000, 36, "Live", "1.1", 172),
    StandardRow("ST0418", 2, 6_000, 16, "Live", "1.2", 575),
    StandardRow("ST1361", 6, 26_000, 36, "Paused", "2", 2),
    StandardRow("ST0587", 4, 9_000, 18, "Paused", "1", 551),
    StandardRow("ST0230", 3, 5_000, 12, "Retired", "1.1", 704),
    StandardRow("ST0919", 3, 14_000, 18, "Retired", "1.1", 77),
    StandardRow("ST0780", None, None, None, "Defunded", "", 869),
    StandardRow("ST0079", 2, None, None, "Defunded", "", 842),
    StandardRow("ST0702", 7, None, None, "Proposed", "", 879),
    StandardRow("FA0001", 2, None, 8, "Live", "1", 37),
    StandardRow("FA0009", 2, None, 8, "Live", "1", 10),
    StandardRow("AU0001", 2, None, None, "Live", "1", 18),
    StandardRow("AU0009", 5, None, None, "Live", "1", 5),
)


class Finishers(NamedTuple):
    """Leavers to the nearest ten and the per cent of them who finished; "" for all standards or all providers."""

    file: str  # of apprenticeships/achievement_rates_....csv
    reference: str
    ukprn: str
    year: str
    leavers: int | None
    rate: float | None
    marks: tuple[str, str]
    line: int


FINISHERS = (
    Finishers("national", "", "", "2023/24", 290_680, 60.5, ("", ""), 5),
    Finishers("national", "", "", "2024/25", 299_510, 65.4, ("", ""), 6),
    Finishers("by_standard", "ST0152", "", "2023/24", 6_020, 62.5, ("", ""), 91),
    Finishers("by_standard", "ST0152", "", "2024/25", 6_200, 59.9, ("", ""), 660),
    Finishers("by_standard", "ST0135", "", "2024/25", 13_180, 67.7, ("", ""), 653),
    Finishers("by_standard", "ST0116", "", "2023/24", 1_040, 75.8, ("", ""), 71),
    Finishers("by_standard", "ST0116", "", "2024/25", 810, 80.0, ("", ""), 640),
    Finishers("by_standard", "ST0002", "", "2024/25", 3_360, 63.8, ("", ""), 572),
    Finishers("by_standard", "ST0019", "", "2023/24", 30, None, ("", SUPPRESSED), 16),
    Finishers("by_standard", "ST0064", "", "2023/24", None, None, (LOW, SUPPRESSED), 43),
    Finishers("by_provider", "", ABINGDON, "2022/23", 260, 74.7, ("", ""), 4),
    Finishers("by_provider", "", ABINGDON, "2024/25", 310, 77.4, ("", ""), 2487),
    Finishers("by_provider", "", ACTIVATE, "2024/25", 710, 55.9, ("", ""), 2771),
    Finishers("by_provider", "", "10000020", "2023/24", 10, None, ("", SUPPRESSED), 1262),
    Finishers("by_provider", "", "10000020", "2024/25", None, None, (LOW, SUPPRESSED), 2485),
    Finishers("by_standard_provider", "ST0152", "10000470", "2023/24", 10, 72.7, ("", ""), 243),
    Finishers("by_standard_provider", "ST0152", "10000470", "2024/25", 10, None, ("", SUPPRESSED), 13228),
    Finishers("by_standard_provider", "ST0152", ACTIVATE, "2024/25", 60, 67.7, ("", ""), 17758),
    Finishers("by_standard_provider", "ST0125", "10000020", "2023/24", None, None, (LOW, SUPPRESSED), 2),
    Finishers("by_standard_provider", "ST0005", "10054735", "2023/24", None, None, (DISCLOSIVE, DISCLOSIVE), 12038),
)


class TLevelRow(NamedTuple):
    """A row of qualifications/tlevel_pathways.csv."""

    number: int
    lars_code: str
    name: str
    start_year: int
    line: int


TLEVELS = (
    TLevelRow(1, "60358300", "Design, Surveying and Planning", 2020, 2),
    TLevelRow(3, "60369115", "Building Services Engineering", 2021, 4),
    TLevelRow(5, "60358324", "Digital Production, Design and Development", 2020, 6),
    TLevelRow(12, "61000079", "Accounting", 2022, 13),
    TLevelRow(22, "61057800", "Building Services Engineering", 2025, 23),
    TLevelRow(24, "61058002", "Digital Data Analytics", 2025, 25),
    TLevelRow(28, "61051251", "Marketing", 2025, 29),
)


class QualificationRow(NamedTuple):
    """A row of qualifications/ofqual_approved_2025-02-18.csv; `at_16` is the window of funding at 16 to 19."""

    qan: str
    title: str
    body: str
    level: str
    kind: str
    at_16: tuple[str, str] | None
    line: int


_VRQ = "Vocationally-Related Qualification"
QUALIFICATIONS = (
    QualificationRow(
        "61008187",
        "AAT Level 1 Award in Bookkeeping",
        "Association of Accounting Technicians",
        "Level 1",
        _VRQ,
        ("2022-09-01", "2026-07-31"),
        2,
    ),
    QualificationRow(
        "60103929",
        "GQA Level 1 Certificate In the Principles of Window and Door Installation",
        "GQA Qualifications Limited",
        "Level 1",
        "Occupational Qualification",
        ("2013-08-01", "2026-07-31"),
        500,
    ),
    QualificationRow(
        "60302288",
        "City & Guilds Level 2 Technical Certificate in Electrical Installation",
        "City and Guilds of London Institute",
        "Level 2",
        _VRQ,
        ("2017-04-01", "2026-07-31"),
        610,
    ),
    QualificationRow(
        "60358300",
        "T Level Technical Qualification in Design, Surveying and Planning for Construction (Level 3) "
        "(delivered by Pearson)",
        "Pearson Education Ltd",
        "Level 3",
        "Technical Qualification",
        ("2020-09-01", "2026-07-31"),
        941,
    ),
    QualificationRow(
        "61005174",
        "BCS Level 2 Thinking as a Coder Award",
        "BCS, The Chartered Institute for IT",
        "Level 2",
        _VRQ,
        None,
        2000,
    ),
    QualificationRow(
        "50115868",
        "Pearson BTEC Level 2 Certificate in Preparing to Work in Adult Social Care",
        "Pearson Education Ltd",
        "Level 2",
        _VRQ,
        ("2010-09-01", "2025-07-31"),
        4001,
    ),
    QualificationRow(
        "61026633",
        "RAD Level 3 Award in Solo Performance in Dance: Grade 7",
        "Royal Academy of Dance",
        "Level 3",
        "Performing Arts Graded Examination",
        ("2023-05-05", "2026-07-31"),
        6000,
    ),
    QualificationRow(
        "61039731",
        "IMI Level 3 Technical Specialist in MOT Test Centre Management (Award)",
        "The Institute of the Motor Industry",
        "Level 3",
        "Technical Occupation Qualification",
        ("2025-08-01", "2028-07-31"),
        8000,
    ),
)


class Points(NamedTuple):
    """A row of qualifications/ucas_tariff_2024-25.csv; `sure` is False where the file asks to verify it."""

    qualification: str
    size: str
    grade: str
    points: int
    sure: bool
    line: int


TARIFF = (
    Points("A level", "", "A*", 56, True, 2),
    Points("AS level", "", "A", 20, True, 8),
    Points("Extended Project (EPQ)", "", "A", 24, True, 14),
    Points("Core Maths", "", "B", 16, True, 20),
    Points("BTEC National Extended Diploma", "1080 GLH", "D*DD", 152, True, 26),
    Points("BTEC National Diploma", "720 GLH", "MM", 64, True, 38),
    Points("BTEC National Foundation Diploma", "510 GLH", "P", 24, False, 44),
    Points("T Level", "", "Pass (C or above on the core)", 96, True, 56),
    Points("SQA Higher", "", "A", 33, True, 68),
)


class Entries(NamedTuple):
    """A row of subjects/alevel_entries_1996_2025.csv: entries, and per cent with A*, A or better, E or better."""

    slug: str
    year: int
    sex: str
    entries: int
    a_star: float | None
    a: float
    e: float
    line: int


ENTRIES = (
    Entries("physics", 2025, "female", 9_786, 10.4, 31.5, 95.8, 2236),
    Entries("physics", 2025, "male", 31_051, 12.3, 33.4, 95.7, 2266),
    Entries("physics", 1996, "all", 28_400, None, 21, 86, 2177),
    Entries("biology", 2025, "all", 63_514, 9.4, 28.8, 96.1, 211),
    Entries("chemistry", 2000, "male", 18_253, None, 24, 90, 426),
    Entries("computer-science", 2025, "female", 3_487, 7.5, 28, 96.4, 571),
    Entries("french", 2025, "all", 6_309, 12.2, 40.4, 98.7, 991),
    Entries("psychology", 2010, "female", 38_769, 6, 22, 98, 2341),
)


class GraduatePay(NamedTuple):
    """Quartiles of pay and people, higher_education/discover_uni_GOSALARY.csv; full-time courses, one year."""

    ukprn: str
    subject: str
    lower: int
    median: int
    upper: int
    people: int
    line: int


GRADUATE_PAY = (
    GraduatePay("10003270", "CAH11-01-01", 50_000, 65_000, 86_000, 35, 3717),
    GraduatePay("10007158", "CAH10-01-07", 29_000, 30_000, 32_000, 30, 16115),
    GraduatePay("10007788", "CAH01-01-02", 34_000, 36_000, 40_000, 100, 23932),
    GraduatePay("10007798", "CAH02-04", 27_000, 28_000, 28_500, 125, 28510),
    GraduatePay("10007856", "CAH11-01-01", 24_000, 28_000, 34_000, 20, 36189),
)


class GraduateActivity(NamedTuple):
    """Per cent in work, study, both, out of work; people asked who answered; ..._EMPLOYMENT.csv; full-time."""

    ukprn: str
    subject: str
    years: str
    work: int
    study: int
    both: int
    unemployed: int
    people: int
    line: int


GRADUATE_ACTIVITY = (
    GraduateActivity(ABINGDON, "CAH06-01-01", "2020-22", 60, 10, 20, 10, 10, 5),
    GraduateActivity("10003270", "CAH11-01-01", "2021-22", 85, 5, 2, 2, 60, 3746),
    GraduateActivity("10007158", "CAH10-01-07", "2021-22", 85, 5, 5, 5, 40, 16033),
    GraduateActivity("10007856", "CAH11-01-01", "2021-22", 70, 10, 5, 0, 35, 36509),
)


class Without(NamedTuple):
    """How many courses have no figures, with the publisher's code of the reason: 0 small, 1 too new."""

    ukprn: str
    half: str
    mode: str
    printed: tuple[str, str]  # mode and reason as the file has them
    reason: str
    courses: int


WITHOUT = (
    Without("10007857", "pay", "full_time", ("01", "0"), "unreliable", 8),
    Without("10007857", "pay", "full_time", ("01", "1"), "not_collected", 11),
    Without("10007857", "activity", "full_time", ("01", "1"), "not_collected", 1),
    Without(ABINGDON, "pay", "part_time", ("02", "1"), "not_collected", 2),
    Without(ABINGDON, "activity", "full_time", ("01", "0"), "unreliable", 1),
    Without("10007798", "pay", "full_time", ("01", "0"), "unreliable", 5),
)


class GraduateIndustry(NamedTuple):
    """People living in the region who work in the industry, and their median pay; outcomes/leo_graduate_....csv."""

    subject: str  # CAH code, "" for all
    industry: str
    region: str
    years_after: int
    people: int | None
    pay: int | None
    marks: tuple[str, str]
    line: int


INDUSTRIES = (
    GraduateIndustry("CAH11-01", "J", LONDON, 5, 605, 40_900, ("", ""), 12480),
    GraduateIndustry("CAH11-01", "J", NORTH_EAST, 5, 115, 28_100, ("", ""), 13053),
    GraduateIndustry("CAH11-01", "F", NORTH_EAST, 1, 5, None, ("", SUPPRESSED), 2557),
    GraduateIndustry("CAH02-04", "Q", NORTH_WEST, 1, 2_270, 25_900, ("", ""), 3230),
    GraduateIndustry("CAH02-04", "P", LONDON, 5, 25, 37_600, ("", ""), 12376),
    GraduateIndustry("CAH16-01", "K", LONDON, 3, 125, 37_600, ("", ""), 7212),
)


class AfterGcses(NamedTuple):
    """Average pounds a year, or per cent in an activity, years after GCSEs; outcomes/leo_post16_....xlsx."""

    group: str
    part: str  # category of the breakdown, or the activity
    years_after: int
    value: float
    sheet: str
    row: int
    column: int


AFTER_GCSES_PAY = (
    AfterGcses("everyone", "all", 1, 4_874, "National_All", 2, 2),
    AfterGcses("everyone", "all", 15, 23_983, "National_All", 16, 2),
    AfterGcses("graduates", "all", 10, 25_404, "Grads_All", 11, 2),
    AfterGcses("graduates", "all", 15, 30_751, "Grads_All", 16, 2),
    AfterGcses("no-degree", "all", 15, 20_598, "Grads_All", 31, 2),
    AfterGcses("no-degree-level-3", "all", 15, 22_482, "Non-grads_All", 16, 2),
    AfterGcses("no-degree-level-2", "all", 15, 19_256, "Non-grads_All", 31, 2),
    AfterGcses("graduates", NORTH_EAST, 15, 27_524, "Grads_Region of school", 16, 2),
    AfterGcses("no-degree-level-2", SOUTH_WEST, 15, 18_928, "Non-grads_Region of school", 271, 2),
    AfterGcses("everyone", "fewer", 15, 19_166, "National_KS4 attainment", 31, 2),
)
AFTER_GCSES_ACTIVITY = (
    AfterGcses("everyone", "KS5", 1, 47.51, "National_All", 2, 3),
    AfterGcses("everyone", "Employment", 9, 54.67, "National_All", 70, 3),
    AfterGcses("everyone", "Higher education", 15, 2.68, "National_All", 61, 3),
    AfterGcses("graduates", "Higher education", 4, 91.01, "Grads_All", 50, 4),
    AfterGcses("no-degree", "Activity not captured", 15, 18.66, "Grads_All", 241, 4),
    AfterGcses("no-degree-level-2", "Employment", 1, 11.11, "Non-grads_All", 62, 4),
)


class Delivered(NamedTuple):
    """Starts and achievements of a provider in an authority and year: all lines of ..._lad_map_data_... added up."""

    ukprn: str
    authority: str
    code: str
    year: str
    starts: int
    achievements: int
    lines: int


DELIVERED = (
    Delivered(ABINGDON, "Vale of White Horse", VALE_OF_WHITE_HORSE, "2024/25", 274, 156, 39),
    Delivered(ABINGDON, "Cherwell", CHERWELL, "2024/25", 94, 80, 17),
    Delivered(ABINGDON, "Oxford", OXFORD, "2025/26", 2, 4, 6),
    Delivered(ACTIVATE, "Oxford", OXFORD, "2024/25", 114, 74, 70),
    Delivered(ACTIVATE, "Cherwell", CHERWELL, "2025/26", 46, 5, 9),
)


class Taught(NamedTuple):
    """Starts and achievements of a provider in a standard and year: lines of ..._subjects_and_standards_... added."""

    ukprn: str
    reference: str
    title: str
    year: str
    starts: int
    achievements: int


TAUGHT = (
    Taught(ABINGDON, "ST0264", "Carpentry and Joinery", "2024/25", 36, 30),
    Taught(ABINGDON, "ST0070", "Business Administrator", "2025/26", 26, 35),
    Taught(ABINGDON, "ST0152", "Installation and Maintenance Electrician", "2024/25", 15, 0),
    Taught(ACTIVATE, "ST0152", "Installation and Maintenance Electrician", "2025/26", 67, 28),
    Taught(ACTIVATE, "ST0264", "Carpentry and Joinery", "2024/25", 40, 20),
)


class Money(NamedTuple):
    """A dated rule of reference/money_rules.csv."""

    rule: str
    applies_to: str
    valid_from: str
    value: float
    line: int


MONEY = (
    Money("minimum_wage", "21 and over", "2024-04-01", 11.44, 2),
    Money("minimum_wage", "under 18", "2024-04-01", 6.4, 4),
    Money("minimum_wage", "21 and over", "2025-04-01", 12.21, 6),
    Money("minimum_wage", "under 18", "2025-04-01", 7.55, 8),
    Money("minimum_wage", "21 and over", "2026-04-01", 12.71, 10),
    Money("minimum_wage", "under 18", "2026-04-01", 8, 12),
    Money("tuition_fee_cap", "full-time undergraduate England", "2025-08-01", 9535, 14),
    Money("tuition_fee_cap", "full-time undergraduate England", "2026-08-01", 9790, 15),
    Money("maintenance_loan_max", "living with parents", "2025-08-01", 8877, 16),
    Money("maintenance_loan_max", "away from home in London", "2025-08-01", 13762, 18),
    Money("student_loan_repayment", "Plan 5", "2023-08-01", 9, 19),
    Money("apprenticeship_co_investment", "non-levy employer with apprentice aged 16 to 24", "2026-08-01", 0, 20),
    Money("apprenticeship_co_investment", "levy payer with funds exhausted", "2026-08-01", 25, 22),
    Money("levy_top_up", "levy payer", "2026-08-01", 0, 24),
    Money("employer_incentive", "SME taking an apprentice aged under 19", "2017-05-01", 1000, 26),
)
