"""API of accounts: whom a token belongs to, and what every write by token has in common."""

from django.urls import URLPattern, URLResolver, path

from accounts.api import me

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", me.Me.as_view(), name="me"),
    path("me/data/", me.MyData.as_view(), name="me-data"),
]
