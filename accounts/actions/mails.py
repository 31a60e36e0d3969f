"""How actions tell people by mail what was decided: one template, and the words of each piece of news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.mail import send_mail

ORGANISATIONS = "/account/organisations/"
_OPEN = _("Open your organisations")


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news: subject and paragraphs with %(...)s from the context, and where it leads."""

    subject: str | Promise
    says: tuple[str | Promise, ...]
    link: str = ORGANISATIONS
    link_words: str | Promise = _OPEN


_DECIDE = _("See who asks, and decide")
NEWS: dict[str, News] = {
    "organisation_received": News(
        _("We have your details of %(organisation)s"),
        (
            _("You asked to speak for %(organisation)s on Waymark."),
            _("Its page shows what happens next and what you can do to speed it up."),
        ),
    ),
    "organisation_verified": News(
        _("%(organisation)s is verified"),
        (_("A curator has verified %(organisation)s, and you as its member. You can begin."),),
    ),
    "organisation_refused": News(
        _("We could not verify %(organisation)s"),
        (
            _("A curator looked at what you told us about %(organisation)s and could not verify it. The reason:"),
            _("If that can be put right, you can begin again."),
        ),
    ),
    "organisation_joined_queue": News(
        _("%(organisation)s is here already"),
        (
            _("Somebody else of %(organisation)s was verified before you. Your claim is now a request to join it."),
            _("You need do nothing: you get a mail when it is answered."),
        ),
    ),
    "organisation_suspended": News(
        _("%(organisation)s is suspended"),
        (
            _("A curator has suspended %(organisation)s. What it wrote is not shown. The reason:"),
            _("Write to us if you think that this is wrong."),
        ),
    ),
    "organisation_restored": News(
        _("%(organisation)s is back"),
        (_("%(organisation)s is no longer suspended. Its members can work again."),),
    ),
    "member_asks": News(
        _("Somebody asks to join %(organisation)s"),
        (_("%(asker)s asks to join %(organisation)s. Role: %(role)s."), _("Agree only if you know this person.")),
        link_words=_DECIDE,
    ),
    "member_confirmed": News(
        _("You are a member of %(organisation)s"),
        (_("Your request to join %(organisation)s was agreed to. Role: %(role)s."),),
    ),
    "member_refused": News(
        _("Your request to join %(organisation)s"),
        (_("Your request to join %(organisation)s was not agreed to. You can ask again after 30 days."),),
    ),
    "member_suspended": News(
        _("You are suspended in %(organisation)s"),
        (_("You cannot act for %(organisation)s at present. Ask the person who answers for it."),),
    ),
    "member_restored": News(
        _("You can act for %(organisation)s again"),
        (_("You are no longer suspended in %(organisation)s. Role: %(role)s."),),
    ),
    "ownership_given": News(
        _("%(organisation)s was handed over"),
        (_("%(successor)s answers for %(organisation)s now. You are still a member."),),
    ),
    "ownership_received": News(
        _("You answer for %(organisation)s now"),
        (_("You were handed %(organisation)s: its entry, its members and what they write."),),
    ),
    "person_suspended": News(
        _("Your account is suspended"),
        (
            _("Your account was suspended, and you are signed out everywhere. The reason:"),
            _("Write to us if you think that this is wrong."),
        ),
        link="",
    ),
    "person_restored": News(
        _("Your account is open again"),
        (_("Your account is no longer suspended. You can sign in as before."),),
        "/account/sign-in/",
        _("Sign in"),
    ),
    "role_given": News(
        _("You have a new role"),
        (_("You have been given this role: %(role)s."),),
        "/account/",
        _("Your account"),
    ),
    "role_taken": News(
        _("A role was taken back"),
        (_("You no longer have this role: %(role)s."),),
        "/account/",
        _("Your account"),
    ),
    "report_decided": News(
        _("What came of your report"),
        (_("You reported %(title)s. We looked at it. What came of that:"),),
        link="",
    ),
}


def tell(person: User, news: str, context: dict[str, Any]) -> None:
    """Queue a piece of news to a person who is neither suspended nor erased.

    `context` holds the values of the words; its `quote` is what somebody wrote, shown after the first paragraph.
    """
    if person.is_active:
        send_mail(template="account_news", to=person.email, context=news_context(news, context))


def news_context(news: str, context: dict[str, Any]) -> dict[str, Any]:
    """What the template of news needs."""
    said = NEWS[news]
    values = {name: str(value) for name, value in context.items()}
    return {
        "heading": str(said.subject) % values,
        "says": [str(words) % values for words in said.says],
        "quote": values.get("quote", ""),
        "link": said.link % values,
        "link_words": str(said.link_words),
    }


def register_news(**news: News) -> None:
    """Make a room's own news known, by name; called when the apps are ready. A link may hold %(...)s as well."""
    NEWS.update(news)
