"""People who came by a scheme's list take their record over: an invitation when a coordinator says so, and a claim."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.mails import News, register_news
from accounts.actions.support import acting, require
from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions.applications import ROLE
from ambassadors.actions.duplicates import ask_to_compare
from ambassadors.actions.mails import write_to
from ambassadors.actions.support import locked_ambassador
from ambassadors.enums import BatchState, Standing
from ambassadors.models import Ambassador, ImportBatch

SALT = "ambassadors.claim"
DAYS_VALID = 90
register_news(
    ambassador_invited=News(
        gettext_lazy("%(scheme)s and the STEM Ambassadors: take over your record"),
        (
            gettext_lazy(
                "%(scheme)s has given us your name and work address, so that one scheme can bring you and schools "
                "together. Nobody is offered your time unless you say so."
            ),
            gettext_lazy(
                "To go on, sign up with this email address and check what we hold. If you would rather not, you need "
                "do nothing, or write to us and we delete it."
            ),
            gettext_lazy("The link works for 90 days."),
        ),
        "/ambassadors/claim/%(token)s/",
        gettext_lazy("Take over my record"),
    )
)


def to_invite(batch: ImportBatch) -> QuerySet[Ambassador]:
    """Who came with a list and has no account here yet."""
    people = Ambassador.objects.people().filter(user=None, standing=Standing.IN_CHECKS).exclude(email="")
    return people.filter(pk__in=batch.lines.values("ambassador")).order_by("pk")


def send_invitations(*, by: User, batch: ImportBatch) -> int:
    """Write to everybody of a list who has no account, once ever each; how many were written to now.

    Nobody is written to before a coordinator asks for it. Raises PermissionDenied, ValidationError.
    """
    require(by, Permission.AMBASSADOR_IMPORT)
    if batch.state != BatchState.DONE:
        raise ValidationError(_("Bring the list in first."))
    with acting(by, "send_invitations"):
        return sum(_invite(person, batch) for person in to_invite(batch))


def claim_token(person: Ambassador) -> str:
    """What an invitation's address holds: it works for this record and this mail address alone, and shows neither."""
    return signing.dumps([person.code, _seal(person)], salt=SALT, compress=True)


def claimable(token: str) -> Ambassador:
    """The record of an invitation. Raises ValidationError where it does not work (any more)."""
    try:
        code, seal = signing.loads(token, salt=SALT, max_age=DAYS_VALID * 24 * 3600)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ValidationError(_("This link does not work any more. Ask your coordinator for a new one.")) from error
    found = Ambassador.objects.filter(code=code, user=None, merged_into=None).first()
    if found is None or not constant_time_compare(seal, _seal(found)):
        raise ValidationError(_("This record has been taken over already, or is not here any more."))
    return found


def claim_imported(*, by: User, token: str) -> Ambassador:
    """Give a record that came by a list to the person it is about; they are in checks, and consent is still theirs.

    Only with the record's own address, verified: who holds the link alone gets nothing. Somebody who has applied
    already keeps their row, and a coordinator is asked whether the two are one person. Raises PermissionDenied,
    ValidationError.
    """
    if not by.is_active:
        raise PermissionDenied
    found = claimable(token)
    if not EmailAddress.objects.filter(user=by, email__iexact=found.email, verified=True).exists():
        raise ValidationError(_("Sign in with the email address that the invitation was sent to."))
    with acting(by, "claim_imported"):
        if Ambassador.objects.filter(user=by).exists():
            ask_to_compare(found)
            return Ambassador.objects.get(user=by)
        row = locked_ambassador(found)
        if row.user is not None or row.merged_into_id is not None or row.standing == Standing.LEFT:
            raise ValidationError(_("This record has been taken over already, or is not here any more."))
        row.user, row.email = by, by.email
        row.save(update_fields=["user", "email"])
        by.groups.add(Group.objects.get(name=ROLE))
    return row


def _seal(person: Ambassador) -> str:
    return salted_hmac(SALT, person.email.casefold(), algorithm="sha256").hexdigest()[:32]


def _invite(person: Ambassador, batch: ImportBatch) -> bool:
    context = {"scheme": batch.scheme.name, "token": claim_token(person)}
    return write_to(person.email, "ambassador_invited", context, dedupe_key=f"ambassador-invitation:{person.pk}")
