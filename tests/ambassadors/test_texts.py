"""Schemes, training and message templates: complete, sourced, and with nothing for anybody to fill in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import ambassadors
from ambassadors.enums import SchemeState
from ambassadors.models import MessageTemplate, Scheme, TrainingModule
from ambassadors.modules import FOLDER, ModuleText, NoModuleTextError, module_text

DATA = Path(ambassadors.__file__).parent / "data"
MODULES = sorted(path.stem for path in FOLDER.glob("*.json"))


def rows(name: str) -> list[dict]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "model"),
    [("message_templates", MessageTemplate), ("schemes", Scheme), ("training", TrainingModule)],
    ids=["messages", "schemes", "training"],
)
def test_every_row_fits_its_record(name, model):
    for row in rows(name):
        record = model(**row)
        record.clean_fields()
    slugs = [row["slug"] for row in rows(name)]
    assert len(set(slugs)) == len(slugs)


def test_schemes_say_where_they_are_written_of():
    schemes = rows("schemes")
    assert all(row["source"] and row["run_by"] for row in schemes)
    assert {"stem-ambassadors", "apprenticeship-ambassador-network", "enterprise-advisers"} <= {
        row["slug"] for row in schemes if row["state"] == SchemeState.OPEN
    }
    assert "researchers-in-residence" in {row["slug"] for row in schemes if row["state"] == SchemeState.CLOSED}


def test_templates_leave_no_room_for_words_of_ones_own():
    for row in rows("message_templates"):
        assert not re.search(r"[{}<>\[\]%@]|_{2,}|\.\.\.|https?:|\d{5,}", row["text"]), row["slug"]


def test_each_side_has_templates():
    by_side = {side: [row for row in rows("message_templates") if row["sent_by"] == side] for side in sides()}
    assert all(len(found) >= 5 for found in by_side.values())
    assert sum(map(len, by_side.values())) == len(rows("message_templates"))


def sides() -> list[str]:
    return [value for value, _label in MessageTemplate._meta.get_field("sent_by").choices]


def test_every_module_has_a_text_and_every_text_a_module():
    assert sorted(row["slug"] for row in rows("training")) == MODULES


@pytest.mark.parametrize("slug", MODULES)
def test_a_text_can_be_read_and_answered(slug):
    text = module_text(slug)
    assert text.slug == slug
    assert 5 <= len(text.parts) <= 9
    assert all(part.heading and (part.paragraphs or part.points) for part in text.parts)
    assert len(text.questions) == 3
    for asked in text.questions:
        assert len(asked.answers) == len(set(asked.answers)) == 3
        assert asked.answers[asked.right]
        assert asked.because
    words = json.dumps(rows(f"modules/{slug}"))
    assert "<" not in words, "texts are plain"


def test_wrong_answers_are_named_by_number():
    text = module_text("welcome")
    right = {number: asked.right for number, asked in enumerate(text.questions)}
    assert text.wrong(right) == []
    assert text.wrong({**right, 1: right[1] + 1}) == [1]
    assert text.wrong({}) == [0, 1, 2]


def test_right_answers_do_not_stand_in_one_place():
    places = {asked.right for slug in MODULES for asked in module_text(slug).questions}
    assert places == {0, 1, 2}


@pytest.mark.parametrize("slug", ["", "../schemes", "nothing"], ids=["empty", "outside", "unknown"])
def test_unknown_modules_have_no_text(slug):
    with pytest.raises(NoModuleTextError):
        module_text(slug)


def test_a_module_is_one_object_for_everybody():
    assert isinstance(module_text("safeguarding"), ModuleText)
    assert module_text("safeguarding") is module_text("safeguarding")
