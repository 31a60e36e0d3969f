"""What other people's tables and our own data-rights tables hold about a person, and how rows lead to them."""

from __future__ import annotations

from dataclasses import replace

from django.apps import apps
from django.db.models import Q

from foundation.personal_data import (
    Person,
    PersonalField,
    Subject,
    declare_clean,
    personal_fields_of,
    register_personal,
    register_subject,
)

# Model -> (how its rows lead to the person, field -> (purpose, erasure)). Tables of libraries: none of them is audited.
_Fields = dict[str, tuple[str, str]]
_SIGN_IN: dict[str, tuple[tuple[Subject, ...], _Fields]] = {
    "account.EmailAddress": (("user",), {"email": ("signing in and mail about the account", "delete_row")}),
    "account.EmailConfirmation": (("email_address__user",), {"key": ("confirming an address", "delete_row")}),
    "mfa.Authenticator": (
        ("user",),
        {"type": ("the second step", "delete_row"), "data": ("the second step", "delete_row")},
    ),
    "usersessions.UserSession": (
        ("user",),
        {
            "ip": ("the list of places where one is signed in", "delete_row"),
            "user_agent": ("the list of places where one is signed in", "delete_row"),
            "session_key": ("ending that session", "delete_row"),
            "data": ("the list of places where one is signed in", "delete_row"),
        },
    ),
    "socialaccount.SocialAccount": (
        ("user",),
        {
            "provider": ("signing in through a school", "delete_row"),
            "uid": ("signing in through a school", "delete_row"),
            "extra_data": ("what the school's service said", "delete_row"),
        },
    ),
    "socialaccount.SocialToken": (
        ("account__user",),
        {
            "token": ("signing in through a school", "delete_row"),
            "token_secret": ("signing in through a school", "delete_row"),
        },
    ),
}
_SECRETS = {
    ("account.EmailConfirmation", "key"),
    ("mfa.Authenticator", "data"),
    ("usersessions.UserSession", "session_key"),
    ("socialaccount.SocialToken", "token"),
    ("socialaccount.SocialToken", "token_secret"),
    ("sessions.Session", "session_key"),
    ("sessions.Session", "session_data"),
    ("accounts.User", "password"),
    ("accounts.ApiToken", "token_hash"),
    ("accounts.Invitation", "token_hash"),
    ("accounts.Verification", "mail_token_hash"),
}
_DESK: dict[str, _Fields] = {
    "wagtailusers.UserProfile": dict.fromkeys(
        ("preferred_language", "current_time_zone", "dismissibles", "theme", "contrast", "density", "avatar"),
        ("settings of the curators' desk", "delete_row"),
    ),
    "wagtailadmin.EditingSession": {"object_id": ("who edits what at this moment", "delete_row")},
    "wagtailadmin.FormState": {"data": ("what was typed into a form of the desk", "delete_row")},
    "wagtailcore.Comment": {"text": ("remarks at the desk", "blank")},
    "wagtailcore.CommentReply": {"text": ("remarks at the desk", "blank")},
    "wagtailcore.PageSubscription": {"user": ("mail about remarks", "delete_row")},
    "wagtailcore.TaskState": {"comment": ("decisions at the desk", "scrub")},
    "wagtailcore.Revision": {
        "user": ("who wrote a version, by number", "keep"),
        "content": ("versions of what organisations and editors publish", "scrub"),
        "object_str": ("versions of what organisations and editors publish", "scrub"),
    },
    "wagtailcore.ModelLogEntry": {
        "user": ("history at the desk: who, by number", "keep"),
        "label": ("history at the desk", "scrub"),
        "data": ("history at the desk", "scrub"),
    },
    "wagtailcore.PageLogEntry": {
        "user": ("history at the desk: who, by number", "keep"),
        "label": ("history at the desk", "scrub"),
        "data": ("history at the desk", "scrub"),
    },
    "pghistory.Context": {"metadata": ("audit trail: who (by number), from where, on which page", "scrub")},
    "sessions.Session": {
        "session_key": ("being signed in", "delete_row"),
        "session_data": ("being signed in", "delete_row"),
    },
}
_OUR_OWN: dict[str, _Fields] = {
    "accounts.DataRequest": {
        "subject": ("answering the request", "keep"),
        "kind": ("proof that the request was answered", "keep"),
        "origin": ("proof that the request was answered", "keep"),
        "state": ("proof that the request was answered", "keep"),
        "extension_reason": ("proof that the request was answered", "keep"),
        "content": ("the copy that was asked for", "blank"),
        "answer": ("what the person was told", "blank"),
        "report": ("proof that the request was answered: counts only", "keep"),
        "decided_by": ("audit of decisions: who, by number", "keep"),
    },
    "accounts.Exemption": {
        "reference": ("why something was withheld", "keep"),
        "law": ("why something was withheld", "keep"),
        "reason": ("why something was withheld; accountability, UK GDPR Article 5(2)", "keep"),
        "decided_by": ("audit of decisions: who, by number", "keep"),
    },
    "accounts.RetentionWarning": {"user": ("warning before an unused account is erased", "delete_row")},
}


