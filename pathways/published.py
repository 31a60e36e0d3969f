"""The addresses of other sites that pages about routes, qualifications and providers link to."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.queries import current_editions
from foundation.link_checks import Published
from pathways.models import CourseFamily, OfferDate, Provider, Qualification, Standard, TLevelOffer
from pathways.queries.apprenticeships import PAGE


def addresses() -> Iterator[Published]:
    """Every outgoing address of the editions that answer now."""
    releases = list(current_editions().refs)
    for family in CourseFamily.objects.of_releases(releases).exclude(source_address="").order_by("family"):
        yield Published(family.source_address, family.title, f"/course-families/{family.family}/")
    for offer in OfferDate.objects.of_releases(releases).exclude(source_address="").order_by("offer"):
        yield Published(offer.source_address, offer.title, "/levels/")
    for standard in Standard.objects.of_releases(releases).exclude(address_slug="").order_by("reference"):
        yield Published(f"{PAGE}{standard.address_slug}", standard.title, f"/standards/{standard.reference}/")
    for provider in Provider.objects.of_releases(releases).exclude(website="").order_by("key"):
        address = provider.website if "://" in provider.website else f"http://{provider.website}"
        yield Published(address, provider.name, f"/providers/{provider.key}/")
    for site in TLevelOffer.objects.of_releases(releases).exclude(website="").order_by("ukprn", "site", "tlevel"):
        yield Published(site.website, site.name or site.ukprn, f"/tlevels/{site.tlevel}/")
    for found in Qualification.objects.of_releases(releases).exclude(address="").order_by("qan"):
        yield Published(found.address, found.title, f"/qualifications/{found.qan}/")
