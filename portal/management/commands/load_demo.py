"""Load the demo set of a demonstration site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.demo import NotADemoError, load_demo_accounts, sign_in_words


class Command(BaseCommand):
    """`load_demo`: repeatable, refused where DEMO is off; prints the sign-ins."""

    help = "Load the demo set (demo mode only) and print its sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the accounts and say how to sign in."""
        try:
            load_demo_accounts()
        except NotADemoError as error:
            raise CommandError(str(error)) from error
        for line in sign_in_words():
            self.stdout.write(line)
