"""Queue a mail to an address, to see whether mail leaves."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.mail import BadAddressError, send_mail


class Command(BaseCommand):
    """`manage.py send_check_mail ADDRESS`."""

    help = "Queue a mail to ADDRESS, to see whether mail leaves. The worker sends it."

    def add_arguments(self, parser: CommandParser) -> None:
        """One address."""
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue it."""
        queued = timezone.localtime().strftime("%H:%M:%S, %d %B %Y")
        try:
            send_mail(template="mail_check", to=options["address"], context={"queued": queued})
        except BadAddressError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Queued. If it does not arrive, see docs/guides/mail.md.")
