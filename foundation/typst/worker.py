"""One document set by Typst, in a process of its own: a task on standard input, pages on standard output.

Started by foundation/pdf.py with `python -I`, so it stands alone: no Django, no room of the project.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
# A letter that no font at hand can draw is an error in PDF/UA-1: Typst names the letter.
UNDRAWN = re.compile(r'the text `"(?P<letters>.+?)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
STAND_IN = "□"
MOST_ROUNDS = 200


def compiled(task: dict[str, Any]) -> dict[str, Any]:
    """The pages as base64, what Typst warned of, and how many different letters had to be stood in for."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(HERE / "fonts")])
    compiler = typst.Compiler(
        str(HERE / "main.typ"),
        root=task["root"],
        font_paths=fonts,
        ignore_system_fonts=True,
        # Packages are never fetched: there are none, neither here nor in a cache.
        package_path=str(HERE / "no-packages"),
        package_cache_path=str(HERE / "no-packages"),
    )
    how: dict[str, Any] = {"format": task["format"]}
    if task["format"] == "pdf":
        how |= {"pdf_standards": ["ua-1"], "timestamp": 0}
    else:
        how |= {"ppi": task["dots_per_inch"]}
    given: str = task["given"]
    for undrawn in range(MOST_ROUNDS):
        try:
            made, warnings = compiler.compile_with_warnings(
                sys_inputs={"template": task["template"], "given": given}, **how
            )
        except typst.TypstError as error:
            found = UNDRAWN.search(error.message)
            if not found:
                return {"error": "; ".join([error.message, *error.hints, *error.trace])}
            given = stood_in(given, found["letters"])
        else:
            pages = made if isinstance(made, list) else [made]
            return {
                "pages": [base64.b64encode(page).decode() for page in pages if page],
                "warnings": [warning.message for warning in warnings],
                "undrawn": undrawn,
            }
    return {"error": "too many letters that no font can draw"}


def stood_in(given: str, letters: str) -> str:
    """The data with a square for each of these letters: a document with squares is better than none."""
    letters = ESCAPED.sub(lambda found: chr(int(found[1], 16)), letters)
    if not set(letters) & set(given):
        raise RuntimeError(f"cannot be drawn, and is not in the data: {letters!r}")
    return given.translate({ord(letter): STAND_IN for letter in letters})


if __name__ == "__main__":
    json.dump(compiled(json.load(sys.stdin)), sys.stdout)
