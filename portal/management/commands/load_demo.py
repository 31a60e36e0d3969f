"""Load the demo set of a demonstration site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ambassadors import demo_set as ambassadors_demo
from employers.demo_set import DemoRefusedError, load_demo_employers
from foundation.steps import say
from portal.demo import DOMAIN, NotADemoError, load_demo_accounts, sign_in_words


class Command(BaseCommand):
    """`load_demo`: repeatable, refused where DEMO is off; prints the sign-ins."""

    help = "Load the demo set (demo mode only) and print its sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the accounts, the employers and the ambassadors, and say how to sign in."""
        try:
            accounts = {user.email: user for user in load_demo_accounts()}
            curator = accounts[f"curator@{DOMAIN}"]
            load_demo_employers(curator=curator, domain=DOMAIN, today=timezone.localdate(), say=say)
            ambassadors_demo.load_demo_ambassadors(
                accounts={email.partition("@")[0]: user for email, user in accounts.items()},
                domain=DOMAIN,
                now=timezone.now(),
                say=say,
            )
        except (NotADemoError, DemoRefusedError, ambassadors_demo.DemoRefusedError) as error:
            raise CommandError(str(error)) from error
        for line in sign_in_words():
            self.stdout.write(line)
