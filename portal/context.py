"""What every public template may know: nothing about the reader."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from foundation.models import FeedbackReason


def site(request: HttpRequest) -> dict[str, Any]:
    """Site name, demo mark and canonical address; the same for every reader."""
    return {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "page_path": request.path,
        "feedback_reasons": FeedbackReason.choices,
    }
