"""Which mail addresses and DNS records show that somebody speaks for a domain, and which only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domains import (
    DnsAnswer,
    check_token,
    domain_problem,
    mail_domain,
    mail_problem,
    normal_domain,
    registrable,
    school_domain,
    token_record,
)
from accounts.models.organisation import new_domain_token


class TestDomains:
    @pytest.mark.parametrize(
        ("typed", "normal"),
        [
            ("Acme.co.uk", "acme.co.uk"),
            ("https://www.acme.co.uk/jobs?x=1", "acme.co.uk"),
            ("acme.co.uk.", "acme.co.uk"),
            ("büro.de", "xn--bro-hoa.de"),
            ("127.0.0.1", None),
            ("localhost", None),
            ("-acme.com", None),
            ("acme..com", None),
            ("", None),
            ("acme .com", None),
        ],
    )
    def test_normal_form(self, typed, normal):
        assert normal_domain(typed) == normal

    @pytest.mark.parametrize(
        ("domain", "own"),
        [
            ("jobs.acme.co.uk", "acme.co.uk"),
            ("acme.com", "acme.com"),
            ("physics.ox.ac.uk", "ox.ac.uk"),
            ("oak.camden.sch.uk", "oak.camden.sch.uk"),
            ("mail.oak.camden.sch.uk", "oak.camden.sch.uk"),
            ("camden.sch.uk", None),
            ("co.uk", None),
            ("acme.github.io", "acme.github.io"),
            ("github.io", None),
        ],
    )
    def test_the_part_that_one_organisation_owns(self, domain, own):
        assert registrable(domain) == own

    @pytest.mark.parametrize("domain", ["co.uk", "ac.uk", "sch.uk", "camden.sch.uk", "gmail.com", "nhs.net", "x"])
    def test_domains_that_show_nothing(self, domain):
        assert domain_problem(domain)

    @given(st.text(max_size=60))
    def test_anything_typed_is_answered(self, typed):
        domain_problem(typed)
        mail_problem(typed, "acme.co.uk")


class TestMail:
    @pytest.mark.parametrize("address", ["ann@acme.co.uk", "Ann.B@ACME.co.uk", "ann@north.acme.co.uk"])
    def test_on_the_domain_and_below_it(self, address):
        assert mail_problem(address, "acme.co.uk") is None

    @pytest.mark.parametrize(
        "address",
        [
            "ann@acme.com",
            "ann@notacme.co.uk",
            "ann@acme.co.uk.evil.com",
            "ann@evil.com@acme.co.uk",
            "ann@аcme.co.uk",  # the first letter is Cyrillic
            "ann@acme.co.uk/evil",
            "ann @acme.co.uk",
            "@acme.co.uk",
            "acme.co.uk",
        ],
    )
    def test_what_only_looks_like_it(self, address):
        assert mail_problem(address, "acme.co.uk")

    def test_a_shared_ending_never_fits(self):
        assert mail_problem("ann@acme.co.uk", "co.uk")
        assert mail_problem("head@camden.sch.uk", "oak.camden.sch.uk")
        assert mail_problem("head@elm.camden.sch.uk", "oak.camden.sch.uk")

    def test_free_mail_never_fits_even_its_own_domain(self):
        assert "Anybody" in mail_problem("ann@gmail.com", "gmail.com")

    def test_the_domain_of_an_address(self):
        assert mail_domain("a@b.co.uk") == "b.co.uk"
        assert mail_domain("nobody") is None


class TestToken:
    def test_the_record_among_others(self):
        token = new_domain_token()
        records = ["v=spf1 -all", f'"{token_record(token)}"']
        assert check_token("acme.co.uk", token, lambda _domain: records) == DnsAnswer.FOUND

    @pytest.mark.parametrize("record", ["", "waymark-verification=", "waymark-verification=other", "é"])
    def test_another_or_no_record(self, record):
        assert check_token("acme.co.uk", new_domain_token(), lambda _domain: [record]) == DnsAnswer.MISSING

    def test_a_part_of_the_token_is_not_enough(self):
        assert check_token("acme.co.uk", "abcdef", lambda _domain: ["waymark-verification=abc"]) == DnsAnswer.MISSING

    def test_nobody_answers(self):
        def resolve(_domain: str) -> list[str]:
            raise TimeoutError

        assert check_token("acme.co.uk", "abc", resolve) == DnsAnswer.NO_ANSWER

    @pytest.mark.parametrize(("domain", "token"), [("co.uk", "abc"), ("acme.co.uk", ""), ("gmail.com", "abc")])
    def test_nobody_is_asked_about_a_shared_domain_or_an_empty_token(self, domain, token):
        def resolve(_domain: str) -> list[str]:
            raise AssertionError("asked")

        assert check_token(domain, token, resolve) == DnsAnswer.MISSING

    def test_tokens_differ(self):
        assert len({new_domain_token() for _ in range(50)}) == 50


class TestSchools:
    @pytest.mark.parametrize(
        ("website", "domain"),
        [
            ("http://www.oak.camden.sch.uk/", "oak.camden.sch.uk"),
            ("https://oakacademy.org.uk", "oakacademy.org.uk"),
            ("www.oakcollege.ac.uk", "oakcollege.ac.uk"),
            ("https://sites.google.com/oak", None),
            ("http://www.camden.gov.uk/oak", None),
            ("http://camden.sch.uk", None),
            ("", None),
        ],
    )
    def test_the_domain_of_the_registered_website(self, website, domain):
        assert school_domain(website) == domain
