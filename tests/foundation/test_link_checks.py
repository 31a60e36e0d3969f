"""Outgoing links: looked at on a server of our own, broken after two nights, never inside our own network."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from foundation import link_checks, link_looking
from foundation.link_checks import (
    Published,
    broken_links,
    check_due_links,
    gather_links,
    ignore_link,
    mark_fixed,
)
from foundation.link_looking import LookRules, Verdict, judged_number, look_at
from foundation.models import LinkState, OutgoingLink

NIGHT = datetime(2026, 11, 20, 2, 40, tzinfo=UTC)
INSIDE = LookRules(timeout=1.0, pause=0.0, allow_inside=True)


class OtherSite(BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        name = self.path.strip("/").partition("?")[0]
        if name == "slow":
            time.sleep(2.5)
        status, location = self.server.pages.get((self.command, name)) or self.server.pages.get(name, (404, ""))
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherSite)
    server.daemon_threads = True
    server.asked = []
    server.pages = {
        "fine": (200, ""),
        "slow": (200, ""),
        "moved": (301, "/fine"),
        "lent": (302, "/fine"),
        "loop": (302, "/loop"),
        "round": (302, "/about"),
        "about": (302, "/round"),
        "broken": (500, ""),
        "guarded": (403, ""),
        "inward": (302, "http://169.254.169.254/latest/"),
        ("HEAD", "no-head"): (405, ""),
        ("GET", "no-head"): (200, ""),
        **{f"step{n}": (302, f"/step{n + 1}") for n in range(9)},
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.at = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


class TestLook:
    @pytest.mark.parametrize(
        ("page", "verdict", "status"),
        [
            ("fine", Verdict.WORKS, 200),
            ("lent", Verdict.WORKS, 200),
            ("no-head", Verdict.WORKS, 200),
            ("guarded", Verdict.GUARDED, 403),
            ("nothing", Verdict.FAILS, 404),
            ("broken", Verdict.FAILS, 500),
            ("loop", Verdict.FAILS, 302),
            ("round", Verdict.FAILS, 302),
            ("step0", Verdict.FAILS, 302),
            ("slow", Verdict.FAILS, None),
        ],
    )
    def test_judges_what_the_other_site_says(self, site, page, verdict, status):
        look = look_at(f"{site.at}/{page}", INSIDE)
        assert (look.verdict, look.status) == (verdict, status)
        assert bool(look.detail) is (verdict is not Verdict.WORKS)

    def test_says_where_a_page_has_moved_for_good(self, site):
        assert look_at(f"{site.at}/moved", INSIDE).moved_to == f"{site.at}/fine"
        assert look_at(f"{site.at}/lent", INSIDE).moved_to == ""

    def test_asks_for_the_head_first_and_names_the_host(self, site):
        look_at(f"http://localhost:{site.server_port}/fine?a=b", INSIDE)
        assert site.asked == [("HEAD", "/fine?a=b", f"localhost:{site.server_port}")]

    def test_a_closed_port_is_a_failure(self, site):
        site.shutdown()
        site.server_close()
        assert look_at(f"{site.at}/fine", INSIDE).verdict is Verdict.FAILS

    @pytest.mark.parametrize(
        "address", ["http://[::1", "http://exa mple/", "https://", "http://a\x00b/", "ftp://x.example/"]
    )
    def test_what_is_no_address_fails_without_a_fuss(self, address):
        assert look_at(address, INSIDE).verdict is Verdict.FAILS


class TestOurOwnNetwork:
    OUTSIDE = LookRules(timeout=1.0, pause=0.0)

    @pytest.mark.parametrize(
        "host",
        [
            *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::7f00:1]"),
            *("127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "0.0.0.0"),  # noqa: S104
            *("[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "224.0.0.1", "2130706433", "100.64.0.1"),
        ],
    )
    def test_is_never_asked(self, host, monkeypatch):
        monkeypatch.setattr(link_looking.httpx.Client, "send", lambda *a, **k: pytest.fail("connected"))
        look = look_at(f"http://{host}/", self.OUTSIDE)
        assert look.verdict is Verdict.FAILS
        assert "not on the public internet" in look.detail

    def test_is_not_reached_through_a_redirect(self, site, monkeypatch):
        real = link_looking.judged_number
        ours = lambda parts, rules: real(parts, INSIDE if parts.hostname == "127.0.0.1" else rules)  # noqa: E731
        monkeypatch.setattr(link_looking, "judged_number", ours)
        look = look_at(f"{site.at}/inward", self.OUTSIDE)
        assert "169.254.169.254 is not on the public internet" in look.detail

    def test_one_private_number_among_public_ones_is_enough_to_refuse(self, monkeypatch):
        both = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
        monkeypatch.setattr(link_looking.socket, "getaddrinfo", lambda *a, **k: both)
        with pytest.raises(link_looking.RefusedAddressError):
            judged_number(urlsplit("http://sly.example/"), self.OUTSIDE)

    def test_connects_to_the_number_that_was_judged(self, monkeypatch):
        asked = []
        public = [(2, 1, 6, "", ("93.184.215.14", 443))]
        monkeypatch.setattr(link_looking.socket, "getaddrinfo", lambda *a, **k: public)

        def send(_client, request, **_kwargs):
            asked.append((str(request.url), request.headers["Host"], request.extensions["sni_hostname"]))
            return link_looking.httpx.Response(200, request=request)

        monkeypatch.setattr(link_looking.httpx.Client, "send", send)
        assert look_at("https://www.example/a?b#c", self.OUTSIDE).verdict is Verdict.WORKS
        assert asked == [("https://93.184.215.14/a?b", "www.example", "www.example")]

    @pytest.mark.parametrize(
        "address", ["http://x.example:6379/", "http://user:secret@x.example/", "gopher://x.example/"]
    )
    def test_other_ports_schemes_and_passwords_are_refused(self, address):
        with pytest.raises(link_looking.RefusedAddressError):
            judged_number(urlsplit(address), self.OUTSIDE)


@pytest.fixture
def publish(monkeypatch):
    """What the site publishes, for one test."""

    def publish(*addresses):
        rows = [Published(address, "A source", "/sources/x/") for address in addresses]
        monkeypatch.setattr(link_checks, "_PROVIDERS", {"test": lambda: rows})

    return publish


def look(night, most=50):
    return check_due_links(now=NIGHT + timedelta(days=night), most=most, rules=INSIDE)


@pytest.mark.django_db
class TestNights:
    def test_one_bad_night_is_not_broken_two_are(self, site, publish):
        publish(f"{site.at}/nothing")
        look(0)
        assert OutgoingLink.objects.get().state == LinkState.FAILING
        assert not broken_links()
        look(1)
        link = broken_links().get()
        assert (link.failed_nights, link.status_code, link.broken_since) == (2, 404, NIGHT + timedelta(days=1))

    def test_two_looks_in_one_night_count_once(self, site, publish):
        publish(f"{site.at}/nothing")
        look(0)
        OutgoingLink.objects.update(checked_at=None)
        check_due_links(now=NIGHT + timedelta(hours=3), most=50, rules=INSIDE)
        assert OutgoingLink.objects.get().failed_nights == 1

    def test_an_answer_wipes_the_slate(self, site, publish):
        publish(f"{site.at}/later")
        look(0)
        site.pages["later"] = (200, "")
        look(1)
        site.pages["later"] = (500, "")
        look(2)
        assert OutgoingLink.objects.get().state == LinkState.FAILING

    def test_not_asked_twice_a_day_and_the_longest_unseen_first(self, site, publish):
        publish(f"{site.at}/fine", f"{site.at}/lent")
        assert look(0, most=1) == 1
        assert look(0, most=5) == 1
        assert look(0) == 0
        assert look(1) == 2

    def test_what_is_published_no_more_leaves(self, site, publish):
        publish(f"{site.at}/nothing", f"{site.at}/fine")
        look(0)
        publish(f"{site.at}/fine")
        gather_links()
        assert [link.address for link in OutgoingLink.objects.all()] == [f"{site.at}/fine"]

    def test_hosts_take_turns(self, publish, monkeypatch):
        publish("https://a.example/1", "https://a.example/2", "https://b.example/1")
        order = []
        monkeypatch.setattr(
            link_checks,
            "look_at",
            lambda address, rules: order.append(address) or link_looking.Look(Verdict.WORKS, 200),
        )
        look(0)
        assert [urlsplit(address).hostname for address in order] == ["a.example", "b.example", "a.example"]

    def test_addresses_no_browser_follows_are_left_out(self, publish):
        publish("mailto:a@b.example", "", "/students/", "javascript:alert(1)", "https://x.example/" + "y" * 600)
        assert gather_links() == 0


@pytest.mark.django_db
class TestDecisions:
    @pytest.fixture
    def curator(self):
        return User.objects.create_user("curator@example.org", "a long enough passphrase")

    @pytest.fixture
    def broken(self, site, publish):
        publish(f"{site.at}/nothing")
        look(0)
        look(1)
        return broken_links().get()

    def test_fixed_is_looked_at_afresh_the_next_night(self, curator, broken, site):
        mark_fixed(by=curator, link=broken, now=NIGHT)
        assert not broken_links()
        site.pages["nothing"] = (200, "")
        look(2)
        link = OutgoingLink.objects.get()
        assert (link.state, link.decided_by) == (LinkState.WORKS, curator.pk)

    def test_ignored_is_left_alone_with_the_reason(self, curator, broken, site):
        ignore_link(by=curator, link=broken, reason="Withdrawn page kept for history.", now=NIGHT)
        site.asked.clear()
        look(2)
        assert not broken_links()
        assert site.asked == []

    def test_ignoring_needs_a_reason(self, curator, broken):
        with pytest.raises(ValidationError):
            ignore_link(by=curator, link=broken, reason=" ", now=NIGHT)


@pytest.mark.django_db
def test_every_package_names_addresses_that_can_be_followed():
    places = link_checks.published_addresses()
    assert len(places) > 20
    assert all(page.startswith("/") and where for found in places.values() for where, page in found)
