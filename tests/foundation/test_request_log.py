"""What is logged about a request: never its query, which may say where a reader lives, their age and grades."""

from __future__ import annotations

import pytest
import structlog
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/students/careers/5241/routes/", "/standards/ST9999/"])
def test_the_query_is_not_logged(path):
    with structlog.testing.capture_logs() as lines:
        Client().get(path, {"area": "LS1 4AP", "age": "17", "grades": "few"})
    assert any(path in str(line) for line in lines), "the request itself is logged"
    for line in lines:
        assert not any(part in str(line) for part in ("LS1", "few", "area=", "age=", "grades="))


def test_the_servers_log_neither_query_nor_address():
    dockerfile = (settings.BASE_DIR / "Dockerfile").read_text(encoding="utf-8")
    nginx = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert '"--access-logformat", "%(t)s \\"%(m)s %(U)s\\" %(s)s %(B)s %(M)s ms"' in dockerfile
    log_format = next(line for line in nginx.splitlines() if line.startswith("log_format waymark"))
    for private in ("$remote_addr", "$request ", "$request_uri", "$args", "$http_referer", "$http_x_forwarded_for"):
        assert private not in log_format
    assert "access.log waymark;" in nginx
