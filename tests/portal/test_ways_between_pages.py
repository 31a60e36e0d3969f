"""Nothing is a dead end: doors, the footer and pages of facts lead to the routes and the reference pages."""

from __future__ import annotations

import pytest

from tests.portal.pages import get

pytestmark = pytest.mark.django_db
REFERENCE = [
    "/levels/",
    "/standards/",
    "/tlevels/",
    "/qualifications/",
    "/subjects/",
    "/course-families/",
    "/providers/",
    "/outcomes/",
]


def paths(page) -> set[str]:
    return {link.split("?")[0] for link in page.links}


@pytest.mark.parametrize("door", ["/students/", "/educators/"])
def test_doors_lead_to_every_list(door):
    main = get(door).html.split("<main")[1].split("</main>")[0]
    assert [path for path in REFERENCE if f'href="{path}"' not in main] == []
    assert 'href="/students/routes/"' in main


def test_the_door_of_employers_leads_to_what_can_be_taught():
    main = get("/employers/").html.split("<main")[1]
    for path in ("/employers/apprentices/", "/standards/?status=open", "/tlevels/", "/providers/"):
        assert f'href="{path}"' in main


@pytest.mark.parametrize("path", ["/", "/sources/", "/standards/ST0152/", "/students/careers/5241/"])
def test_the_footer_leads_to_routes_from_everywhere(path):
    foot = get(path).html.split('<footer class="site-foot">')[1]
    for wanted in ("/students/routes/", "/standards/", "/tlevels/", "/qualifications/", "/subjects/", "/providers/"):
        assert f'href="{wanted}"' in foot


def test_an_occupation_leads_to_its_standards_and_subjects():
    page = get("/students/careers/5241/")
    assert {"/standards/ST0152/", "/subjects/school/gcse/maths/"} <= paths(page)
    assert "School subjects that help" in page.section_words("ways-in")


def test_standards_that_cannot_be_started_are_not_offered():
    # ST1446 Veterinary Care Assistant is still being developed.
    assert "/standards/ST0343/" in paths(get("/students/careers/3240/"))
    assert "/standards/ST1446/" not in paths(get("/students/careers/3240/"))


def test_ways_in_name_the_school_subjects():
    page = get("/students/careers/3240/routes/")
    assert "GCSE Combined science (needed)" in page.section_words("subjects")
    assert 'href="#subjects"' in page.html


def test_a_standard_leads_to_every_way_into_its_work_and_to_its_cost():
    page = get("/standards/ST0152/")
    assert "/students/careers/5241/routes/" in paths(page)
    assert "/employers/apprentices/?standard=ST0152" in page.links


def test_a_course_before_a_job_is_not_named_like_work_straight_away():
    page = get("/students/careers/5231/routes/", **{"from": "gcse", "grades": "none"})
    assert "Level 1 diploma in vehicle maintenance, then Start in a junior job" in page.section_words("kind-college")


def test_a_place_is_answered_with_what_it_changes():
    words = get("/students/careers/5241/routes/", area="Leeds").words
    assert "show who teaches them near Leeds. Later pay is that of Yorkshire and The Humber." in words
    other = get("/students/careers/5241/routes/", area="Glasgow").words
    assert "is not in England. The ways below are England’s" in other
    assert "Skills Development Scotland" in other


def test_jumps_lead_to_what_is_on_the_page():
    page = get("/students/careers/2412/routes/", **{"from": "adult", "age": "60", "no_university": "1", "earn": "1"})
    jumps = {link[1:] for link in page.links if link.startswith("#")}
    assert [name for name in jumps if f'id="{name}"' not in page.html] == []
