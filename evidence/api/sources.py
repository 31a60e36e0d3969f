"""`sources/` and `releases/`: where the facts come from, and the facts of one edition in bulk."""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from evidence.api import bulk, schema
from evidence.api.base import ReadView
from evidence.api.params import PageParams, Params
from evidence.api.schema import documents, listed
from evidence.api.shapes import CITABLE, Shapes
from evidence.models import Release, Source
from evidence.queries import Editions, UnknownSourceError, holdings
from foundation.access import CacheRule
from foundation.problems import UnknownThing


class NoParams(Params):
    """Nothing may be asked: the address says it all."""

    release = None  # type: ignore[assignment]  # DRF's way to leave out an inherited field


class ListParams(PageParams):
    """Paging only."""

    release = None  # type: ignore[assignment]


class ReleaseListParams(ListParams):
    """Parameters of the list of editions."""

    source = serializers.CharField(  # type: ignore[assignment]  # a parameter, not DRF's attribute
        required=False, help_text=gettext_lazy("Slug of a source: only its editions.")
    )


class _Evidence(ReadView):
    """What we hold changes without a new edition (a check, a withdrawal): the ETag is of the body."""

    params_class: ClassVar[type[Params]] = NoParams
    etag_by_edition = False

    def find_editions(self) -> Editions:
        """No figure is shown, so no edition has to answer."""
        return Editions({}, {})


@documents(
    gettext_lazy("Sources"),
    gettext_lazy("Every publication that facts come from, also those that we hold no edition of yet."),
    listed(schema.Source),
    operation="sources_list",
)
class SourceList(_Evidence):
    """`sources/`"""

    params_class = ListParams

    def answer(self, **path: str) -> Any:
        """All sources in the order of their page."""
        shapes = Shapes(self.request)
        rows, envelope = self.page_of(holdings(timezone.localdate()))
        return {**envelope, "results": [shapes.source_row(holding) for holding in rows]}


@documents(
    gettext_lazy("One source"),
    gettext_lazy("Publication, publisher, licence, caveats, and the history of its editions."),
    schema.SourceDetail,
    operation="sources_detail",
    path={"slug": gettext_lazy("Slug of the source, for example ashe-14.")},
)
class SourceDetail(_Evidence):
    """`sources/<slug>/`"""

    def answer(self, **path: str) -> Any:
        """The source with every edition that was read to the end."""
        try:
            holding = holdings(timezone.localdate(), path["slug"])[0]
        except UnknownSourceError:
            raise UnknownThing("slug", _("There is no source called “%(s)s”.") % {"s": path["slug"]}) from None
        shapes = Shapes(self.request)
        return {**shapes.source_row(holding), "history": [shapes.release_row(r) for r in holding.history]}


@documents(
    gettext_lazy("Editions"),
    gettext_lazy("Every edition that can be cited with ?release=: those that answer now and those they replaced."),
    listed(schema.Release),
    operation="releases_list",
)
class ReleaseList(_Evidence):
    """`releases/`"""

    params_class = ReleaseListParams

    def answer(self, **path: str) -> Any:
        """Citable editions by source, latest first."""
        found = Release.objects.citable().with_source().order_by("source__position", "source_id", "-slot", "-pk")
        slug = self.params.get("source")
        if slug:
            if not Source.objects.filter(slug=slug).exists():
                raise UnknownThing("source", _("There is no source called “%(s)s”.") % {"s": slug})
            found = found.of(slug)
        shapes = Shapes(self.request)
        rows, envelope = self.page_of(list(found))
        return {**envelope, "results": [shapes.release_row(release) for release in rows]}


def _citable(key: str) -> Release:
    release: Release | None = Release.objects.with_source().filter(key=key, state__in=CITABLE).first()
    if release is None:
        raise UnknownThing("key", _("There is no edition called “%(key)s”.") % {"key": key})
    return release


_KEY = {"key": gettext_lazy("Key of the edition, for example ashe-14-2025-provisional.")}


@documents(
    gettext_lazy("One edition"),
    gettext_lazy("Period, licence, attribution, and the file with all its rows and the checksum of that file."),
    schema.ReleaseDetail,
    operation="releases_detail",
    path=_KEY,
)
class ReleaseDetail(_Evidence):
    """`releases/<key>/`"""

    def answer(self, **path: str) -> Any:
        """The edition; `data` is null where its rows are not held any more."""
        release = _citable(path["key"])
        shapes = Shapes(self.request)
        source = release.source
        return {
            **shapes.release_row(release),
            "note": release.note,
            "licence": {"name": source.licence, "url": source.licence_address or None},
            "attribution": source.attribution,
            "original_sha256": release.checksum,
            "data": self._data(release, shapes),
        }

    def _data(self, release: Release, shapes: Shapes) -> dict[str, Any] | None:
        try:
            digest = bulk.digest_of(release)
        except bulk.NoRowsError:
            return None
        return {
            "url": shapes.address("api:release-data", release.key),
            "media_type": bulk.MEDIA_TYPE,
            "bytes": digest.bytes,
            "sha256": digest.sha256,
        }


@documents(
    gettext_lazy("All rows of one edition"),
    gettext_lazy(
        "CSV in UTF-8 with a header. An empty cell is a value that is not published; the column `marks` says why. "
        "Every row names its edition and publication. Repr-Digest and X-Checksum-SHA256 are of exactly these bytes."
    ),
    OpenApiTypes.STR,
    operation="releases_data",
    path=_KEY,
    media_type="text/csv",
)
class ReleaseData(_Evidence):
    """`releases/<key>/data.csv`"""

    def answer(self, **path: str) -> HttpResponseBase:
        """The file, or 304 without making it when the digest is known already."""
        release = _citable(path["key"])
        known = bulk.remembered(release)
        if known is not None:
            unchanged = get_conditional_response(self.request._request, etag=f'"{known.sha256}"')
            if unchanged is not None:
                return self._marked(unchanged, release, known)
        try:
            file, digest = bulk.write_csv(release)
        except bulk.NoRowsError:
            raise UnknownThing("key", _("The rows of this edition are not held any more.")) from None
        response = FileResponse(file, as_attachment=True, filename=f"{release.key}.csv", content_type=bulk.MEDIA_TYPE)
        return self._marked(response, release, digest)

    def _marked(self, response: HttpResponseBase, release: Release, digest: bulk.Digest) -> HttpResponseBase:
        """With ETag and checksums; never compressed on the way, so that they are of the bytes as sent."""
        self.request._request.META.pop("HTTP_ACCEPT_ENCODING", None)
        encoded = base64.b64encode(bytes.fromhex(digest.sha256)).decode()
        shapes = Shapes(self.request)
        response.headers["ETag"] = f'"{digest.sha256}"'
        response.headers["Repr-Digest"] = f"sha-256=:{encoded}:"
        response.headers["X-Checksum-SHA256"] = digest.sha256
        response.headers["Cache-Control"] = f"{CacheRule.FACTS}, no-transform"
        links = [f'<{shapes.address("api:release-detail", release.key)}>; rel="describedby"']
        if release.source.licence_address:
            links.append(f'<{release.source.licence_address}>; rel="license"')
        response.headers["Link"] = ", ".join(links)
        return response
