"""An employer, those who write for it, and a curator, for tests of pages."""

from __future__ import annotations

import pytest

from tests.employers.builders import employer, member, person
from tests.portal.desk_of_employers import signed_in


@pytest.fixture
def works():
    return employer("Brindley Boards")


@pytest.fixture
def writer(works):
    return member(works, "employer_owner")


@pytest.fixture
def curator():
    return person("curator", role="curator")


@pytest.fixture
def desk(writer):
    return signed_in(writer)
