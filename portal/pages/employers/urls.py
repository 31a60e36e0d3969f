"""Addresses of the employers' side."""

from django.urls import URLPattern, URLResolver, include, path

from portal.pages.employers.apprentices import Apprentices
from portal.pages.employers.desk import urls as desk
from portal.pages.employers.encounters import AnswerEncounter, EncountersReceived
from portal.pages.employers.preferences import EmployersPreferences
from portal.pages.employers.supply import EmployersHome, Supply
from portal.pages.employers.why import Why

urlpatterns: list[URLPattern | URLResolver] = [
    path("", EmployersHome.as_view(), name="home"),
    path("supply/", Supply.as_view(), name="supply"),
    path("preferences/", EmployersPreferences.as_view(), name="preferences"),
    path("why/", Why.as_view(), name="why"),
    path("encounters/", EncountersReceived.as_view(), name="encounter-list"),
    path("encounters/<int:encounter>/", AnswerEncounter.as_view(), name="encounter-answer"),
    path("apprentices/", Apprentices.as_view(), name="apprentices"),
    path("desk/", include(desk.urlpatterns)),
]
