"""What templates of pages for signed-in people may know beside what every template knows."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest

from foundation.access import Audience

# What somebody wanted to open when they were asked to set up a second step.
AFTER_TWO_STEP = "after_two_step"


def reader(request: HttpRequest) -> dict[str, Any]:
    """The reader and the messages for them; nothing on public pages, which are the same for everybody."""
    access = getattr(request, "declared_access", None)
    if access is None or access.audience is Audience.PUBLIC:
        return {}
    return {
        "reader": request.user,
        "messages": get_messages(request),
        "after_two_step": request.session.get(AFTER_TWO_STEP, ""),
    }
