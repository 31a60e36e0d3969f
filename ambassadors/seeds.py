"""What every site begins with: dated rules, schemes, training and message templates, brought in after migrations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from ambassadors.models import MessageTemplate, Scheme, SchemeRule, TrainingModule, VettingRule

DATA = Path(__file__).with_name("data")


@transaction.atomic
def load_seeds(**_kwargs: Any) -> None:
    """Bring in what the database lacks; repeatable, five statements.

    Rules that are there stay as they are, whatever an owner made of them: to change one, add a row from a later
    day. Our own texts (schemes, training, templates) are brought up to date; one that was switched off stays off.
    """
    VettingRule.objects.bulk_create(vetting_rules(), ignore_conflicts=True)
    SchemeRule.objects.bulk_create(scheme_rules(), ignore_conflicts=True)
    _bring_up_to_date(Scheme, "schemes")
    _bring_up_to_date(TrainingModule, "training")
    _bring_up_to_date(MessageTemplate, "message_templates")


def vetting_rules() -> Iterator[VettingRule]:
    """The seeded rules about checks, one for each nation and setting that an entry names, none confirmed."""
    found = _read("vetting_rules")
    for entry in found["rules"]:
        for nation in entry["nations"]:
            for setting in entry["settings"]:
                yield VettingRule(
                    nation=nation,
                    setting=setting,
                    pattern=entry["pattern"],
                    accepted=entry["accepted"],
                    asks_for=entry["asks_for"],
                    most_days=entry.get("most_days"),
                    window_days=entry.get("window_days"),
                    note=entry["note"],
                    **_dates(entry),
                    **found["sources"][entry["source"]],
                )


def scheme_rules() -> Iterator[SchemeRule]:
    """The seeded numbers of the scheme, none confirmed."""
    for entry in _read("scheme_rules")["rules"]:
        values = {name: entry[name] for name in ("name", "value", "source", "address", "note")}
        yield SchemeRule(**values, **_dates(entry))


def _dates(entry: dict[str, Any]) -> dict[str, date | None]:
    until = entry.get("valid_to")
    return {
        "valid_from": date.fromisoformat(entry["valid_from"]),
        "valid_to": date.fromisoformat(until) if until else None,
    }


def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def _bring_up_to_date(model: type[models.Model], name: str) -> None:
    """Write a file's rows by their slug; columns that the file does not name keep what they hold."""
    rows = _read(name)
    columns = sorted({column for row in rows for column in row} - {"slug"})
    model._default_manager.bulk_create(
        [model(**row) for row in rows], update_conflicts=True, unique_fields=["slug"], update_fields=columns
    )
