"""Makes what people typed comparable: folded names with their short forms, bare telephone numbers, split emails."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from ambassadors.linkage.records import PersonRecord

_SHORT_NAMES = Path(__file__).parent / "data" / "short_names.txt"
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev", "eur", "ing"})
_COMPANY = frozenset({"ltd", "limited", "plc", "llp", "inc", "co", "company", "group", "holdings", "the", "uk", "cic"})
_LETTERS_NOT_FOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_MAILBOXES = frozenset(
    {"admin", "careers", "contact", "enquiries", "hello", "hr", "info", "mail", "office", "outreach", "stem"}
)
_DOTS_IGNORED = frozenset({"gmail.com"})
_SAME_DOMAIN = {"googlemail.com": "gmail.com"}

Value = str | list[str] | None


def comparable(record: PersonRecord) -> dict[str, Value]:
    """One record as the model's columns see it; what is unknown is None, never an empty text that would agree."""
    given = given_name(record.given_name)
    family = family_names(record.family_name)
    email = tidy_email(record.email)
    outcode = re.sub(r"[^A-Z0-9]", "", record.outcode.upper())
    soc2020 = sorted({code for code in record.soc2020 if code})
    return {
        "unique_id": record.key,
        "given": given or None,
        "given_forms": sorted(formal_names(given)) or None,
        "family": family[0] if family else None,
        "family_names": sorted({*family, *(n for former in record.former_family_names for n in family_names(former))})
        or None,
        "email": email or None,
        "email_own": own_part(email, given, family) or None,
        "phone": tidy_phone(record.phone) or None,
        "outcode": outcode or None,
        "area": re.sub(r"\d.*", "", outcode) or None,
        "employer": tidy_employer(record.employer_name) or None,
        "job": " ".join(folded_words(record.job_title)) or None,
        "soc2020": soc2020 or None,
        "soc_minor": sorted({code[:3] for code in soc2020}) or None,
    }


def given_name(text: str) -> str:
    """The first given name, folded; a title before it is dropped."""
    words = [word for word in folded_words(text) if word not in _TITLES]
    return words[0] if words else ""


def family_names(text: str) -> list[str]:
    """The family name folded into one word, then the parts of a double-barrelled one."""
    parts = folded_words(text.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", ""))
    if not parts:
        return []
    long_parts = [part for part in parts if len(part) > 3] if len(parts) > 1 else []
    return ["".join(parts), *long_parts]


def formal_names(given: str) -> frozenset[str]:
    """The formal names that a given name may stand for, itself among them; empty for an empty one."""
    return _short_names().get(given, frozenset()) | {given} if given else frozenset()


def tidy_email(text: str) -> str:
    """Lower case, without a "+tag", one writing of what a provider delivers alike; empty if no address."""
    local, at, domain = text.strip().casefold().rpartition("@")
    if not (local and at and domain):
        return ""
    domain = _SAME_DOMAIN.get(domain, domain)
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in _DOTS_IGNORED else local}@{domain}"


def own_part(email: str, given: str, family: list[str]) -> str:
    """What stands before the "@" where it says more than the name does, else nothing.

    "sarah.smith" at two employers is no evidence beyond the name itself, which is compared anyway, so two people of
    one name must not gain by it; "sarah.smith84" is.
    """
    local = email.partition("@")[0]
    left = "" if local in _MAILBOXES else re.sub(r"[^a-z0-9]", "", local)
    for name in sorted({*family, given, *formal_names(given)} - {""}, key=lambda word: (-len(word), word)):
        left = left.replace(name, "", 1)
    return local if len(left) >= 2 else ""


def tidy_phone(text: str) -> str:
    """Digits only, in the national form; empty when too short to tell people apart."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    digits = re.sub(r"^(00)?44", "0", digits)
    return digits if len(digits) >= 7 else ""


def tidy_employer(text: str) -> str:
    """The employer's name without the words that companies' names share."""
    words = folded_words(text.replace("&", " and "))
    return " ".join([word for word in words if word not in _COMPANY] or words)


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without capitals, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS_NOT_FOLDED))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(re.findall(r"[a-z0-9]+", plain))


@cache
def _short_names() -> dict[str, frozenset[str]]:
    """Each given name of the table with the formal names it may stand for."""
    found: dict[str, set[str]] = {}
    for line in _SHORT_NAMES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            formal, _, shorts = line.partition(":")
            for name in (formal, *shorts.split()):
                found.setdefault(name.strip(), set()).add(formal.strip())
    return {name: frozenset(formals) for name, formals in found.items()}


def short_forms(given: str) -> list[str]:
    """The short forms of a formal given name, folded, in order."""
    return sorted(name for name, formals in _short_names().items() if given in formals and name != given)
