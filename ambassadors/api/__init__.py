"""API of the ambassadors' scheme: stories and counts for everybody, people and requests for schools by token."""

from django.urls import URLPattern, URLResolver, path

from ambassadors.api import numbers, offers, requests, search, stories

urlpatterns: list[URLPattern | URLResolver] = [
    path("stories/", stories.StoryList.as_view(), name="story-list"),
    path("stories/<slug:slug>/", stories.StoryDetail.as_view(), name="story-detail"),
    path("ambassadors/", numbers.AmbassadorCounts.as_view(), name="ambassadors"),
    path("ambassadors/search/", search.PeopleFound.as_view(), name="ambassador-search"),
    path("encounter-offers/", offers.OfferList.as_view(), name="encounter-offer-list"),
    path("encounter-offers/<int:id>/", offers.OfferDetail.as_view(), name="encounter-offer-detail"),
    path("coverage/", numbers.CoverageView.as_view(), name="coverage"),
    path("visit-requests/", requests.Requests.as_view(), name="visit-request-list"),
    path("visit-requests/<int:id>/", requests.RequestDetail.as_view(), name="visit-request-detail"),
    path("visit-requests/<int:id>/send/", requests.SendRequest.as_view(), name="visit-request-send"),
    path("visit-requests/<int:id>/withdraw/", requests.WithdrawRequest.as_view(), name="visit-request-withdraw"),
]
