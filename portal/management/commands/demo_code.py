"""Print the code of the second step of the demo accounts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.demo import NotADemoError, demo_code


class Command(BaseCommand):
    """`demo_code`: refused where DEMO is off; each code works once for each account."""

    help = "Print the present code of the demo accounts that need two steps (demo mode only)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the code and how long it is good."""
        try:
            code, seconds = demo_code()
        except NotADemoError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("%(code)s  (good for another %(seconds)d seconds)") % {"code": code, "seconds": seconds})
