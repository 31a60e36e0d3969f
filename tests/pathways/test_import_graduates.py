"""Discover Uni: figures that courses share stand once, and what was not published keeps its reason."""

from __future__ import annotations

import json

import pytest

from pathways.importers.graduates import ACTIVITY_HEADER, PAY_HEADER, DiscoverUni
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal
from tests.pathways.provider_files import table

pytestmark = pytest.mark.services

PAY = {
    "PUBUKPRN": "10007774", "UKPRN": "10007774", "KISMODE": "01", "GOSALUNAVAILREASON": "0", "GOSALPOP": "25",
    "GOSALRESPONSE": "70", "GOSALSAMPLE": "130", "GOSALRESP_RATE": "55", "GOSALAGG": "13", "GOSALAGGYEAR": "2021-22",
    "GOSALYEAR1": "2021-22", "GOSALSBJ": "CAH16-01-01", "GOINSTLQ": "24000", "GOINSTMED": "31500",
    "GOINSTUQ": "50000", "GOPROV_PC_UK": "100",
}  # fmt: skip
DOING = {
    "PUBUKPRN": "10007774", "UKPRN": "10007774", "KISMODE": "01", "EMPUNAVAILREASON": "0", "EMPPOP": "60",
    "EMPRESPONSE": "60", "EMPSAMPLE": "115", "EMPRESP_RATE": "54", "EMPAGG": "13", "EMPAGGYEAR": "2021-22",
    "EMPYEAR1": "2021-22", "EMPSBJ": "CAH16-01-01", "WORKSTUDY": "84", "STUDY": "23", "UNEMP": "3",
    "PREVWORKSTUD": "3", "BOTH": "7", "NOAVAIL": "10", "WORK": "54",
}  # fmt: skip
NO_PAY = {name: PAY[name] for name in ("PUBUKPRN", "UKPRN", "KISMODE")}
NOT_DOING = {name: DOING[name] for name in ("PUBUKPRN", "UKPRN", "KISMODE")}


@pytest.fixture
def files(tmp_path):
    """The two files; each row gets a course of its own unless it names one."""

    def build(pay, doing, pay_header=PAY_HEADER):
        def write(name, header, rows):
            rows = [{"KISCOURSEID": f"C{n}", **row} for n, row in enumerate(rows)]
            return table(tmp_path / name, header, [[row.get(column, "") for column in header] for row in rows])

        return [write("x_GOSALARY.csv", pay_header, pay), write("x_EMPLOYMENT.csv", ACTIVITY_HEADER, doing)]

    return build


def read(paths):
    rows, report = read_rows(DiscoverUni(), paths)
    for row in rows:
        row["marks"] = json.loads(row["marks"])
    return rows, [reason for *_, reason in report.bad_rows]


class TestGroups:
    def test_courses_that_share_figures_become_one_row(self, files):
        rows, bad = read(files([PAY, PAY, PAY], [DOING, DOING]))

        assert (len(rows), bad) == (1, [])
        row = rows[0]
        assert (row["ukprn"], row["subject"], row["mode"], row["group"]) == (
            "10007774", "CAH16-01-01", "full_time", "13:2021-22",
        )  # fmt: skip
        assert (row["courses"], row["pay_median"], row["pay_people"], row["pay_response"]) == (3, 31500, 25, 70)
        assert (row["work"], row["work_and_study"], row["work_or_study"], row["activity_response"]) == (54, 7, 84, 60)
        assert row["marks"] == {}

    def test_pay_without_activity_says_so(self, files):
        rows, _ = read(files([PAY], [{**DOING, "EMPAGG": "12", "EMPSBJ": "CAH16-01"}]))

        assert {row["subject"]: row["marks"] for row in rows} == {
            "CAH16-01-01": {"activity": "not_published"},
            "CAH16-01": {"pay": "not_published"},
        }

    def test_two_sets_of_figures_for_one_group_are_both_kept(self, files):
        other = {**PAY, "GOINSTMED": "28000"}
        rows, _ = read(files([PAY, PAY, other], [DOING, DOING, {**DOING, "WORK": "40"}]))

        assert {row["group"]: (row["pay_median"], row["work"], row["courses"]) for row in rows} == {
            "13:2021-22": (31500, 54, 2),
            "13:2021-22:2": (28000, 40, 1),
        }

    def test_activity_of_courses_published_together_stands_once_under_the_subject_of_their_pay(self, files):
        course = {**DOING, "EMPAGG": "14", "EMPSBJ": ""}
        rows, _ = read(files([PAY, PAY], [course, course]))

        assert {(row["subject"], row["group"], row["courses"]) for row in rows} == {
            ("CAH16-01-01", "13:2021-22", 2),
            ("CAH16-01-01", "14:C0", 2),
        }

    def test_a_course_whose_pay_is_of_two_subjects_has_none(self, files):
        both = [{**PAY, "KISCOURSEID": "J"}, {**PAY, "KISCOURSEID": "J", "GOSALSBJ": "CAH15-02-01"}]
        rows, _ = read(files(both, [{**DOING, "KISCOURSEID": "J", "EMPAGG": "14", "EMPSBJ": ""}]))

        assert [row["subject"] for row in rows if row["group"] == "14:J"] == [""]

    def test_courses_without_figures_are_counted_with_the_reason(self, files):
        none = [{**NO_PAY, "GOSALUNAVAILREASON": reason} for reason in ("0", "1", "1")]
        rows, _ = read(files([PAY, *none], [{**NOT_DOING, "EMPUNAVAILREASON": "1"}]))

        found = {row["group"]: (row["courses"], row["marks"]) for row in rows if row["group"].startswith("none")}
        assert found == {
            "none:pay:0": (1, {"pay": "unreliable", "activity": "not_applicable"}),
            "none:pay:1": (2, {"pay": "not_collected", "activity": "not_applicable"}),
            "none:activity:1": (1, {"activity": "not_collected", "pay": "not_applicable"}),
        }
        assert all(row["pay_median"] is None for row in rows if row["group"].startswith("none"))


