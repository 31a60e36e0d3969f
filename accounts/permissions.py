"""The one vocabulary of permissions: OBJECT_VERB."""

from enum import StrEnum


class Permission(StrEnum):
    """What a role may do. Stored nowhere but here; roles list theirs in `accounts.roles`."""

    CURATORS_DESK_OPEN = "CURATORS_DESK_OPEN"
    SYNONYM_EDIT = "SYNONYM_EDIT"
    OCCUPATION_NOTE_EDIT = "OCCUPATION_NOTE_EDIT"
    LINK_DECIDE = "LINK_DECIDE"
    RELEASE_IMPORT = "RELEASE_IMPORT"
    RELEASE_PUBLISH = "RELEASE_PUBLISH"
    RELEASE_WITHDRAW = "RELEASE_WITHDRAW"
    USER_MANAGE = "USER_MANAGE"
    AUDIT_READ = "AUDIT_READ"
