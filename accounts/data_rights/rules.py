"""How long things are kept: dated rows, the first of them from the table beside this file."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from accounts.models.data_rights import RetentionRule

_TABLE = Path(__file__).with_name("retention_rules.csv")


def load_rules(**_kwargs: Any) -> int:
    """Bring in rules of the table that the database lacks; returns how many. What an owner changed stays."""
    made = 0
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            values = {name: line[name] for name in ("days", "warn_days", "basis")}
            _rule, new = RetentionRule.objects.get_or_create(
                what=line["what"], valid_from=date.fromisoformat(line["valid_from"]), defaults=values
            )
            made += new
    return made


def rules_on(today: date) -> list[RetentionRule]:
    """The rule of every kind of thing on a day, the newest that has begun, by name."""
    begun = RetentionRule.objects.filter(valid_from__lte=today)
    return list(begun.order_by("what", "-valid_from").distinct("what"))
