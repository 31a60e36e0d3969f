"""Addresses of the educators' side."""

from django.urls import URLPattern, URLResolver, path, re_path

from portal.pages.educators.compare import Compare
from portal.pages.educators.encounters import AskForEncounter, EncounterList
from portal.pages.educators.explorer import Explorer
from portal.pages.educators.home import EducatorsHome
from portal.pages.educators.links import LinkList
from portal.pages.educators.local import LocalPage
from portal.pages.educators.lookup import LookUp
from portal.pages.educators.occupation import OccupationDetail
from portal.pages.educators.opportunities import HostOpportunity, HostOpportunityList
from portal.pages.educators.preferences import PreferenceTables
from portal.pages.educators.provision import Provision

urlpatterns: list[URLPattern | URLResolver] = [
    path("", EducatorsHome.as_view(), name="home"),
    path("lmi/", Explorer.as_view(), name="explorer"),
    path("lmi/compare/", Compare.as_view(), name="compare"),
    path("lmi/local/", LocalPage.as_view(), name="local"),
    re_path(r"^lmi/(?P<soc2020>[0-9]{1,6})/$", OccupationDetail.as_view(), name="occupation-detail"),
    path("lookup/", LookUp.as_view(), name="lookup"),
    path("provision/", Provision.as_view(), name="provision"),
    path("preferences/", PreferenceTables.as_view(), name="preferences"),
    path("encounters/", EncounterList.as_view(), name="encounter-list"),
    path("employers/<slug:employer>/encounter/", AskForEncounter.as_view(), name="encounter-request"),
    path("opportunities/", HostOpportunityList.as_view(), name="opportunity-list"),
    path("opportunities/<int:pk>/", HostOpportunity.as_view(), name="opportunity-detail"),
    path("links/", LinkList.as_view(), name="links"),
]