# What other people wrote about a person: somebody looks before it goes out.
_REVIEW = {
    ("accounts.Verification", "call_note"): "third_party",
    ("accounts.Verification", "by_hand"): "third_party",
    ("accounts.Verification", "reason"): "third_party",
}


def declare() -> None:
    """Declare all of it; models of libraries that are not installed are left out."""
    for label, (subjects, fields) in _SIGN_IN.items():
        if _declare(label, fields):
            register_subject(label, *subjects)
    for label, fields in {**_DESK, **_OUR_OWN}.items():
        _declare(label, fields)
    declare_clean("accounts.RetentionRule")
    for label, found in _SUBJECTS.items():
        register_subject(label, *found)
    for (label, name), why in _REVIEW.items():
        register_personal(replace(personal_fields_of(label)[name], review=why))
    for label, name in _SECRETS:
        if name in personal_fields_of(label):
            register_personal(replace(personal_fields_of(label)[name], secret=True))


def _declare(label: str, fields: _Fields) -> bool:
    if not _exists(label):
        return False
    for name, (purpose, erasure) in fields.items():
        register_personal(PersonalField(label, name, purpose, erasure))
    return True


def _exists(label: str) -> bool:
    try:
        apps.get_model(label)
    except LookupError:
        return False
    return True


def _history_of_the_account(person: Person) -> Q:
    """What a person did at the desk, and what was done to their account there."""
    about = Q(content_type__app_label="accounts", content_type__model="user", object_id=str(person.number))
    return Q(user=person.number) | about


def _sessions(person: Person) -> Q:
    """Sessions of the person: what a session holds can only be known by opening it."""
    from django.contrib.sessions.models import Session

    number = str(person.number)
    mine = [row.pk for row in Session.objects.iterator() if str(row.get_decoded().get("_auth_user_id")) == number]
    return Q(pk__in=mine)


def _by_words(field: str) -> Subject:
    """Rows in which a field that names people in words names this one."""

    def named(person: Person) -> Q:
        return Q(**{f"{field}__in": [*person.addresses, *person.names]})

    return named


def _mail(person: Person) -> Q:
    """Messages of the outbox that go to the person."""
    from accounts.data_rights.rows import mentions

    return mentions(["payload", "last_error"], person.addresses)


def _answers(person: Person) -> Q:
    """Kept answers to the person's programs; the owner is written as "token:7" or "user:7"."""
    tokens = apps.get_model("accounts.ApiToken")._default_manager.filter(user_id=person.number)
    owners = [f"token:{number}" for number in tokens.order_by().values_list("pk", flat=True)]
    return Q(owner__in=[f"user:{person.number}", *owners])


_SUBJECTS: dict[str, tuple[Subject, ...]] = {
    "accounts.Verification": ("membership__user",),
    "accounts.Report": ("reporter",),
    "accounts.DataRequest": ("subject",),
    "accounts.Exemption": ("request__subject",),
    "evidence.ImportRun": (_by_words("accepted_by"),),
    "foundation.OutboxMessage": (_mail,),
    "foundation.IdempotencyRecord": (_answers,),
    "pghistory.Context": (lambda person: Q(metadata__user=person.number),),
    "sessions.Session": (_sessions,),
    "wagtailcore.TaskState": ("finished_by",),
    "wagtailcore.ModelLogEntry": (_history_of_the_account,),
}
