"""Roles with plain-English descriptions, and the permissions and desk rights of each.

A role becomes a Django group of the same name, made after migrations; the desk's own screens
check Django permissions, which `desk` lists as "app.codename".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission

_CRUD = ("add", "change", "delete", "view")


@dataclass(frozen=True, slots=True)
class Role:
    """One role: what to call it, what it is for, what it may do."""

    name: str
    title: str | Promise
    description: str | Promise
    permissions: frozenset[Permission]
    desk: frozenset[str] = frozenset()


def _desk(model: str, verbs: tuple[str, ...] = _CRUD) -> set[str]:
    app, name = model.split(".")
    return {f"{app}.{verb}_{name}" for verb in verbs}


ROLES: tuple[Role, ...] = (
    Role(
        "curator",
        _("Curator"),
        _("Keeps the words people search with, the caveats of occupations and the links of routes right."),
        frozenset(
            {
                *(Permission.CURATORS_DESK_OPEN, Permission.SYNONYM_EDIT, Permission.OCCUPATION_NOTE_EDIT),
                Permission.LINK_DECIDE,
            }
        ),
        frozenset(
            {"wagtailadmin.access_admin"}
            | _desk("lmi.synonym")
            | _desk("lmi.occupationnote")
            | _desk("pathways.linkoverride")
        ),
    ),
    Role(
        "data_steward",
        _("Data steward"),
        _("Decides which editions of the publishers' figures readers see."),
        frozenset({Permission.RELEASE_IMPORT, Permission.RELEASE_PUBLISH, Permission.RELEASE_WITHDRAW}),
        frozenset({"wagtailadmin.access_admin"}),
    ),
    Role(
        "administrator",
        _("Administrator"),
        _("Gives people their roles and reads the audit trail; sees no more personal data than that needs."),
        frozenset({Permission.USER_MANAGE, Permission.AUDIT_READ, Permission.CURATORS_DESK_OPEN}),
        frozenset({"wagtailadmin.access_admin"} | _desk("accounts.user")),
    ),
)


def make_groups(**_kwargs: Any) -> None:
    """Create or correct the Django group of each role; runs after every migration."""
    from django.contrib.auth.models import Group
    from django.contrib.auth.models import Permission as DjangoPermission

    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        wanted = [
            permission
            for permission in DjangoPermission.objects.select_related("content_type")
            if f"{permission.content_type.app_label}.{permission.codename}" in role.desk
        ]
        group.permissions.set(wanted)


def permissions_of(group_names: set[str]) -> frozenset[Permission]:
    """All that the roles with these names may do."""
    return frozenset().union(*(role.permissions for role in ROLES if role.name in group_names))
