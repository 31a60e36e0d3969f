"""How standards, T Levels, qualifications, subjects and providers look in JSON."""

from __future__ import annotations

from lmi.api.shapes import LmiShapes


class PathwayShapes(LmiShapes):
    """Shapes of one request, with its registers."""
