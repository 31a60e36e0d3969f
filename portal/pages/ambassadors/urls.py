"""Addresses of the ambassadors' side."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
