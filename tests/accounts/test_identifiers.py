"""Numbers of companies, charities, providers and schools: the normal form, and what is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.identifiers import (
    COMPANY_PREFIXES,
    charity_number,
    company_kind,
    company_number,
    ukprn,
    urn,
)


class TestCompanyNumber:
    @pytest.mark.parametrize(
        ("typed", "normal"),
        [
            ("01234567", "01234567"),
            ("1234567", "01234567"),
            ("123456", "00123456"),
            (" 01 23 45 67 ", "01234567"),
            ("sc123456", "SC123456"),
            ("SC 12345", "SC012345"),
            ("NI-012345", "NI012345"),
            ("R0000123", "R0000123"),
            ("IP28746R", "IP28746R"),
            ("SP2514RS", "SP2514RS"),
            ("１２３４５６７８", "12345678"),
        ],
    )
    def test_normal_form(self, typed, normal):
        assert company_number(typed) == normal

    @pytest.mark.parametrize(
        "typed",
        ["", "0", "12345", "00000000", "123456789", "SC000000", "SC1234567", "SC12", "XX123456", "A1234567", "SC12345R",
         "GB123456789", "SC123456; DROP", "12345678a", "٠١٢٣٤٥٦٧x"],
    )  # fmt: skip
    def test_refused(self, typed):
        with pytest.raises(ValidationError):
            company_number(typed)

    def test_unknown_letters_are_named(self):
        with pytest.raises(ValidationError, match="XX"):
            company_number("XX123456")

    @pytest.mark.parametrize("prefix", sorted(COMPANY_PREFIXES))
    def test_every_known_prefix_with_six_digits(self, prefix):
        assert company_number(f"{prefix}012345") == f"{prefix}012345"

    def test_the_kind_in_words(self):
        assert company_kind("OC301234") == "limited liability partnership, England and Wales"
        assert company_kind("01234567") == "company, England and Wales"

    @given(st.text(max_size=12))
    def test_what_is_accepted_has_eight_characters_and_stays_as_it_is(self, typed):
        try:
            normal = company_number(typed)
        except ValidationError:
            return
        assert len(normal) == 8
        assert normal.isascii()
        assert company_number(normal) == normal


class TestCharityNumber:
    @pytest.mark.parametrize(
        ("typed", "normal"),
        [
            ("1047501", "1047501"),
            ("283302", "283302"),
            ("283302-1", "283302-1"),
            ("No. 1047501", "1047501"),
            ("sc012345", "SC012345"),
            ("NIC100012", "NIC100012"),
            ("NI 100012", "NIC100012"),
        ],
    )
    def test_normal_form(self, typed, normal):
        assert charity_number(typed) == normal

    @pytest.mark.parametrize("typed", ["", "12345", "12345678", "0123456", "SC12345", "SC000000", "NIC12", "1047501-0"])
    def test_refused(self, typed):
        with pytest.raises(ValidationError):
            charity_number(typed)

    def test_a_tax_reference_is_told_apart(self):
        with pytest.raises(ValidationError, match="HMRC"):
            charity_number("XR12345")


class TestProvidersAndSchools:
    def test_normal_form(self):
        assert ukprn("UKPRN: 1000 2938") == "10002938"
        assert urn("URN 100049") == "100049"

    @pytest.mark.parametrize("typed", ["", "20002938", "1000293", "100029388", "１000293x"])
    def test_ukprn_refused(self, typed):
        with pytest.raises(ValidationError):
            ukprn(typed)

    @pytest.mark.parametrize("typed", ["", "12345", "1234567", "012345", "202/4104"])
    def test_urn_refused(self, typed):
        with pytest.raises(ValidationError):
            urn(typed)
