"""The committed policy table: what every operation of the site answers to every role, and how to ask it.

Operations are all addresses by method, our own screens of the desk and the API's operations among them. A cell is
"yes" (admitted; what was sent may still be wrong), "sign in", "no" (refused) or "absent" (answers as if it did
not exist). Where an address names a thing, there is a row for one's own, a colleague's in the same organisation,
another organisation's, and one that is not published.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from foundation.addresses import Address, all_addresses
from tests.contracts.addresses import EXAMPLES, EXAMPLES_AT, QUERIES
from tests.contracts.policy_coordinate import COORDINATE_BODIES
from tests.contracts.policy_own import OWN_BODIES
from tests.contracts.policy_things import arguments_of, relations_of
from tests.contracts.policy_world import World
from tests.contracts.write_policy import TABLE

METHODS = ("get", "post", "put", "patch", "delete")
Key = tuple[str, str, str]
# Signing in and out is django-allauth's own and has tests of its own; the gallery is for developers.
_LEFT_OUT = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_", "open:gallery")
# Where people are sent before they may go on.
_ASIDE = {
    "/account/two-step/needed/": "two steps",
    "/account/again/": "prove again",
    "/account/two-step/again/": "prove again",
}
# What is sent where an empty form says nothing.
BODIES: dict[str, Callable[[World], dict[str, Any]]] = {
    **OWN_BODIES,
    **COORDINATE_BODIES,
    "employers:desk-profile": lambda _world: {"do": "submit"},
    "employers:desk-opportunity": lambda _world: {"do": "submit"},
    "providers-desk:statement": lambda _world: {"do": "submit"},
    "educators:opportunity-detail": lambda world: {"host": world.own.pk},
    "api:role-profile-detail": lambda _world: {"title": "A title"},
    "api:opportunity-detail": lambda _world: {"title": "A title", "kind": "insight_day"},
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method."""

    address: Address
    method: str

    @property
    def name(self) -> str:
        return self.address.name


def operations() -> list[Operation]:
    """Every operation of our own, in the order of addresses."""
    found = []
    for address in all_addresses(skip=()):
        theirs = not address.name or address.name.startswith(_LEFT_OUT)
        if theirs or (address.route.startswith("/cms/") and not address.name.startswith("desk-")):
            continue
        found += [Operation(address, method) for method in _methods(address)]
    return found


def _methods(address: Address) -> list[str]:
    holder: Any = getattr(address.view, "view_class", None) or getattr(address.view, "cls", None)
    if holder is None:
        return list(getattr(address.view, "methods", ("get",)))
    allowed = getattr(holder, "http_method_names", METHODS)
    # Django's form views answer PUT as POST; pages are never asked so.
    methods = METHODS if address.route.startswith("/api/") else ("get", "post")
    return [method for method in methods if method in allowed and hasattr(holder, method)]


def rows_of(operation: Operation) -> list[Key]:
    """The rows that the table has for an operation."""
    return [(operation.name, operation.method, relation) for relation in relations_of(operation.address)]


def read_table() -> dict[Key, dict[str, str]]:
    """The committed table: what each person is answered, by row."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["address"], row["method"], row["relation"]): row for row in csv.DictReader(file)}


def client_of(world: World) -> Client:
    client = Client(raise_request_exception=False)
    if world.person:
        client.force_login(world.person)
    return client


def ask(world: World, client: Client, operation: Operation, relation: str) -> str:
    """What the world's person is answered; nothing that the operation changes stays."""
    cookies = client.cookies.output()
    saved = deepcopy(client.cookies)
    with transaction.atomic():
        answer = _send(world, client, operation, relation)
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies = saved
    return outcome(answer)


def _send(world: World, client: Client, operation: Operation, relation: str) -> HttpResponseBase:
    address = operation.address
    given = EXAMPLES | EXAMPLES_AT.get(address.name, {}) | arguments_of(world, address, relation)
    path = reverse(address.name, kwargs={part: given[part] for part in address.parts})
    if query := QUERIES.get(address.name):
        path = f"{path}?{query}"
    headers = {}
    if world.token and path.startswith("/api/"):
        headers["Authorization"] = f"Bearer {world.token}"
    said = BODIES[address.name](world) if address.name in BODIES else {}
    body: dict[str, Any] = {"data": {"version": "1"} | said}
    if path.startswith("/api/"):
        body = {"content_type": "application/json", "data": json.dumps(said)}
        headers["If-Match"] = '"1"'
    if operation.method == "get":
        return client.get(path, headers=headers)
    return getattr(client, operation.method)(path, headers=headers, **body)


def outcome(answer: HttpResponseBase) -> str:
    """An answer as a cell of the table."""
    if answer.status_code in (301, 302, 303):
        to = urlsplit(answer["Location"]).path
        if to == "/account/sign-in/":
            return "sign in"
        return _ASIDE.get(to, "yes")
    words = {401: "sign in", 403: "no", 404: "absent"}
    return words.get(answer.status_code, "yes" if answer.status_code < 500 else f"fault {answer.status_code}")
