"""Addresses of an employer's desk, and what it has saved."""

from __future__ import annotations

from django.test import Client

from employers.models import RoleProfile


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(works, end=""):
    return f"/employers/desk/{works.slug}/{end}"


def of_profile(profile, end=""):
    return address(profile.organisation, f"profiles/{profile.pk}/{end}")


def version(profile):
    return RoleProfile.objects.get(pk=profile.pk).version


def saved(profile):
    return RoleProfile.objects.get(pk=profile.pk).draft()
