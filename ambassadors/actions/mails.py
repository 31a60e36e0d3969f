"""What people are told by mail about requests, visits and their standing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions.mails import News, news_context, register_news, tell
from accounts.models import User
from ambassadors.models import Ambassador, Visit, VisitRequest
from foundation.mail import send_mail

DESK = "/ambassadors/"
REQUEST = "/educators/ambassadors/requests/%(request)s/"
COORDINATE = "/ambassadors/coordinate/"
_DESK_WORDS = _("Open your page")
_FOLLOW = _("Follow your request")
_LOOK = _("Look at it")
_WORDS: dict[str, News] = {
    "ambassador_received": News(
        _("We have your application"),
        (
            _("Thank you for offering to meet pupils. A coordinator looks at your application next."),
            _("Your page says what happens when, and what you can do in the meantime."),
        ),
        DESK,
        _DESK_WORDS,
    ),
    "ambassador_checks": News(
        _("Your checks have begun"),
        (_("A coordinator has begun your checks. Your page says what is still missing and what to do about it."),),
        DESK,
        _DESK_WORDS,
    ),
    "ambassador_active": News(
        _("You are a STEM Ambassador"),
        (_("Everything is in place: schools can be offered your time from now on."),),
        DESK,
        _DESK_WORDS,
    ),
    "ambassador_suspended": News(
        _("You are not offered to schools at the moment"),
        (_("A coordinator has suspended your part in the scheme. Visits ahead of you are cancelled."),),
        DESK,
        _DESK_WORDS,
    ),
    "ambassador_restored": News(
        _("You are back in the scheme"), (_("A coordinator has ended your suspension."),), DESK, _DESK_WORDS
    ),
    "ambassador_left": News(
        _("You have left the scheme"),
        (_("Thank you for your time. Nothing more is asked of you. Your hours stay on record for your certificate."),),
        "/account/",
        _("Open your account"),
    ),
    "visit_asked": News(
        _("A school would like to meet you on %(day)s"),
        (
            _("%(school)s asks for: %(activity)s, %(day)s at %(time)s. You can say yes or no in two clicks."),
            _("If you cannot, say why and the coordinator looks for somebody else."),
        ),
        DESK,
        _("Answer"),
    ),
    "visit_accepted": News(
        _("%(name)s can come on %(day)s"),
        (_("Confirm the visit and it is booked."),),
        REQUEST,
        _("Confirm it"),
    ),
    "visit_declined": News(
        _("The ambassador cannot come on %(day)s"),
        (_("The coordinator looks for somebody else. You need do nothing, and can pick somebody yourself."),),
        REQUEST,
        _FOLLOW,
    ),
    "visit_confirmed": News(
        _("Booked: %(school)s on %(day)s"),
        (_("The school has confirmed your visit. Your page has the time, the place and who meets you."),),
        DESK,
        _DESK_WORDS,
    ),
    "visit_companion": News(
        _("You go along: %(school)s on %(day)s"),
        (
            _("%(name)s is booked there at %(time)s and goes only with you. Your page has the time and the place."),
            _("If you cannot, tell a coordinator at once: nobody under 18 goes without the adult they named."),
        ),
        DESK,
        _DESK_WORDS,
    ),
    "visit_cancelled_school": News(
        _("The visit on %(day)s is cancelled"),
        (_("The reason given: %(reason)s."), _("You can ask again with one click, with the same details.")),
        REQUEST,
        _FOLLOW,
    ),
    "visit_cancelled_ambassador": News(
        _("The visit to %(school)s on %(day)s is cancelled"),
        (_("The reason given: %(reason)s."),),
        DESK,
        _DESK_WORDS,
    ),
    "visit_message_school": News(
        _("About the visit on %(day)s: %(title)s"),
        (_("You have been sent one of the scheme’s messages:"),),
        REQUEST,
        _LOOK,
    ),
    "visit_message_ambassador": News(
        _("About your visit to %(school)s on %(day)s: %(title)s"),
        (_("You have been sent one of the scheme’s messages:"),),
        DESK,
        _LOOK,
    ),
    "request_received": News(
        _("Your request is with the coordinator"),
        (_("You asked for: %(activity)s. We tell you as soon as somebody has been asked and when they answer."),),
        REQUEST,
        _FOLLOW,
    ),
    "request_unmet": News(
        _("We found nobody for your request"),
        (
            _("You asked for: %(activity)s. The reason: %(reason)s."),
            _("Other dates, a place further away or an online session may work. Your request can be sent again."),
        ),
        REQUEST,
        _FOLLOW,
    ),
}


def register_all() -> None:
    """Make these news known; called when the apps are ready."""
    register_news(**_WORDS)


def visit_words(visit: Visit) -> dict[str, Any]:
    """What news about a visit says: the day and time in London, the school, the ambassador's first name."""
    from django.utils import timezone
    from django.utils.formats import date_format, time_format

    starts = timezone.localtime(visit.starts_at)
    return {
        "visit": visit.pk,
        "request": visit.request_id,
        "school": visit.school.name,
        "name": visit.ambassador.given_name,
        "activity": visit.request.get_activity_display(),
        "day": date_format(starts, "l j F"),
        "time": time_format(starts, "H:i"),
        "reason": visit.get_end_reason_display(),
    }


def request_words(request: VisitRequest) -> dict[str, Any]:
    """What news about a request says."""
    return {
        "request": request.pk,
        "activity": request.get_activity_display(),
        "reason": request.get_end_reason_display(),
    }


def tell_ambassador(ambassador: Ambassador, news: str, context: dict[str, Any]) -> None:
    """Queue news to an ambassador who has an account: without one nobody has agreed to mail yet."""
    if ambassador.user is not None:
        tell(ambassador.user, news, context)


def tell_teacher(person: User | None, news: str, context: dict[str, Any]) -> None:
    """Queue news to the member of staff who asked, if they are still here."""
    if person is not None:
        tell(person, news, context)


def write_to(address: str, news: str, context: dict[str, Any], *, dedupe_key: str = "") -> bool:
    """Queue news to an address that has no account (an invitation); see `send_mail`."""
    return send_mail(template="account_news", to=address, context=news_context(news, context), dedupe_key=dedupe_key)
