"""The process that sets documents, asked within this one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from foundation import pdf
from foundation.typst.worker import compiled, stood_in

ABOUT = {"title": "Example", "site": "Waymark", "language": "en", "region": "GB", "page": "", "demo": ""}


def task(template: str, data: dict[str, Any], kind: str = "pdf") -> dict[str, Any]:
    given = json.dumps({"about": ABOUT, "data": data}, ensure_ascii=False)
    return {
        "root": str(pdf.ROOT),
        "template": template,
        "given": given,
        "format": kind,
        "dots_per_inch": 40,
    }


def words(*said: str) -> dict[str, Any]:
    return {"heading": "Example", "facts": [], "words": list(said)}


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_pages_come_back_with_nothing_to_warn_of(kind: str) -> None:
    answer = compiled(task("/tests/data/print/words.typ", words("Words."), kind))

    assert (len(answer["pages"]), answer["warnings"], answer["undrawn"]) == (1, [], 0)


def test_letters_are_stood_in_for_one_kind_after_the_other() -> None:
    assert compiled(task("/tests/data/print/words.typ", words("张伟张伟")))["undrawn"] == 2


def test_more_strange_letters_than_rounds_end_in_an_error() -> None:
    strange = "".join(chr(0x4E00 + number) for number in range(250))

    assert "too many" in compiled(task("/tests/data/print/words.typ", words(strange)))["error"]


def test_a_fault_of_the_template_is_told() -> None:
    assert 'key "heading"' in compiled(task("/tests/data/print/words.typ", {}))["error"]


def test_a_square_stands_for_each_letter_also_where_typst_names_its_number() -> None:
    assert stood_in("a张b张", "张") == "a□b□"
    assert stood_in("a\u0085b", "\\u{85}") == "a□b"
    with pytest.raises(RuntimeError, match="not in the data"):
        stood_in("ab", "张")
