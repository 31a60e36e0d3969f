"""Renders a snippet with components as a page would."""

from __future__ import annotations

import re

from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler


def render(source: str, **context: object) -> str:
    """A template with components, rendered as a page would."""
    return Template(CottonCompiler().process(source)).render(Context(context))


def text(html: str) -> str:
    """What a reader sees, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
