"""The catalogue of publishers and sources, from data files into the database."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from evidence.models import Publisher, Source

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_catalogue() -> tuple[int, int]:
    """Create or update every publisher and source; returns (publishers, sources)."""
    publishers = json.loads((DATA / "publishers.json").read_text(encoding="utf-8"))
    for entry in publishers:
        values = {**entry, **_dates(entry, "started_on", "ended_on")}
        slug = values.pop("slug")
        values.pop("successor", None)
        Publisher.objects.update_or_create(slug=slug, defaults=values)
    for entry in publishers:
        Publisher.objects.filter(slug=entry["slug"]).update(successor_id=entry.get("successor"))
    sources = sorted((DATA / "sources").glob("*.json"))
    for path in sources:
        values = json.loads(path.read_text(encoding="utf-8"))
        values |= _dates(values, "next_expected")
        values["publisher_id"] = values.pop("publisher")
        Source.objects.update_or_create(slug=path.stem, defaults=values)
    return len(publishers), len(sources)


def _dates(entry: dict[str, Any], *names: str) -> dict[str, date | None]:
    return {name: date.fromisoformat(entry[name]) if entry.get(name) else None for name in names}
