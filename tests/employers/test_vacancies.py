"""Adverts of the national service through the import pipeline: what is kept, what is dropped, what is refused."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from employers.importers.vacancies import ApprenticeshipVacancies
from employers.importers.vacancy_row import UnusableAdvertError, advert_of, plain
from employers.models import Vacancy
from evidence.enums import RunState
from evidence.importing.contract import Edition, RefusedFileError
from evidence.importing.pipeline import Outcome, Request, run_import
from evidence.models import BadRow, Release

pytestmark = [pytest.mark.django_db, pytest.mark.services]
FOLDER = Path(__file__).resolve().parents[1] / "data"
IMPORTER = ApprenticeshipVacancies()
KEEP, DRY = Request(apply=True), Request()
CONTACTS = ("Placeholder", "01632", "960 123", "works.example", "@")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Copies of the made-up files, free to be damaged: two pages and an advert."""
    return [Path(shutil.copy(path, tmp_path)) for path in sorted(FOLDER.glob("vacancies_2026-11-20_*.json"))[::-1]]


def run(files: list[Path], request: Request = KEEP) -> Outcome:
    return run_import(IMPORTER, files, request)


def change(path: Path, **changes: object) -> None:
    content = json.loads(path.read_text())
    content["vacancies"][0] |= changes
    path.write_text(json.dumps(content))


def kept() -> dict[str, Vacancy]:
    release = Release.objects.published().get(source="apprenticeship-vacancies")
    return {one.reference: one for one in Vacancy.objects.of_releases([release.pk])}


class TestWhatIsKept:
    def test_dry_changes_nothing_and_apply_publishes(self, files):
        assert run(files, DRY).state == RunState.DRY
        assert not Vacancy.objects.exists()
        outcome = run(files)
        assert (outcome.state, outcome.run.rows_read, outcome.run.added) == (RunState.APPLIED, 4, 4)
        assert run(files).state == RunState.UNCHANGED

    def test_an_advert_is_one_row_with_all_its_places(self, files):
        run(files)
        one = kept()["9900000101"]
        assert one.outcodes == ["B4", "LS1"]
        assert one.addresses == ["1 Invented Street, Exampleton, B4", "2 Invented Road, Exampleton, LS1"]
        assert (one.pay_low, one.pay_high, one.wage_unit) == (Decimal(16500), Decimal(18000), "Annually")
        assert (one.standard_code, one.level, one.positions, one.is_disability_confident) == ("146", 3, 2, True)
        assert (one.posted_on, one.closes_on) == (date(2026, 11, 2), date(2026, 12, 18))

    def test_qualifications_come_with_the_answer_about_one_advert(self, files):
        run(files)
        one = kept()["9900000102"]
        assert [(row["subject"], row["weight"]) for row in one.qualifications] == [
            ("Maths", "essential"),
            ("Physics", "useful"),
        ]
        assert one.apply_address == "https://jobs.example/apply/102"
        assert (one.pay_low, one.pay_high, one.wage_unit) == (Decimal(350), Decimal(350), "Weekly")

    def test_no_contact_details_and_no_markup_anywhere(self, files):
        run(files)
        held = json.dumps([list(row) for row in Vacancy.objects.values_list()], default=str)
        for word in CONTACTS:
            assert word not in held.replace("https://vacancies.example", "")
        assert "<" not in held
        assert "alert(1)" in held  # as the text it is

    def test_a_closing_day_is_the_day_in_the_united_kingdom(self):
        given = json.loads((FOLDER / "vacancies_2026-11-20_page1.json").read_text())["vacancies"][0]
        summer = advert_of(given | {"closingDate": "2027-06-30T22:59:59Z"})
        assert summer.closes_on == date(2027, 6, 30)
        assert advert_of(given | {"closingDate": "2027-06-30T23:30:00Z"}).closes_on == date(2027, 7, 1)

    def test_only_links_that_are_safe_are_kept(self):
        given = json.loads((FOLDER / "vacancies_2026-11-20_page1.json").read_text())["vacancies"][0]
        for address in ("javascript:alert(1)", "http://jobs.example/", "https://a:b@jobs.example/", "https://[", "x"):
            assert advert_of(given | {"applicationUrl": address}).apply_address == ""


