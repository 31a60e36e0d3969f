"""Addresses that belong to no audience."""

from django.urls import URLPattern, URLResolver, path

from portal.pages.gallery import gallery
from portal.pages.open import views
from portal.pages.reference import urls_a, urls_b

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.Home.as_view(), name="home"),
    path("sources/", views.SourceList.as_view(), name="source-list"),
    path("sources/<slug:slug>/", views.SourceDetail.as_view(), name="source-detail"),
    *urls_a.urlpatterns,
    *urls_b.urlpatterns,
    path("gallery/", gallery, name="gallery"),
]
