"""Runs Splink on a database in memory: no network, no files, nothing printed, one answer for one input."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker
from splink.internals.splink_dataframe import SplinkDataFrame

from ambassadors.linkage.model import Model
from ambassadors.linkage.tidy import Value

Row = Mapping[str, Value]
_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        ("unique_id", _TEXT),
        ("given", _TEXT),
        ("given_forms", _TEXTS),
        ("family", _TEXT),
        ("family_names", _TEXTS),
        ("email", _TEXT),
        ("email_own", _TEXT),
        ("phone", _TEXT),
        ("outcode", _TEXT),
        ("area", _TEXT),
        ("employer", _TEXT),
        ("job", _TEXT),
        ("soc2020", _TEXTS),
        ("soc_minor", _TEXTS),
        ("person", _TEXT),  # whom a record is of, known in training only
    ]
)
_WANTED = ("unique_id", "source_dataset", "match_probability", "gamma_", "mw_")
# Splink logs the time of every step, and at DEBUG each statement: too much for the site's log.
logging.getLogger("splink").setLevel(logging.WARNING)
# A closed database: it reads and writes no file, loads nothing, and ends with an error rather than spill to disk.
_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_persistent_secrets": "false",
    "temp_directory": "",
    "memory_limit": "1GB",
    "threads": "2",
}


@contextmanager
def linker(lists: Mapping[str, Sequence[Row]], model: Model, prior: float) -> Iterator[Linker]:
    """A Splink linker over one list, or between two, with the rarity of values counted over all of them."""
    connection = duckdb.connect(":memory:", config=_CLOSED)
    try:
        for name, meaning in model.macros.items():
            connection.execute(f"CREATE MACRO {name} AS {meaning}")
        api = DuckDBAPI(connection)
        frames = [_registered(api, name, pa.Table.from_pylist(list(rows), SCHEMA)) for name, rows in lists.items()]
        settings = {
            **model.settings,
            "link_type": "dedupe_only" if len(frames) == 1 else "link_only",
            "probability_two_random_records_match": prior,
        }
        made = Linker(frames, settings, log_level=None, validate_settings=False)
        everyone = [row for rows in lists.values() for row in rows]
        for column, shares in model.frequencies(everyone).items():
            table = pa.table(
                {column: pa.array(shares.keys(), _TEXT), f"tf_{column}": pa.array(shares.values(), pa.float64())}
            )
            made.table_management.register_term_frequency_lookup(_registered(api, f"shares_{column}", table), column)
        yield made
    finally:
        connection.close()


def predictions(
    lists: Mapping[str, Sequence[Row]], model: Model, prior: float, threshold: float
) -> list[dict[str, Any]]:
    """Splink's rows for pairs from a probability on: ids, weight, and each comparison's level and weights."""
    with linker(lists, model, prior) as made:
        found = made.inference.predict(threshold_match_probability=threshold, warning_mode="never")
        columns = [c for c in found.as_duckdbpyrelation().columns if c.startswith(_WANTED)]
        rows: list[dict[str, Any]] = found.as_duckdbpyrelation().project(*columns).to_arrow_table().to_pylist()
    return rows


def _registered(api: DuckDBAPI, name: str, table: pa.Table) -> SplinkDataFrame:
    return api.register(table, table_name=name)
