"""Addresses of the teachers' desk for visits."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
