"""SQL that writes JSON text: small pieces that the slices are put together from.

Joining text takes less than half the time of json_build_object, which looks up a type for every
argument of every row; and the fewer pieces are joined, the better: fixed texts side by side become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.figures import Quality, Reason


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text: fixed words, or SQL that gives words (null counts as none)."""

    words: str
    is_fixed: bool = False


Pieces = tuple[Piece, ...]


def fixed(words: str) -> Pieces:
    """Words as they are."""
    return (Piece(words, is_fixed=True),)


def sql(expression: str) -> Pieces:
    """What an expression gives: a number, or JSON already."""
    return (Piece(expression),)


def code(expression: str) -> Pieces:
    """A JSON string of letters, digits, hyphens and the like, which nothing can break."""
    return (*fixed('"'), *sql(expression), *fixed('"'))


def text(expression: str) -> Pieces:
    """A JSON string of any words."""
    return sql(f"to_json(({expression})::text)::text")


def written(members: Mapping[str, Pieces], optional: Mapping[str, tuple[str, Pieces]] | None = None) -> Pieces:
    """A JSON object; an optional member is a condition and its value."""
    pieces: list[Piece] = []
    for n, (name, value) in enumerate(members.items()):
        pieces += [*fixed(("," if n else "{") + f'"{name}":'), *value]
    for name, (condition, value) in (optional or {}).items():
        member = joined((*fixed(f',"{name}":'), *value))
        pieces += sql(f"CASE WHEN {condition} THEN {member} END")
    return (*pieces, *fixed("}"))


def either(condition: str, this: Pieces, other: Pieces) -> Pieces:
    """One text or another."""
    return sql(f"CASE WHEN {condition} THEN {joined(this)} ELSE {joined(other)} END")


def measure(column: str, present: Pieces, absent: Pieces, *, missing: str = "", factor: int = 1) -> Pieces:
    """One measure of a figure row: value, unit, quality and reason.

    As for figures elsewhere, the mark of a value is its quality and that of a null the reason; `missing`
    is SQL for the reason of a null without a mark. `present` and `absent` are from `unit_of`.
    """
    value = f"f.{column}" if factor == 1 else f"f.{column} * {factor}"
    mark = f"f.marks->>{literal(column)}"
    return either(
        f"f.{column} IS NOT NULL",
        (
            *fixed('{"value":'),
            *sql(value),
            *present,
            *sql(f"coalesce({mark}, {literal(Quality.NOT_STATED)})"),
            *fixed('","reason":null}'),
        ),
        (*absent, *sql(f"coalesce({mark}, {missing or literal(Reason.NOT_PUBLISHED)})"), *fixed('"}')),
    )


def unit_of(name: Pieces) -> tuple[Pieces, Pieces]:
    """The parts of a measure that hang on its unit alone: after a value, and in place of one."""
    return (
        (*fixed(',"unit":"'), *name, *fixed('","quality":"')),
        (*fixed('{"value":null,"unit":"'), *name, *fixed('","quality":null,"reason":"')),
    )


def chosen(column: str, words: Mapping[str, str]) -> str:
    """SQL that says a word for each value of a column, so that the words stand in one place, in Python."""
    cases = " ".join(f"WHEN {literal(value)} THEN {literal(word)}" for value, word in words.items())
    return f"CASE {column} {cases} END"


def literal(words: str) -> str:
    """A fixed text in SQL."""
    return "'" + words.replace("'", "''") + "'"


def joined(pieces: Iterable[Piece]) -> str:
    """The SQL of a text; fixed words side by side become one."""
    merged: list[Piece] = []
    for piece in pieces:
        if piece.is_fixed and merged and merged[-1].is_fixed:
            piece = Piece(merged.pop().words + piece.words, is_fixed=True)
        merged.append(piece)
    return "concat(" + ", ".join(literal(p.words) if p.is_fixed else p.words for p in merged) + ")"