class TestBadFiles:
    @pytest.mark.parametrize(
        ("cells", "reason"),
        [
            ({"KISMODE": "09"}, "unknown mode"),
            ({"GOSALUNAVAILREASON": "7"}, "unknown mode or reason"),
            ({"GOSALAGG": "12"}, "does not fit the subject"),
            ({"GOSALAGG": "33"}, "does not fit the subject"),
            ({"GOSALAGG": ""}, "figures without an aggregation code"),
            ({"GOINSTMED": "x"}, "could not convert"),
            ({"GOINSTMED": ""}, "could not convert"),
            ({"GOINSTMED": "-1"}, "less than nothing"),
        ],
    )
    def test_a_line_that_cannot_be_used_is_set_aside(self, files, cells, reason):
        _, bad = read(files([{**PAY, **cells}], [DOING]))

        assert len(bad) == 1
        assert reason in bad[0]

    @pytest.mark.parametrize(
        ("header", "message"),
        [
            ([name if name != "GOINSTMED" else "MEDIAN" for name in PAY_HEADER], "missing: GOINSTMED"),
            (PAY_HEADER[:-1], "missing: GOPROV_PC_W"),
            ((PAY_HEADER[1], PAY_HEADER[0], *PAY_HEADER[2:]), "another order"),
        ],
        ids=["renamed", "missing", "reordered"],
    )
    def test_another_header_is_refused(self, files, header, message):
        assert message in refusal(DiscoverUni(), files([PAY], [DOING], header))

    def test_one_file_alone_is_refused(self, files):
        assert "together" in refusal(DiscoverUni(), files([PAY], [DOING])[:1])

    def test_a_line_cut_short_is_refused(self, files):
        paths = files([PAY, PAY], [DOING])
        paths[0].write_text(paths[0].read_text()[:-25])

        assert "cut short" in refusal(DiscoverUni(), paths)


class TestPublishersFiles:
    def test_hand_picked_groups(self):
        rows, bad = read(files_of(DiscoverUni()))
        found = {(row["ukprn"], row["subject"], row["mode"], row["group"]): row for row in rows}

        assert (len(rows), bad) == (14514, [])
        law = found["10007774", "CAH16-01-01", "full_time", "13:2021-22"]
        assert (law["pay_lower"], law["pay_median"], law["pay_upper"], law["pay_people"]) == (24000, 31500, 50000, 25)
        hull_york = found["99999998", "CAH01-01-02", "full_time", "13:2021-22"]
        assert (hull_york["pay_median"], hull_york["work"], hull_york["study"]) == (34000, 80, 0)
        one = found["10007774", "CAH16-01-01", "full_time", "14:M100"]
        assert (one["work"], one["marks"]) == (54, {"pay": "not_published"})

    def test_every_course_of_the_files_is_counted_somewhere(self):
        """38,604 lines of pay: 31,635 with figures, and 6,969 courses without, counted from the file itself."""
        rows, _ = read(files_of(DiscoverUni()))

        without = [row for row in rows if row["group"].startswith("none:pay:")]
        assert sum(row["courses"] for row in without) == 6969

    def test_the_edition_names_the_years_people_left_in(self):
        found = DiscoverUni().edition(files_of(DiscoverUni()))

        assert found.edition == "2021-22"
        assert found.period == "Left in 2020-21 and 2021-22; asked about fifteen months later"

    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(DiscoverUni())
