"""Caveats of occupations: what is shipped rests on what is held, and what people decided stays."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pghistory
import pytest
from django.db.models import Sum

from evidence.signals import starter_loaded, tell
from lmi.models import EmploymentFigure, OccupationGroup, OccupationNote, PayFigure
from lmi.models.notes import NoteKind
from lmi.notes_data import load_notes, shipped_notes

SHIPPED = list(shipped_notes())
COUNTED = re.compile(
    r"ASHE table 14\.1a 2024(?:: (?P<jobs>[\d,]+) employee jobs| publishes no number of employee jobs); "
    r"APS 2024: at least (?P<people>[\d,]+) people in work\."
)


def employee_jobs(code: str) -> float | None:
    row = PayFigure.objects.get(
        soc2020=code, area="K02000001", year=2024, measure="weekly", sex="all", hours="all", age="all"
    )
    return None if row.jobs is None else row.jobs * 1000


def people_in_work(code: str) -> float:
    rows = EmploymentFigure.objects.filter(soc2020=code, year=2024, release__source="aps-unit-industry")
    return rows.exclude(industry="*").aggregate(total=Sum("people"))["total"]


class TestWhatIsShipped:
    def test_each_note_once_of_a_known_kind_with_a_basis_that_fits(self):
        assert max(Counter((note.soc2020_id, note.kind) for note in SHIPPED).values()) == 1
        for note in SHIPPED:
            assert note.kind in NoteKind.values
            assert note.text.endswith(".")
            assert 10 < len(note.basis) <= 300

    def test_the_notes_that_the_figures_need_most(self):
        held = {(note.soc2020_id, note.kind) for note in SHIPPED}
        assert {(f"223{n}", "several_units") for n in range(1, 8)} <= held
        assert ("2211", "employees_only") in held
        assert {("5313", "self_employed"), ("3411", "self_employed"), ("8213", "self_employed")} <= held
        assert {("3312", "several_units"), ("2313", "several_units")} <= held

    @pytest.mark.django_db
    def test_every_unit_group_exists(self):
        units = set(OccupationGroup.objects.units().values_list("code", flat=True))
        assert {note.soc2020_id for note in SHIPPED} <= units

    @pytest.mark.django_db
    def test_every_code_that_a_note_names_exists(self):
        codes = set(OccupationGroup.objects.values_list("code", flat=True))
        for note in SHIPPED:
            named = set(re.findall(r"\b[1-9]\d{3}\b", note.text)) | set(
                re.findall(r"(?:groups?|and|to|,) ([1-9]\d{3})\b", note.basis.partition("ASHE")[0])
            )
            assert named <= codes, note

    @pytest.mark.django_db
    def test_numbers_in_a_basis_are_those_held(self):
        counted = [(note, found) for note in SHIPPED if (found := COUNTED.search(note.basis))]
        assert len(counted) > 40
        for note, found in counted:
            jobs = found["jobs"] and int(found["jobs"].replace(",", ""))
            assert jobs == employee_jobs(note.soc2020_id), note
            assert int(found["people"].replace(",", "")) == round(people_in_work(note.soc2020_id)), note

    @pytest.mark.django_db
    def test_mostly_self_employed_is_said_only_where_employees_are_the_smaller_part(self):
        for note in SHIPPED:
            if note.kind == NoteKind.SELF_EMPLOYED:
                jobs = employee_jobs(note.soc2020_id)
                assert jobs is None or jobs < people_in_work(note.soc2020_id) / 2, note

    @pytest.mark.django_db
    def test_a_note_about_one_of_several_units_names_its_own(self):
        titles = dict(OccupationGroup.objects.values_list("code", "title"))
        for note in SHIPPED:
            if note.kind == NoteKind.SEVERAL_UNITS and "“" in note.text:
                assert f"“{titles[note.soc2020_id]}”" in note.text


def written(tmp_path, *rows):
    path = tmp_path / "notes.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("soc2020", "kind", "text", "basis"), *rows])
    return path


def at_the_desk():
    """As the history middleware does for a request; a test's one transaction would keep the loader's mark."""
    return pghistory.context(url="/cms/snippets/lmi/occupationnote/")


BRICKIES = ("5313", "self_employed", "Most work for themselves.", "A survey.")
NURSES = ("2231", "several_units", "One of seven.", "SOC 2020.")


@pytest.mark.django_db
class TestLoading:
    @pytest.fixture(autouse=True)
    def _loaded(self, tmp_path):
        self.path = tmp_path
        self.load(BRICKIES, NURSES)

    def load(self, *rows) -> int:
        return load_notes(written(self.path, *rows))

    def texts(self) -> dict[str, str]:
        return dict(OccupationNote.objects.order_by("soc2020_id").values_list("soc2020_id", "text"))

    def test_replaces_what_was_shipped_before(self):
        assert self.texts() == {"5313": "Most work for themselves.", "2231": "One of seven."}

    def test_again_changes_nothing(self):
        before = list(OccupationNote.objects.order_by("pk").values_list("pk", flat=True))
        assert self.load(BRICKIES, NURSES) == 0
        assert list(OccupationNote.objects.order_by("pk").values_list("pk", flat=True)) == before

    def test_a_newer_sentence_comes_in(self):
        assert self.load((*BRICKIES[:2], "Nearly all do.", "Another survey."), NURSES) == 1
        assert self.texts()["5313"] == "Nearly all do."

    def test_a_curators_sentence_stays(self):
        note = OccupationNote.objects.get(soc2020="5313")
        note.text = "By a curator."
        with at_the_desk():
            note.save()
        assert self.load((*BRICKIES[:2], "Nearly all do.", "Another survey."), NURSES) == 0
        assert self.texts()["5313"] == "By a curator."

    def test_a_note_that_a_curator_deleted_stays_away(self):
        with at_the_desk():
            OccupationNote.objects.get(soc2020="5313").delete()
        assert self.load(BRICKIES, NURSES) == 0
        assert "5313" not in self.texts()

    def test_a_note_that_a_curator_added_stays(self):
        with at_the_desk():
            OccupationNote.objects.create(soc2020_id="5321", kind="self_employed", text="Mine.", basis="My source.")
        assert self.load(NURSES) == 1
        assert self.texts() == {"2231": "One of seven.", "5321": "Mine."}

    def test_a_unit_group_that_is_not_held_is_passed_over(self):
        assert self.load(BRICKIES, NURSES, ("9999", "mixed_unit", "Nobody.", "Nothing.")) == 0

    def test_other_columns_are_refused(self):
        path = self.path / "other.csv"
        path.write_text("code,text\n5313,Hello\n")
        with pytest.raises(ValueError, match="soc2020, kind, text, basis"):
            load_notes(path)

    def test_loading_the_starter_tables_brings_the_shipped_notes_in(self):
        tell(starter_loaded)
        assert OccupationNote.objects.count() == len(SHIPPED)
