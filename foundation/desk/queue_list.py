"""The queues of foundation itself."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from foundation.desk import screens
from foundation.queues import Queue, register


def register_all() -> None:
    """Make them known; called when the app is ready."""
    register(
        Queue(
            slug="feedback",
            title=_("Feedback on pages"),
            description=_("What readers said was not right. No names, no addresses: nobody can be written back to."),
            permission=screens.FEEDBACK,
            address="desk-feedback",
            waiting=screens.feedback_waiting,
            target=timedelta(days=7),
            position=300,
        ),
        Queue(
            slug="outgoing-links",
            title=_("Broken outgoing links"),
            description=_("Addresses of other sites that did not answer on two nights or more."),
            permission=screens.LINKS,
            address="desk-links",
            waiting=screens.links_waiting,
            target=timedelta(days=14),
            position=310,
        ),
        Queue(
            slug="unsure-mail",
            title=_("Mail whose delivery is unsure"),
            description=_("A server stopped while it sent these. They never go out again by themselves."),
            permission=screens.MAIL,
            address="desk-unsure-mail",
            waiting=screens.mail_waiting,
            target=timedelta(days=1),
            position=400,
        ),
    )
