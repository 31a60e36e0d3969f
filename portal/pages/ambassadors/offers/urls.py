"""Addresses of the desk for encounters that colleges, providers and universities offer."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
