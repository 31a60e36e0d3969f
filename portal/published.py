"""The addresses of other sites that stand in our own templates and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from foundation.link_checks import Published
from lmi.places import CAREERS_SERVICES

_HREF = re.compile(r'href="(https?://[^"{}]+)"')


def addresses() -> Iterator[Published]:
    """Addresses written into templates, and the careers services of the four nations."""
    for file in sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html")):
        name = file.relative_to(settings.BASE_DIR / "templates")
        for address in _HREF.findall(file.read_text(encoding="utf-8")):
            yield Published(address, f"templates/{name}", "/")
    for service in CAREERS_SERVICES.values():
        yield Published(service.address, service.name, "/students/")
