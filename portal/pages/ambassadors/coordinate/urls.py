"""Addresses of the coordinators' desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.pages.ambassadors.concerns import ConcernAboutPerson
from portal.pages.ambassadors.coordinate.applications import Applications, ChecksDue, NearThresholdList
from portal.pages.ambassadors.coordinate.concerns import ConcernPage, Concerns
from portal.pages.ambassadors.coordinate.duplicates import Duplicate, Duplicates, MergePage, Merges
from portal.pages.ambassadors.coordinate.gaps import Gaps
from portal.pages.ambassadors.coordinate.home import Home
from portal.pages.ambassadors.coordinate.imports import Import, Imports, MatchColumns, MatchWords, RefusedLines
from portal.pages.ambassadors.coordinate.offers import Offers
from portal.pages.ambassadors.coordinate.people import Looks, People, Person, PersonLooks
from portal.pages.ambassadors.coordinate.reminders import Reminders
from portal.pages.ambassadors.coordinate.requests import ProposalList, RequestPage, Requests, UnansweredList
from portal.pages.ambassadors.coordinate.rota import Rota, RotaChoice

urlpatterns: list[URLPattern] = [
    path("", Home.as_view(), name="home"),
    path("gaps/", Gaps.as_view(), name="gaps"),
    path("requests/", Requests.as_view(), name="requests"),
    path("requests/<int:request_id>/", RequestPage.as_view(), name="request"),
    path("proposals/", ProposalList.as_view(), name="proposals"),
    path("unanswered/", UnansweredList.as_view(), name="unanswered"),
    path("applications/", Applications.as_view(), name="applications"),
    path("checks-due/", ChecksDue.as_view(), name="checks-due"),
    path("near-threshold/", NearThresholdList.as_view(), name="near-threshold"),
    path("people/", People.as_view(), name="people"),
    path("people/<slug:person>/", Person.as_view(), name="person"),
    path("people/<slug:person>/looks/", PersonLooks.as_view(), name="person-looks"),
    path("people/<slug:person>/concern/", ConcernAboutPerson.as_view(), name="person-concern"),
    path("looks/", Looks.as_view(), name="looks"),
    path("offers/", Offers.as_view(), name="offers"),
    path("rota/", RotaChoice.as_view(), name="rota"),
    path("rota/<int:request_id>/", Rota.as_view(), name="rota-event"),
    path("reminders/", Reminders.as_view(), name="reminders"),
    path("imports/", Imports.as_view(), name="imports"),
    path("imports/<int:batch>/", Import.as_view(), name="import"),
    path("imports/<int:batch>/columns/", MatchColumns.as_view(), name="import-columns"),
    path("imports/<int:batch>/words/", MatchWords.as_view(), name="import-words"),
    path("imports/<int:batch>/refused.xlsx", RefusedLines.as_view(), name="import-refused"),
    path("duplicates/", Duplicates.as_view(), name="duplicates"),
    path("duplicates/<int:pair>/", Duplicate.as_view(), name="duplicate"),
    path("duplicates/merged/", Merges.as_view(), name="merges"),
    path("duplicates/merged/<int:merge>/", MergePage.as_view(), name="merge"),
    path("concerns/", Concerns.as_view(), name="concerns"),
    path("concerns/<int:concern>/", ConcernPage.as_view(), name="concern"),
]
