"""Addresses that belong to no audience."""

from django.urls import URLPattern, URLResolver, path

from portal.pages.gallery import gallery
from portal.pages.open import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.Home.as_view(), name="home"),
    path("sources/", views.SourceList.as_view(), name="source-list"),
    path("sources/<slug:slug>/", views.SourceDetail.as_view(), name="source-detail"),
    path("gallery/", gallery, name="gallery"),
]
