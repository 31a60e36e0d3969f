"""The facts of an occupation page, comparisons and lists: what they cost, and which edition each figure is of."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import fields, is_dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evidence.actions import publish_release
from evidence.figures import Figure
from evidence.importing.pipeline import Request, run_import
from evidence.importing.registry import all_importers
from evidence.importing.starter import StarterTable, data_dir, read_manifest
from lmi.models import AdvertFigure, JobTitle, PayFigure
from lmi.queries.context import facts
from lmi.queries.listing import occupation_rows
from lmi.queries.measures import comparison_in_measure
from lmi.queries.occupation import names_of, occupation_comparison, occupation_facts, related_to
from lmi.register import UnknownAreaError, UnknownOccupationError

pytestmark = pytest.mark.django_db
UK, LEEDS, SCOTLAND = "K02000001", "E08000035", "S92000003"
OLD = "ashe-14-2025-provisional"


def statements(read, *asked):
    with CaptureQueriesContext(
        connection,
    ) as counted:
        read(*asked)
    return len(counted)


def figures_of(thing, path=""):
    """Every figure in a shape, by where it stands."""
    if isinstance(thing, Figure):
        return {path: thing}
    if is_dataclass(thing):
        parts = {field.name: getattr(thing, field.name) for field in fields(thing)}
    elif isinstance(thing, tuple):
        parts = dict(enumerate(thing))
    else:
        return {}
    return {where: found for name, part in parts.items() for where, found in figures_of(part, f"{path}/{name}").items()}


class TestStatements:
    @pytest.mark.parametrize("area", [UK, LEEDS, SCOTLAND])
    @pytest.mark.parametrize("code", ["5241", "3431", "1111"])
    def test_an_occupation_takes_at_most_14(self, code, area):
        assert statements(occupation_facts, facts(), code, area) <= 14

    def test_not_one_more_with_more_rows(self):
        known = facts()
        before = statements(occupation_facts, known, "5241", LEEDS)
        pay = list(PayFigure.objects.filter(soc2020_id="5241", release__key=OLD))
        for row in pay:
            row.pk, row.year = None, 2030
        PayFigure.objects.bulk_create(pay)
        titles = list(JobTitle.objects.filter(soc2020_id="5241"))[:200]
        for n, title in enumerate(titles):
            title.pk, title.entry, title.title = None, f"more{n}", f"{title.title} {n}"
        JobTitle.objects.bulk_create(titles)
        month = AdvertFigure.objects.filter(soc2020_id="5241").first()
        month.pk, month.month = None, "2016-01-01"
        month.save()
        assert statements(occupation_facts, known, "5241", LEEDS) == before

    def test_a_comparison_takes_as_many_for_four_as_for_one(self):
        known, four = facts(), ["5241", "2313", "6135", "2134"]
        assert statements(occupation_comparison, known, four[:1], LEEDS) <= 6
        assert statements(occupation_comparison, known, four, LEEDS) <= 6
        assert statements(comparison_in_measure, known, four, LEEDS, "hourly") <= 6

    def test_a_list_takes_four_however_long(self):
        known = facts()
        every = [group.code for group in known.soc.level("unit")]
        assert statements(occupation_rows, known, every[:2]) == statements(occupation_rows, known, every) == 4


class TestFacts:
    def test_every_figure_is_whole(self):
        found = figures_of(occupation_facts(facts(), "5241", LEEDS))
        assert len(found) > 150
        for where, figure in found.items():
            assert (figure.value is None) == bool(figure.reason), where
            assert figure.population or figure.value is None, where

    def test_adverts_for_1000_people_stay_with_the_uk_wherever_the_reader_is(self):
        assert occupation_facts(facts(), "5241", LEEDS).adverts.per_1000.value == 236.7

    def test_names_are_told_once_and_the_title_is_not_another_name(self):
        found = names_of(facts(), "5241")
        lowered = [name.lower() for name in found.shown]
        assert len(lowered) == len(set(lowered)) == 12
        assert "electricians and electrical fitters" not in lowered
        assert found.count > 12

    def test_related_is_never_itself_nor_twice(self):
        for code in ("5241", "1161", "3431", "9222"):
            found = [related.soc2020 for related in related_to(facts(), code)]
            assert code not in found
            assert len(found) == len(set(found)) <= 8

    @pytest.mark.parametrize(
        ("code", "area", "error"), [("9999", UK, UnknownOccupationError), ("5241", "E99999999", UnknownAreaError)]
    )
    def test_unknown_things_are_refused(self, code, area, error):
        with pytest.raises(error):
            occupation_facts(facts(), code, area)
        with pytest.raises(error):
            occupation_comparison(facts(), [code], area)
        with pytest.raises(error):
            occupation_rows(facts(), [code], area)


class TestComparison:
    def test_says_which_occupations_share_one_projection(self):
        found = occupation_comparison(facts(), ["5241", "2313", "5242"])
        assert found.shared_outlook == (("5241", "5242"),)
        assert [column.group.code for column in found.columns] == ["5241", "2313", "5242"]

    @pytest.mark.parametrize("codes", [[], ["5241", "2313", "6135", "2134", "8211"]])
    @pytest.mark.parametrize(
        "compare", [occupation_comparison, lambda *asked: comparison_in_measure(*asked, UK, "hours")]
    )
    def test_one_to_four(self, codes, compare):
        with pytest.raises(ValueError, match="between 1 and 4"):
            compare(facts(), codes)

    def test_the_same_twice_is_one(self):
        assert len(occupation_comparison(facts(), ["5241", "5241"]).columns) == 1

    def test_columns_are_what_each_page_says(self):
        known = facts()
        (column,) = occupation_comparison(known, ["5241"], LEEDS).columns
        page = occupation_facts(known, "5241", LEEDS)
        assert (column.pay, column.hours, column.outlook) == (page.pay, page.hours, page.outlook)
        assert column.pay_series == page.pay_series

    @pytest.mark.parametrize(("measure", "unit"), [("hourly", "pounds_an_hour"), ("weekly", "pounds_a_week")])
    def test_in_another_measure_pay_and_its_series_change_together(self, measure, unit):
        (column,) = comparison_in_measure(facts(), ["5241"], UK, measure).columns
        assert column.pay.measure == measure
        assert column.pay.median.unit == unit
        assert column.pay_series[-1].figure.value == column.pay.median.value


@pytest.fixture
def corrected(tmp_path):
    """A corrected table 14 of 2025, ready and not published: electricians earn 40,000 pounds, nothing else differs."""
    (importer,) = [one for one in all_importers() if one.source == "ashe-14"]
    (entry,) = [one for one in read_manifest(data_dir(importer)) if (one["source"], one["slot"]) == ("ashe-14", "2025")]
    rows = list(csv.reader(io.StringIO(gzip.decompress((data_dir(importer) / entry["file"]).read_bytes()).decode())))
    place = {name: n for n, name in enumerate(rows[0])}
    wanted = {"soc2020_id": "5241", "measure": "annual", "sex": "all", "hours": "full_time"}
    (row,) = [row for row in rows[1:] if all(row[place[name]] == value for name, value in wanted.items())]
    assert row[place["median"]] == "39647"
    row[place["median"]] = "40000"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    file = tmp_path / "corrected.csv.gz"
    file.write_bytes(gzip.compress(text.getvalue().encode()))
    table = StarterTable(importer, entry | {"edition": "2025", "status": "revised", "published_on": None})
    outcome = run_import(table, [file], Request(apply=True, publish=False, by="test", checksum="0" * 64))
    assert (outcome.run.added, outcome.run.changed, outcome.run.removed) == (0, 1, 0), outcome.findings
    return outcome.release


class TestEditions:
    def read(self, *releases):
        return figures_of(occupation_facts(facts(releases), "5241", LEEDS))

    def test_published_correction_changes_its_figure_and_no_other_value(self, corrected):
        before = self.read()
        publish_release(release=corrected, by="test")
        after = self.read()
        changed = {where for where in before if before[where].value != after[where].value}
        assert changed == {where for where in before if where.startswith("/pay_series/4/")}
        assert {after[where].value for where in changed} == {40000}

    def test_naming_the_older_edition_answers_as_before(self, corrected):
        before = self.read()
        publish_release(release=corrected, by="test")
        assert self.read(OLD) == before

    def test_naming_an_older_year_changes_that_source_only(self):
        now, then = self.read(), self.read("ashe-14-2023-provisional")
        assert not any(
            figure.release and figure.release.key in (OLD, "ashe-14-2024-provisional") for figure in then.values()
        )
        same = [where for where in now if now[where].release and now[where].release.source != "ashe-14"]
        assert len(same) > 100
        assert all(then[where] == now[where] for where in same)

    def test_waiting_edition_answers_nobody(self, corrected):
        assert corrected.state == "ready"
        assert corrected.state_changed_at <= timezone.now()
        assert not any(figure.release and figure.release.key == corrected.key for figure in self.read().values())

    def test_list_follows_the_named_edition_too(self, corrected):
        publish_release(release=corrected, by="test")
        (now,) = occupation_rows(facts(), ["5241"])
        (then,) = occupation_rows(facts([OLD]), ["5241"])
        assert (now.pay.median.value, then.pay.median.value) == (40000, 39647)
        assert (now.people, now.growth, now.adverts) == (then.people, then.growth, then.adverts)
