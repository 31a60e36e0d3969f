"""Addresses of people's stories."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
