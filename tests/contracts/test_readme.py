"""The README is true: its table names every source and edition, and what it links to is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_table_names_every_source_and_how_many_rows_are_held():
    rows: dict[str, int] = {}
    for manifest in ROOT.glob("*/data/manifest.json"):
        for entry in json.loads(manifest.read_text(encoding="utf-8")):
            rows[entry["source"]] = rows.get(entry["source"], 0) + entry["rows"]
    for path in (ROOT / "evidence/data/sources").glob("*.json"):
        line = next((line for line in README.splitlines() if f"docs/sources/{path.stem}.md)" in line), "")
        assert line, f"{path.stem} is not in the table"
        assert (f"{rows[path.stem]:,} rows" if path.stem in rows else "not held") in line


def test_links_lead_somewhere():
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", README) if not t.startswith("http")]
    assert len(targets) > 25
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_source_has_its_page_of_documentation():
    documented = {path.stem for path in (ROOT / "docs/sources").glob("*.md")}
    assert {path.stem for path in (ROOT / "evidence/data/sources").glob("*.json")} <= documented
