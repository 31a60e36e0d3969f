"""Write docs/permissions.md from the code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.policy import permissions_page


class Command(BaseCommand):
    """`write_permissions`: who may open what, as a page."""

    help = "Write docs/permissions.md from the views' declarations and the roles."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        path = settings.BASE_DIR / "docs" / "permissions.md"
        path.write_text(permissions_page(), encoding="utf-8")
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} written")
