"""Addresses of encounter offers: the desk of those who offer them, and the schools' pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.pages.ambassadors.offers.book import Booked, BookSlot
from portal.pages.ambassadors.offers.desk import ChooseOfferer, EditOffer, OfferHome, OfferPage
from portal.pages.ambassadors.offers.public import OfferDetail, OfferList

urlpatterns: list[URLPattern | URLResolver] = [
    path("", ChooseOfferer.as_view(), name="choose"),
    path("<slug:organisation>/", OfferHome.as_view(), name="home"),
    path("<slug:organisation>/new/", EditOffer.as_view(), name="new"),
    path("<slug:organisation>/<int:offer>/", OfferPage.as_view(), name="offer"),
    path("<slug:organisation>/<int:offer>/words/", EditOffer.as_view(), name="edit"),
]

school_urlpatterns: list[URLPattern | URLResolver] = [
    path("", OfferList.as_view(), name="list"),
    path("booked/", Booked.as_view(), name="booked"),
    path("<int:offer>/", OfferDetail.as_view(), name="detail"),
    path("<int:offer>/book/<int:slot>/", BookSlot.as_view(), name="book"),
]
