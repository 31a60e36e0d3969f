"""Reports of items that third parties wrote: taken from anybody, decided by a curator, kept as the complaints log."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.mails import tell
from accounts.actions.support import acting, require, words
from accounts.enums import ReportReason, ReportState
from accounts.models import Report, User
from accounts.permissions import Permission
from accounts.reporting import target_of

LONGEST = 1000
SAME = timedelta(hours=1)


def report_item(
    *, by: User | None = None, kind: str, target_id: str, reason: str, text: str = "", path: str = ""
) -> Report:
    """Keep a report of an item; nobody has to say who they are.

    The same words about the same item within an hour count once. Raises ValidationError by field, and
    accounts.reporting.UnknownTargetError for what readers cannot see.
    """
    target = target_of(kind, target_id)
    wrong = {}
    if reason not in ReportReason.values:
        wrong["reason"] = _("Choose what is wrong.")
    try:
        said = words(text, "text", LONGEST)
    except ValidationError as error:
        wrong["text"] = error.messages[0]
    if not wrong and reason == ReportReason.OTHER and not said:
        wrong["text"] = _("Say in a few words what is wrong.")
    if wrong:
        raise ValidationError(wrong)
    facts = {"target_kind": kind, "target_id": target_id, "reason": reason, "text": said, "reporter": by}
    with transaction.atomic():
        fresh = timezone.now() - SAME
        again = Report.objects.filter(**facts, state=ReportState.OPEN, created_at__gt=fresh).first()
        if again is not None:
            return again
        return Report.objects.create(**facts, target_title=target.title[:200], path=_own_path(path or target.address))


def decide_report(*, by: User, report: Report, upheld: bool, outcome: str) -> None:
    """Decide about a report, with what was done or why nothing is; a reporter who signed in is told."""
    require(by, Permission.REPORT_DECIDE)
    done = words(outcome, "outcome", 1000, _("Say what was done, or why nothing is."))
    with acting(by, "decide_report"):
        held = Report.objects.select_for_update().get(pk=report.pk)
        if held.state != ReportState.OPEN:
            raise ValidationError(_("This report has been decided already."))
        held.state = ReportState.UPHELD if upheld else ReportState.NOT_UPHELD
        held.outcome, held.decided_by, held.decided_at = done, by, timezone.now()
        held.save()
        if held.reporter is not None:
            tell(held.reporter, "report_decided", {"title": held.target_title, "quote": done})
    report.refresh_from_db()


def _own_path(path: str) -> str:
    """The path of one of our pages without its query; nothing for anything else."""
    plain = path.partition("?")[0].partition("#")[0]
    return plain[:200] if plain.startswith("/") and not plain.startswith("//") else ""
