"""A page of tables that can be taken away as files: the same facts, the same address, `?format=csv`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from evidence.figures import ReleaseRef
from portal.exports import FORMATS, About, FactTable, file_response
from portal.pages.shared import FactsPage, NotHere, citation, permalink, with_query

Pair = tuple[str, str]


class TablesPage(FactsPage):
    """Subclasses say which table `?table=` names, and what identifies the page beside its path."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or one of its tables as a file."""
        kind = self.param("format")
        if kind in FORMATS:
            return self._file(kind)
        if kind:
            said = {"kind": kind, "kinds": ", ".join(FORMATS)}
            self.problems.append((_("There is no file of the kind “%(kind)s”. There are: %(kinds)s.") % said, ""))
        return super().get(request, *args, **kwargs)

    def file_table(self) -> tuple[FactTable, str, tuple[ReleaseRef, ...]]:
        """The table that a file is asked of, the file's name, and editions beside those of its figures."""
        raise NotImplementedError

    def kept_pairs(self) -> list[Pair]:
        """What of the address is used, without editions and page number."""
        return []

    def _file(self, kind: str) -> HttpResponse:
        table, name, releases = self.file_table()
        if self.problems:  # a file outlives the page: never one that silently answers another question
            words = " ".join(str(text) for text, _field in self.problems)
            raise NotHere(_("The file cannot be made. %(words)s") % {"words": words})
        cited = (*table.releases, *releases)
        return file_response(self.request, table, About(name, table.title, self.full_address(cited), releases), kind)

    def full_address(self, releases: Iterable[ReleaseRef]) -> str:
        """This page's whole address with every edition it rests on."""
        return self.request.build_absolute_uri(self.lasting(releases))

    def lasting(self, releases: Iterable[ReleaseRef]) -> str:
        """The path that answers the same after the next publication."""
        return permalink(self.request.path, self.facts.editions, releases, *self.kept_pairs())

    def cited(self, title: str, releases: Iterable[ReleaseRef]) -> str:
        """How to cite the page: title, editions and full address."""
        used = tuple(dict.fromkeys(releases))
        return f"{citation(title, used)} {self.full_address(used)}"

    def here(self, *pairs: Pair, without: Iterable[str] = ()) -> str:
        """This page's address with what is kept, other values for some parameters and without others."""
        changed = {name for name, _value in pairs} | set(without)
        kept = [pair for pair in [*self.kept_pairs(), *self.editions_asked] if pair[0] not in changed]
        return with_query(self.request.path, [*kept, *pairs])

    def downloads(self, table: str = "") -> list[Pair]:
        """The three files of a table as pairs of words and address."""
        return [(kind.upper(), self.here(("table", table), ("format", kind))) for kind in FORMATS]
