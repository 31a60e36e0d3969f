"""Programs that call the API with somebody's token."""

from __future__ import annotations

import gzip
import json
from itertools import count
from typing import Any

from django.test import Client

from accounts.actions.tokens import make_token
from accounts.models import User
from tests.lmi.api_answers import Answer

_keys = count(1)


class Program:
    """Calls addresses below /api/v1/ with a token; every write with a key of its own unless one is given."""

    def __init__(self, user: User | None = None, *, secret: str = "") -> None:
        self.secret = secret or (make_token(by=user, name="a program")[1] if user else "")
        self.client = Client()

    def call(self, method: str, path: str, body: Any = None, *, raw: Any = None, **headers: Any) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        if self.secret:
            sent.setdefault("Authorization", f"Bearer {self.secret}")
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        kind = sent.pop("Content-Type", "application/json" if data else "")
        url = path if path.startswith("http") else f"/api/v1/{path}"
        response = self.client.generic(method, url, data, content_type=kind, headers=sent)
        if "json" not in response.get("Content-Type", ""):
            return Answer(response.status_code, None, response)
        content = response.content
        if response.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return Answer(response.status_code, json.loads(content) if content else None, response)

    def get(self, path: str, **headers: Any) -> Answer:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: Any) -> Answer:
        headers.setdefault("Idempotency_Key", f"key {next(_keys)}")
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: Any) -> Answer:
        return self.call("PATCH", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: Any) -> Answer:
        return self.call("PUT", path, body, **headers)
