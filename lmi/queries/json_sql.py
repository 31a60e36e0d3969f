"""SQL that writes JSON text: small pieces that the slices are put together from.

Joining text takes less than half the time of json_build_object, which looks up a type for every
argument of every row.
"""

from __future__ import annotations

from collections.abc import Mapping

from evidence.figures import Quality, Reason


def literal(words: str) -> str:
    """A fixed text."""
    return "'" + words.replace("'", "''") + "'"


def text(expression: str) -> str:
    """A text of the database, as a JSON string."""
    return f"to_json(({expression})::text)::text"


def text_or_null(expression: str) -> str:
    """A text of the database that may be null."""
    return f"coalesce({text(expression)}, 'null')"


def written(members: Mapping[str, str], optional: Mapping[str, tuple[str, str]] | None = None) -> str:
    """A JSON object; each member is SQL that writes its value, an optional one a condition and such SQL."""
    parts = []
    for n, (name, value) in enumerate(members.items()):
        parts += [literal(("," if n else "{") + f'"{name}":'), value]
    for name, (condition, value) in (optional or {}).items():
        member = literal(f',"{name}":')
        parts.append(f"CASE WHEN {condition} THEN concat({member}, {value}) END")
    return "concat(" + ", ".join([*parts, literal("}")]) + ")"


def measure(column: str, unit: str, *, absent: str = literal(Reason.NOT_PUBLISHED), factor: int = 1) -> str:
    """One measure of a figure row: value, unit, quality and reason. `unit` and `absent` are SQL for a code.

    As for figures elsewhere, the mark of a value is its quality and that of a null the reason.
    """
    value = f"f.{column}" if factor == 1 else f"f.{column} * {factor}"
    mark = f"f.marks->>{literal(column)}"
    return (
        f"CASE WHEN f.{column} IS NOT NULL "
        f"""THEN concat('{{"value":', {value}, ',"unit":"', {unit}, '","quality":"', """
        f"""coalesce({mark}, {literal(Quality.NOT_STATED)}), '","reason":null}}') """
        f"""ELSE concat('{{"value":null,"unit":"', {unit}, '","quality":null,"reason":"', """
        f"""coalesce({mark}, {absent}), '"}}') END"""
    )


def chosen(column: str, words: Mapping[str, str]) -> str:
    """SQL that says a word for each value of a column, so that the words stand in one place, in Python."""
    cases = " ".join(f"WHEN {literal(value)} THEN {literal(word)}" for value, word in words.items())
    return f"CASE {column} {cases} END"