class TestDifferences:
    def test_what_changed_closed_and_came_is_counted(self, files):
        run(files)
        later = [path.rename(path.with_name(path.name.replace("2026-11-20", "2026-11-27"))) for path in files]
        first = next(path for path in later if "page1" in path.name)
        content = json.loads(first.read_text())
        content["vacancies"][1]["title"] = "Wiring apprentice"
        content["vacancies"][2]["vacancyReference"] = "9900000999"
        first.write_text(json.dumps(content))
        detail = next(path for path in later if "0102" in path.name)
        later.remove(detail)
        outcome = run(later)
        assert (outcome.run.added, outcome.run.changed, outcome.run.removed) == (1, 1, 1)
        assert kept()["9900000102"].title == "Wiring apprentice"

    def test_an_edition_that_loses_most_adverts_waits_for_a_person(self, files):
        run(files)
        page = files[0].with_name("vacancies_2026-11-28.json")
        only = json.loads((FOLDER / "vacancies_2026-11-20_page1.json").read_text())["vacancies"][0]
        only["vacancyReference"] = "9900000777"
        page.write_text(json.dumps({"vacancies": [only], "total": 1, "totalFiltered": 1, "totalPages": 1}))
        outcome = run([page])
        assert outcome.state == RunState.REFUSED
        assert "published rows are gone" in outcome.run.report[0]["message"]
        assert len(kept()) == 4
        assert run([page], Request(apply=True, accept="steward")).state == RunState.APPLIED


class TestDamagedFiles:
    def refused(self, files: list[Path], words: str) -> None:
        outcome = run(files)
        assert outcome.state == RunState.REFUSED
        assert words in outcome.run.report[0]["message"]
        assert not Vacancy.objects.exists()

    def test_cut_short(self, files):
        files[0].write_bytes(files[0].read_bytes()[:-200])
        self.refused(files, "damaged, cut short or no JSON")

    def test_a_page_is_missing(self, files):
        self.refused([path for path in files if "page2" not in path.name], "1 pages of 2")

    def test_an_advert_is_missing(self, files):
        page = next(path for path in files if "page1" in path.name)
        content = json.loads(page.read_text())
        content["vacancies"].pop()
        page.write_text(json.dumps(content))
        self.refused(files, "4 adverts of 5")

    def test_another_layout(self, files):
        files[0].write_text('{"adverts": []}')
        self.refused(files, "neither a page of adverts nor an advert")

    def test_no_object_at_all(self, files):
        files[0].write_text("[1, 2]")
        self.refused(files, "no object")

    @pytest.mark.parametrize("name", ["vacancies.json", "vacancies_2026-11-21_page9.json", "vacancies_2026-13-45.json"])
    def test_days_in_names_differ_or_are_none(self, files, name):
        files[0] = files[0].rename(files[0].with_name(name))
        with pytest.raises(RefusedFileError):
            IMPORTER.edition(files)

    def test_the_edition_is_named_by_its_day(self, files):
        found = IMPORTER.edition(files)
        assert isinstance(found, Edition)
        assert (found.slot, found.edition, found.retrieved_on) == ("all", "20 November 2026", date(2026, 11, 20))

    def test_too_many_unusable_adverts_refuse_the_whole(self, files):
        change(next(path for path in files if "page1" in path.name), wage={"wageType": "Gold", "wageUnit": "Weekly"})
        self.refused(files, "cannot be used")
        bad = BadRow.objects.get()
        assert "unknown wageType" in bad.reason
        assert bad.raw == "advert 9900000101"  # nothing that might name somebody


GIVEN = json.loads((FOLDER / "vacancies_2026-11-20_page1.json").read_text())["vacancies"][0]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"vacancyReference": "'; DROP"}, "no number"),
        ({"title": None}, "no title"),
        ({"title": 5}, "title is no text"),
        ({"employerName": "<b></b>"}, "no employerName"),
        ({"closingDate": "soon"}, "closingDate is no day"),
        ({"closingDate": None}, "no day of posting or closing"),
        ({"closingDate": "2026-10-01T00:00:00Z"}, "closes before"),
        ({"hoursPerWeek": 400}, "not between"),
        ({"hoursPerWeek": "37"}, "no number"),
        ({"hoursPerWeek": float("nan")}, "not between"),
        ({"course": None}, "course is no object"),
        ({"course": {"larsCode": "x y", "level": 3}}, "unknown form"),
        ({"address": "1 Street"}, "an address is no object"),
        ({"qualifications": [{"weighting": "Perhaps"}]}, "unknown weighting"),
        ({"skills": "many"}, "skills is no list"),
        ({"numberOfPositions": 1.5}, "no whole number"),
    ],
)
def test_what_no_advert_says_is_told(changes, reason):
    with pytest.raises(UnusableAdvertError, match=reason):
        advert_of(GIVEN | changes)


def test_zero_is_no_number_of_hours():
    assert advert_of(GIVEN | {"hoursPerWeek": 0}).hours_per_week is None


def test_text_is_cut_at_a_word_and_escapes_are_undone():
    assert plain("Tea &amp;amp; <i>cake</i>", 80) == "Tea & cake"
    assert plain("one two three", 9) == "one two…"
