"""Photographs of a role profile: kept with their words, seen by members only until published."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.employers.builders import draft, employer, member
from tests.portal.desk_of_employers import address, of_profile, saved, signed_in, version

pytestmark = pytest.mark.django_db


class TestPictures:
    @pytest.fixture
    def profile(self, works, writer, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        return draft(works, writer)

    def upload(self, name="bench.png", content=b""):
        held = io.BytesIO()
        Image.new("RGB", (60, 40), "teal").save(held, "PNG")
        held = io.BytesIO(content or held.getvalue())
        held.name = name
        return held

    def given(self, profile, **more):
        return {"version": version(profile), "photos-count": 0, "links-count": 0, "do": "upload", **more}

    def test_a_photograph_is_kept_with_its_words_and_only_members_see_it(self, desk, profile):
        more = {"photograph": self.upload(), "photograph_shows": "A bench"}
        desk.post(of_profile(profile, "pictures/"), self.given(profile, **more))
        photo = saved(profile).photos.get()
        assert photo.alternative == "A bench"
        shown = address(profile.organisation, f"pictures/{photo.image.name}")
        assert desk.get(shown)["Content-Type"] == "image/webp"
        for end in ("pictures/", "preview/"):
            assert f'src="{shown}"' in desk.get(of_profile(profile, end)).content.decode()
        assert signed_in(member(employer("Other"))).get(shown).status_code == 404

    def test_without_words_it_waits_for_them_and_is_not_lost(self, desk, profile):
        answer = desk.post(of_profile(profile, "pictures/"), self.given(profile, photograph=self.upload()))
        page = answer.content.decode()
        assert answer.status_code == 422
        signed = page.partition('name="photos-0-image" value="')[2].partition('"')[0]
        again = self.given(profile) | {
            "photos-count": 1, "photos-0-image": signed, "photos-0-alternative": "A bench", "do": "save",
        }  # fmt: skip
        desk.post(of_profile(profile, "pictures/"), again)
        assert saved(profile).photos.get().alternative == "A bench"

    def test_a_drawing_with_a_program_in_it_is_refused(self, desk, profile):
        svg = self.upload("bench.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
        more = {"photograph": svg, "photograph_shows": "A bench"}
        answer = desk.post(of_profile(profile, "pictures/"), self.given(profile, **more))
        assert answer.status_code == 422
        assert not saved(profile).photos.all()

    def test_nobody_points_at_another_file(self, desk, profile):
        forged = self.given(profile) | {
            "photos-count": 1, "photos-0-image": "profiles/theirs.webp", "photos-0-alternative": "Mine", "do": "save",
        }  # fmt: skip
        desk.post(of_profile(profile, "pictures/"), forged)
        assert not saved(profile).photos.all()
        assert desk.get(address(profile.organisation, "pictures/../.env")).status_code == 404
