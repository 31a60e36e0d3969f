"""Pictures of employers and of people's stories: served while what they belong to is published, to all alike."""

from __future__ import annotations

from datetime import date

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View

from ambassadors.queries.stories import is_shown_picture
from employers.models import EmployerEntry, ProfilePhoto, RoleProfile
from foundation.access import PUBLIC_NAMES_SOMEONE


class Picture(View):
    """`/media/<name>`: a WebP that `foundation.pictures` made; of what is not published nothing is to be had."""

    access = PUBLIC_NAMES_SOMEONE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """The file; 404 unless a published item shows it."""
        if not _is_shown(name, timezone.localdate()) or not default_storage.exists(name):
            raise Http404
        with default_storage.open(name) as file:
            return HttpResponse(file.read(), content_type="image/webp")


def _is_shown(name: str, today: date) -> bool:
    if name.startswith("stories/"):
        return is_shown_picture(name, today)
    profiles = RoleProfile.objects.published(today)
    if ProfilePhoto.objects.filter(image=name, profile__in=profiles).exists():
        return True
    return bool(EmployerEntry.objects.published(today).filter(logo=name).exists())
