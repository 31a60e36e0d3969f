"""Asking the API in tests, and what every answer of it has to keep."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

FIGURE = {"measure", "value", "unit", "period", "area", "level", "population", "quality", "reason", "release"}
MEASURE = {"value", "unit", "quality", "reason"}


@dataclass
class Answer:
    """One answer; `body` is its JSON."""

    status: int
    body: Any
    response: Any

    def errors(self) -> dict[str, str]:
        """Reasons of a problem by field."""
        return {error["field"]: error["reason"] for error in self.body["errors"]}


def ask(path: str, query: Any = None, **headers: str) -> Answer:
    """GET an address below /api/v1/ as a stranger; `query` is a mapping, or the query string itself."""
    query = query if query is not None else {}
    url = f"/api/v1/{path}"
    if isinstance(query, str):
        url, query = f"{url}?{query}", {}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    response = Client().get(url, query, headers=sent)
    is_json = "json" in response.get("Content-Type", "")
    if not is_json:
        return Answer(response.status_code, None, response)
    content = gzip.decompress(response.content) if response.get("Content-Encoding") == "gzip" else response.content
    return Answer(response.status_code, json.loads(content), response)


def figures_in(body: Any) -> list[dict[str, Any]]:
    """Every figure in an answer, however deep."""
    if isinstance(body, list):
        return [figure for item in body for figure in figures_in(item)]
    if not isinstance(body, dict):
        return []
    own = [body] if "reason" in body and "value" in body else []
    return own + [figure for item in body.values() for figure in figures_in(item)]


def assert_whole(figure: dict[str, Any]) -> None:
    """A figure says everything, and has either a value with its source or a reason."""
    assert figure.keys() >= (FIGURE if "measure" in figure else MEASURE)
    if figure["value"] is None:
        assert figure["reason"]
        assert figure["quality"] is None
    else:
        assert figure["reason"] is None
        assert figure["quality"]
        if "measure" in figure:
            assert figure["release"]["key"]
            assert figure["release"]["url"].endswith(f"/api/v1/releases/{figure['release']['key']}/")


def assert_problem(answer: Answer, status: int, *fields: str) -> None:
    """The answer is a problem of this status that names these fields and no others."""
    assert answer.status == status, answer.body
    assert answer.response["Content-Type"] == "application/problem+json"
    assert answer.response["Cache-Control"] == "private, no-store"
    assert {"type", "title", "status", "detail"} <= answer.body.keys()
    assert answer.body["status"] == status
    if fields:
        assert set(answer.errors()) == set(fields)
        assert all(answer.errors().values())
