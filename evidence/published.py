"""The addresses of other sites that pages about sources link to, for the nightly look at outgoing links."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.models import Publisher, Source
from foundation.link_checks import Published


def addresses() -> Iterator[Published]:
    """Pages of publications, licences and publishers."""
    for source in Source.objects.order_by("slug"):
        page = source.get_absolute_url()
        for address in {source.address, source.download_address, source.licence_address} - {""}:
            yield Published(address, source.title, page)
    for publisher in Publisher.objects.exclude(address="").order_by("slug"):
        yield Published(publisher.address, publisher.name, "/sources/")
