"""Pictures of employers: there while the item is published, absent before, after and for everything else."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from employers.models import EmployerEntry, ProfilePhoto, RoleProfile
from tests.employers.published import employer, profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = profile(employer("works"))
    return ProfilePhoto.objects.create(
        profile=made, alternative="A lathe", image=default_storage.save("profiles/a.webp", ContentFile(b"RIFF"))
    )


def test_a_published_profiles_picture_is_served_to_everybody(client, photo):
    answer = client.get(f"/media/{photo.image}")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/webp", b"RIFF")
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "change", [{"live": False}, {"confirmed_until": "2020-01-01"}, {"withdrawn_at": "2026-01-01T00:00:00Z"}]
)
def test_what_is_not_shown_any_more_is_absent(client, photo, change):
    RoleProfile.objects.update(**change)
    assert client.get(f"/media/{photo.image}").status_code == 404


def test_a_suspended_organisations_pictures_are_absent(client, photo):
    EmployerEntry.objects.update(logo=photo.image.name)
    photo.profile.organisation.state = "suspended"
    photo.profile.organisation.save()
    assert client.get(f"/media/{photo.image}").status_code == 404


@pytest.mark.parametrize("name", ["profiles/other.webp", "../portal/settings.py", "..%2Fmanage.py", "profiles/", "%00"])
def test_no_other_file_is_to_be_had(client, photo, name):
    default_storage.save("profiles/other.webp", ContentFile(b"of a draft"))
    assert client.get(f"/media/{name}").status_code == 404


def test_a_picture_that_got_lost_is_absent(client, photo):
    default_storage.delete(photo.image.name)
    assert client.get(f"/media/{photo.image}").status_code == 404
