"""Inviting schools that have had nobody yet to ask for a visit."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.mails import News, register_news
from accounts.actions.support import acting
from accounts.models import Membership, Organisation, User
from accounts.permissions import Permission
from accounts.roles import roles_with
from ambassadors.actions.mails import write_to
from ambassadors.actions.support import require_coordinator

_QUARTER = timedelta(days=91)
_NEWS = {
    "coordinator_invites_school": News(
        gettext_lazy("STEM Ambassadors would come to %(school)s"),
        (
            gettext_lazy("We have no encounter with somebody from STEM work on record for %(school)s this past year."),
            gettext_lazy("People near you offer their time. Say what you would like; asking takes ten minutes."),
        ),
        "/educators/ambassadors/",
        gettext_lazy("Look who could come"),
    )
}


def register_all() -> None:
    """Make this news known; called when the apps are ready."""
    register_news(**_NEWS)


def invite_school(*, by: User, school: Organisation, now: datetime) -> int:
    """Write to the staff of a school who may ask for visits, at most once a quarter each; how many were written to.

    Raises PermissionDenied, ValidationError where nobody is left to write to.
    """
    require_coordinator(by)
    quarter = timezone.localdate(now).toordinal() // _QUARTER.days
    asking = Membership.objects.granting().filter(organisation=school, role__in=roles_with(Permission.VISIT_REQUEST))
    staff = {row.user_id: row.user for row in asking.select_related("user").order_by("pk")}
    with acting(by, "invite_school"):
        sent = sum(
            write_to(
                person.email,
                "coordinator_invites_school",
                {"school": school.name},
                dedupe_key=f"invite-school:{school.pk}:{person.pk}:{quarter}",
            )
            for person in staff.values()
        )
    if not sent:
        raise ValidationError(_("Nobody there can be written to, or they were invited in the last three months."))
    return sent
