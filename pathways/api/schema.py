"""The shapes of routes' facts in the OpenAPI document; shapes.py makes them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from evidence.api.schema import ReleaseRef, Shape, listed, shape, text


def cited_list(item: Shape, **more: Any) -> Shape:
    """The envelope of a list of these, with the editions that its rows are of."""
    return listed(item, releases=ReleaseRef(many=True, help_text=_("The editions that answered.")), **more)


Code = shape("CodeAndTitle", _("A code and what it stands for."), code=text(), title=text())
CodeList = cited_list(Code)
