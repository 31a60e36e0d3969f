"""Sentences of the students' pages: rate before count, limits said, nothing made up where nothing is published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.figures import AreaRef, Figure, LevelRef, Quality, Reason, ReleaseRef, Unit
from lmi.queries.adverts import Adverts, Trend
from lmi.queries.outlook import Outlook
from lmi.queries.pay import PayRange
from lmi.queries.standing import AdvertStanding, Standing
from portal.charts.words import by_source
from portal.pages.students import words

ENGLAND = AreaRef("E92000001", "England", "nation")
RELEASE = ReleaseRef("sample-1", "sample", "Sample 1 (final), Office", "2025", "final")


def figure(value: float | None, unit: Unit = Unit.PEOPLE) -> Figure:
    return Figure(
        measure="sample",
        value=value,
        unit=unit,
        period="2020 to 2035",
        area=ENGLAND,
        level=LevelRef("52", "Sample trades", "sub_major", asked="Sample work"),
        population="people",
        release=RELEASE,
        quality=Quality.PROJECTION,
        reason="" if value is not None else Reason.NOT_PUBLISHED,
    )


def outlook(rate: float | None, net: float | None, replacement: float | None, units: int = 12) -> Outlook:
    return Outlook(
        group="52",
        title="Sample trades",
        units=units,
        base_year=2020,
        end_year=2035,
        level=figure(1),
        growth=figure(rate, Unit.PERCENT_A_YEAR),
        net_change=figure(net),
        replacement=figure(replacement),
        requirement=figure(1),
    )


class TestOutlook:
    def test_growth(self):
        assert words.outlook_words(outlook(1.24, 53_679, 346_831)) == (
            "In the wider group “Sample trades”, of which this is one of 12 occupations, the number of people is "
            "expected to grow by 1.2% a year from 2020 to 2035 (that is about 54,000 more people), and about 347,000 "
            "will be needed to replace people who retire or leave."
        )

    def test_decline(self):
        text = words.outlook_words(outlook(-0.4, -1_234, 9_949))
        assert "expected to fall by 0.4% a year" in text
        assert "(that is about 1,200 fewer people), and about 9,900 will be needed" in text

    def test_rate_comes_before_count(self):
        text = words.outlook_words(outlook(1.24, 53_679, 346_831))
        assert text.index("1.2%") < text.index("54,000") < text.index("347,000")

    def test_no_change(self):
        assert "is expected to stay the same from 2020 to 2035, and" in words.outlook_words(outlook(0, 0, 10_000))

    def test_a_group_of_one(self):
        assert "of which" not in words.outlook_words(outlook(1, 1, 1, units=1))

    def test_nothing_published_is_said_not_made_nought(self):
        text = words.outlook_words(outlook(None, None, None))
        assert "how fast the number of people will change is not published" in text
        assert "how many will be needed to replace people who leave is not published" in text
        assert "0" not in text

    @pytest.mark.parametrize(
        ("rate", "direction"),
        [(0.51, "up"), (0.5, "flat"), (0, "flat"), (-0.5, "flat"), (-0.51, "down"), (None, "unknown")],
    )
    def test_direction_by_the_bounds_of_the_filter(self, rate, direction):
        assert words.growth_direction(outlook(rate, 1, 1))[0] == direction


class TestAdverts:
    @staticmethod
    def adverts(change: float | None, trend: Trend | None) -> Adverts:
        return Adverts("5241", "Sample", (), figure(1), figure(change, Unit.PERCENT), trend, figure(1))

    @pytest.mark.parametrize(
        ("change", "trend", "said"),
        [
            (12.3, Trend.UP, ("up", "Up 12.3% on the year before")),
            (-8, Trend.DOWN, ("down", "Down 8% on the year before")),
            (4.9, Trend.STEADY, ("flat", "About the same as the year before")),
            (None, None, ("unknown", "No trend: some months are not published")),
        ],
    )
    def test_trend(self, change, trend, said):
        assert words.advert_direction(self.adverts(change, trend)) == said

    def test_how_hard_it_is_compares_with_other_work_and_claims_no_more(self):
        assert "More adverts for its size than most of the 162" in words.entry_words(
            AdvertStanding(Standing.MORE, 1, 162)
        )
        assert "Fewer adverts for its size" in words.entry_words(AdvertStanding(Standing.FEWER, 162, 162))
        assert "About as many" in words.entry_words(AdvertStanding(Standing.MIDDLE, 81, 162))
        assert words.entry_words(None) == ""


class TestPay:
    @staticmethod
    def pay(measure: str, hours: str, value: float | None = 1) -> PayRange:
        median = replace(figure(value, Unit.POUNDS_A_YEAR))
        return PayRange(median, median, median, measure, hours, 2025)

    def test_says_which_pay_it_is(self):
        assert words.pay_words(self.pay("annual", "full_time")).startswith("For full-time work, before tax.")
        assert words.pay_words(self.pay("annual", "all")).startswith("For full-time and part-time work together")
        assert words.pay_words(self.pay("hourly", "all")).startswith("This is pay for one hour")

    def test_nothing_to_explain_without_a_value(self):
        assert words.pay_words(self.pay("annual", "full_time", None)) == ""


def test_other_names_are_few():
    assert words.also_called(()) == ""
    assert words.also_called(("A", "B")) == "Also called: A and B."
    assert words.also_called(tuple("ABCDEFGH")) == "Also called: A, B, C, D and E."


class TestCitedBySource:
    @staticmethod
    def ref(label: str, source: str = "s") -> ReleaseRef:
        return ReleaseRef(label, source, label, "", "final")

    def test_editions_of_one_source_stand_together(self):
        found = by_source(
            [self.ref("Survey 2025 (provisional), The Office"), self.ref("Survey 2024 (final), The Office")]
        )
        assert found == (("s", "Survey 2024 (final) and 2025 (provisional), The Office"),)

    def test_publishers_with_commas_and_equal_statuses(self):
        found = by_source([self.ref("Survey 2021 (final), Us, Them"), self.ref("Survey 2022 (final), Us, Them")])
        assert found == (("s", "Survey 2021 (final) and 2022 (final), Us, Them"),)

    def test_one_edition_and_other_sources_stay_as_they_are(self):
        found = by_source(
            [self.ref("A 1 (final), X", "a"), self.ref("B 2 (final), Y", "b"), self.ref("A 1 (final), X", "a")]
        )
        assert found == (("a", "A 1 (final), X"), ("b", "B 2 (final), Y"))
