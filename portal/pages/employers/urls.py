"""Addresses of the employers' side."""

from django.urls import URLPattern, URLResolver, path

from portal.pages.employers.apprentices import Apprentices
from portal.pages.employers.supply import EmployersHome, Supply

urlpatterns: list[URLPattern | URLResolver] = [
    path("", EmployersHome.as_view(), name="home"),
    path("supply/", Supply.as_view(), name="supply"),
    path("apprentices/", Apprentices.as_view(), name="apprentices"),
]
