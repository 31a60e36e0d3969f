"""The audit trail: event tables that database triggers fill, that nobody edits, and that say who and from where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import connection, models, transaction
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from pghistory.middleware import HistoryMiddleware

from foundation.access import Audience, declared_access
from foundation.addresses import path_without_secrets
from foundation.network import client_address

Model = TypeVar("Model", bound=type[models.Model])

# Only the erasure action sets this, inside its own transaction (DESIGN section 8).
_ERASING = "waymark.erasing"
UNEDITABLE = pgtrigger.Trigger(
    name="uneditable",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=f"""
        IF current_setting('{_ERASING}', true) = 'on' AND TG_OP = 'UPDATE' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the audit trail in % is not changed', TG_TABLE_NAME;
    """,
)


def audited(
    *, exclude: tuple[str, ...] = (), only: tuple[str, ...] = (), deletes_only: bool = False
) -> Callable[[Model], Model]:
    """Track inserts, updates and deletes of a model (of `only` these fields) in a table that nobody may change.

    With `deletes_only` a row's coming and going is tracked, for tables whose rows never change.
    """
    trackers: list[Any] = [pghistory.InsertEvent(), pghistory.DeleteEvent()]
    if not deletes_only:
        trackers.append(pghistory.UpdateEvent())

    def track(model: Model) -> Model:
        tracked: Model = pghistory.track(
            *trackers,
            fields=list(only) or None,
            exclude=list(exclude) or None,
            model_name=f"{model.__name__}Event",
            meta={"triggers": [UNEDITABLE]},
        )(model)
        return tracked

    return track


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the desk's reader of the trail is not shown: whole models, single fields ("app.Model.field"), actions."""

    names: set[str]
    actions: set[str]


WITHHELD = Withheld(set(), set())


def withhold_from_desk(*names: str, actions: Iterable[str] = ()) -> None:
    """Keep rows out of the trail that the desk shows: whoever reads it may be the one they are about.

    They are in the trail all the same. Rooms that show them themselves note who looks.
    """
    WITHHELD.names.update(names)
    WITHHELD.actions.update(actions)


@contextmanager
def erasing() -> Iterator[None]:
    """Let the erasure action, and nothing else, blank personal fields of audit rows for one transaction."""
    with transaction.atomic():
        _set_erasing("on")
        yield
        _set_erasing("off")


def _set_erasing(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_ERASING, value])


class AuditMiddleware(HistoryMiddleware):
    """Says on every audit row which person, page and network address it came from."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """The person by number, the path without its query, the address.

        Public pages never open a session; the API knows the person by their token, later, and says so itself.
        """
        known = {"url": path_without_secrets(request), "address": client_address(request)}
        if _opens_no_session(request):
            return {"user": None, **known}
        return {**super().get_context(request), **known}


def _opens_no_session(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return True
    access = declared_access(view, request.path)
    return access is None or access.audience in (Audience.PUBLIC, Audience.TOKEN)
