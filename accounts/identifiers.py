"""Numbers by which organisations are known, in normal form; every function raises ValidationError with plain words."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Letters before a company number: Companies House, "Uniform Resource Identifiers customer guide" (its table of
# prefixes), with the later CE and CS of charitable incorporated organisations, RS of registered societies and OE of
# overseas entities as its register shows them. Companies House adds prefixes from time to time: add them here.
COMPANY_PREFIXES: dict[str, Promise] = {
    "AC": _("assurance company, England and Wales"),
    "BR": _("branch of an overseas company"),
    "CE": _("charitable incorporated organisation, England and Wales"),
    "CS": _("charitable incorporated organisation, Scotland"),
    "EN": _("European company, Northern Ireland"),
    "ES": _("European company, Scotland"),
    "FC": _("overseas company"),
    "GE": _("economic interest grouping, England and Wales"),
    "GN": _("economic interest grouping, Northern Ireland"),
    "GS": _("economic interest grouping, Scotland"),
    "IC": _("investment company with variable capital, England and Wales"),
    "IP": _("industrial and provident society, England and Wales"),
    "LP": _("limited partnership, England and Wales"),
    "NA": _("assurance company, Northern Ireland"),
    "NC": _("limited liability partnership, Northern Ireland"),
    "NF": _("overseas company, Northern Ireland"),
    "NI": _("company, Northern Ireland"),
    "NL": _("limited partnership, Northern Ireland"),
    "NO": _("other organisation, Northern Ireland"),
    "NP": _("industrial and provident society, Northern Ireland"),
    "NR": _("royal charter, Northern Ireland"),
    "NV": _("investment company with variable capital, Northern Ireland"),
    "NZ": _("not under the Companies Acts, Northern Ireland"),
    "OC": _("limited liability partnership, England and Wales"),
    "OE": _("overseas entity"),
    "R0": _("company, Northern Ireland, from before 1922"),
    "RC": _("royal charter, England and Wales"),
    "RS": _("registered society"),
    "SA": _("assurance company, Scotland"),
    "SC": _("company, Scotland"),
    "SE": _("European company, England and Wales"),
    "SF": _("overseas company, Scotland"),
    "SG": _("qualifying partnership, Scotland"),
    "SI": _("investment company with variable capital, Scotland"),
    "SL": _("limited partnership, Scotland"),
    "SO": _("limited liability partnership, Scotland"),
    "SP": _("industrial and provident society, Scotland"),
    "SR": _("royal charter, Scotland"),
    "SZ": _("not under the Companies Acts, Scotland"),
    "ZC": _("not under the Companies Acts, England and Wales"),
}
# Old numbers of societies end in letters ("IP28746R", "SP2514RS").
_SOCIETIES = frozenset({"IP", "NP", "RS", "SP", "NO"})
_LENGTH = 8
_LEAST_DIGITS = 6  # shorter ones are nearly always another number, or a slip

_COMPANY_DIGITS = re.compile(r"\d{8}")
_COMPANY_LETTERS = re.compile(r"(?P<prefix>R0|[A-Z]{2})(?P<rest>[0-9A-Z]{1,6})")
_SOCIETY_REST = re.compile(r"\d{3}[0-9A-Z]{3}")
_CHARITY = re.compile(r"(?P<number>[1-9]\d{5,6})(?:-(?P<linked>[1-9]\d{0,3}))?")
_SCOTTISH_CHARITY = re.compile(r"SC\d{6}")
_NI_CHARITY = re.compile(r"(?:NIC|NI)(?P<number>1\d{5})")
_UKPRN = re.compile(r"1\d{7}")
_URN = re.compile(r"[1-9]\d{5}")


def company_number(text: str) -> str:
    """A company number as Companies House writes it: 8 characters, capitals, zeros in front ("4276635" is "04276635").

    Raises ValidationError for another length, unknown letters, or anything else. Whether the company exists is for
    whoever verifies it to look up.
    """
    typed = _tidy(text)
    if typed.isdecimal() and typed.isascii():
        padded = typed.zfill(_LENGTH) if len(typed) >= _LEAST_DIGITS else typed
        if _COMPANY_DIGITS.fullmatch(padded) and int(padded):
            return padded
        raise ValidationError(
            _("A company number has 8 characters, such as 01234567 or SC123456. Write all of them, zeros included."),
            code="company_number",
        )
    parts = _COMPANY_LETTERS.fullmatch(typed)
    if parts is None:
        raise ValidationError(
            _("A company number is 8 digits, or 2 letters and 6 digits, such as 01234567 or SC123456."),
            code="company_number",
        )
    return _with_prefix(parts["prefix"], parts["rest"])


def _with_prefix(prefix: str, rest: str) -> str:
    if prefix not in COMPANY_PREFIXES:
        raise ValidationError(
            _("No company numbers begin with %(prefix)s. Check the number on the Companies House register."),
            code="company_prefix",
            params={"prefix": prefix},
        )
    if prefix in _SOCIETIES and _SOCIETY_REST.fullmatch(rest):
        return prefix + rest
    if rest.isdecimal() and len(rest) == _LENGTH - len(prefix) - 1:
        rest = f"0{rest}"
    if rest.isdecimal() and len(rest) == _LENGTH - len(prefix) and int(rest):
        return prefix + rest
    raise ValidationError(
        _("After %(prefix)s come 6 digits, such as %(prefix)s012345."), code="company_number", params={"prefix": prefix}
    )


def company_kind(number: str) -> str:
    """What the letters of a number in normal form stand for."""
    return str(COMPANY_PREFIXES.get(number[:2], _("company, England and Wales")))


def charity_number(text: str) -> str:
    """A charity number in normal form: "1047501", "283302-1" (a linked charity), "SC012345" or "NIC100012".

    England and Wales: 6 or 7 digits (Charity Commission register); Scotland: SC and 6 digits (OSCR, Scottish Charity
    Register); Northern Ireland: NIC and 6 digits from 100000 (Charity Commission for Northern Ireland), which needs
    its letters here, since the digits alone look like a number of England and Wales. Raises ValidationError.
    """
    typed = _tidy(text, keep="-").removeprefix("NO")
    if _SCOTTISH_CHARITY.fullmatch(typed) and int(typed[2:]):
        return typed
    northern = _NI_CHARITY.fullmatch(typed)
    if northern:
        return f"NIC{northern['number']}"
    found = _CHARITY.fullmatch(typed)
    if found:
        return f"{found['number']}-{found['linked']}" if found["linked"] else found["number"]
    if re.fullmatch(r"X[A-Z]?\d{4,6}", typed):
        message = _("This looks like a tax reference of HMRC. Give the number on the charity register instead.")
        raise ValidationError(message, code="charity_number")
    raise ValidationError(
        _(
            "A charity number has 6 or 7 digits in England and Wales, SC and 6 digits in Scotland, "
            "and NIC and 6 digits in Northern Ireland."
        ),
        code="charity_number",
    )


def ukprn(text: str) -> str:
    """A UK provider reference number: 8 digits of which the first is 1 (UK Register of Learning Providers).

    Raises ValidationError for anything else.
    """
    typed = _tidy(text).removeprefix("UKPRN")
    if not (_UKPRN.fullmatch(typed) and typed.isascii()):
        raise ValidationError(_("A UKPRN has 8 digits and begins with 1, such as 10001234."), code="ukprn")
    return typed


def urn(text: str) -> str:
    """A school's unique reference number: 6 digits (Get Information about Schools). Raises ValidationError."""
    typed = _tidy(text).removeprefix("URN")
    if not (_URN.fullmatch(typed) and typed.isascii()):
        raise ValidationError(_("A URN has 6 digits, such as 100049. It is not the school’s DfE number."), code="urn")
    return typed


def _tidy(text: str, keep: str = "") -> str:
    """Capitals without the spaces, dots and dashes that people put in."""
    plain = unicodedata.normalize("NFKC", text[:60]).replace("–", "-").upper()
    return re.sub(r"[\s.,:/-]" if not keep else r"[\s.,:/]", "", plain)
