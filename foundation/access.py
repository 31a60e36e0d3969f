"""Who may open a view: each view declares it, and the middleware refuses one that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.module_loading import import_string
from rest_framework.permissions import BasePermission

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """The ways a view can be open."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    PERMISSION = "permission"
    TOKEN = "token"  # noqa: S105 - an operation of the API that acts for a person by their token, never their session
    THIRD_PARTY = "third_party"


class CacheRule(StrEnum):
    """What a shared cache may do with the answer (DESIGN section 2, public page)."""

    FACTS = "public, max-age=300"
    NAMES_SOMEONE = "public, no-cache"
    PRIVATE = "private, no-store"


@dataclass(frozen=True, slots=True)
class Access:
    """One declaration: who may look, and who may keep a copy."""

    audience: Audience
    cache: CacheRule
    permission: str = ""
    # Whether everybody who comes here needs two steps; otherwise their roles decide (settings.TWO_STEP_GATE).
    two_step: bool = False

    def admits(self, request: Any) -> bool:
        """Whether this request's user may go on; never reads the user of a public view."""
        if self.audience in (Audience.PUBLIC, Audience.THIRD_PARTY):
            return True
        user = request.user
        if user is None or not user.is_authenticated:
            return False
        return not self.permission or user.has_perm(self.permission)


PUBLIC_FACTS = Access(Audience.PUBLIC, CacheRule.FACTS)
PUBLIC_NAMES_SOMEONE = Access(Audience.PUBLIC, CacheRule.NAMES_SOMEONE)
PUBLIC_UNCACHED = Access(Audience.PUBLIC, CacheRule.PRIVATE)
SIGNED_IN = Access(Audience.SIGNED_IN, CacheRule.PRIVATE)
# The view is somebody else's code and guards itself; only the address prefix is ours to declare.
THIRD_PARTY = Access(Audience.THIRD_PARTY, CacheRule.PRIVATE)


TOKEN = Access(Audience.TOKEN, CacheRule.PRIVATE)


def needs_token(permission: str) -> Access:
    """Access for programs whose token belongs to a holder of one permission of the vocabulary."""
    return Access(Audience.TOKEN, CacheRule.PRIVATE, permission)


def needs(permission: str) -> Access:
    """Access for holders of one permission of the vocabulary."""
    return Access(Audience.PERMISSION, CacheRule.PRIVATE, permission)


def declares(access: Access) -> Callable[[View], View]:
    """Declare the access of a function view."""

    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]  # an attribute on a function
        return view

    return mark


def declared_access(view: Callable[..., Any], path: str) -> Access | None:
    """The access a resolved view declares, or that its address prefix declares for it.

    A prefix that asks for two steps asks for them of every view below it, whatever the view says of itself.
    """
    of_prefix = next((access for prefix, access in prefix_table().items() if path.startswith(prefix)), None)
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        access = getattr(holder, "access", None)
        if isinstance(access, Access):
            return replace(access, two_step=True) if of_prefix and of_prefix.two_step else access
    return of_prefix


def prefix_table() -> dict[str, Access]:
    """Address prefixes of third-party views with their access (settings.ACCESS_PREFIXES)."""
    from django.conf import settings

    table: dict[str, Access] = import_string(settings.ACCESS_PREFIXES)
    return table


class DeclaredAccess(BasePermission):
    """DRF's permission check: the same declaration, read again at the API's own gate."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """True when the view declares access that admits this request."""
        access = declared_access(view.__class__, request.path)
        if access is None:
            return False
        # By a token DRF knows the person; by a session only Django's own request does.
        return access.admits(request if access.audience is Audience.TOKEN else request._request)
