"""Whether a mail address or a DNS record shows that somebody speaks for an organisation's domain."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

TOKEN_NAME = "waymark-verification"  # noqa: S105  # the name of a public DNS record, not a secret

# Endings below which anybody may register, so that a shared ending shows nothing. From the Public Suffix List
# (publicsuffix.org): those of the UK, some of other countries where employers here have their mail, and hosts.
_TWO_PART_ENDINGS = frozenset(
    (
        *("ac.uk", "co.uk", "gov.uk", "ltd.uk", "me.uk", "net.uk", "nhs.uk", "org.uk", "plc.uk", "police.uk"),
        *("mod.uk", "co.im", "co.je", "co.gg", "com.au", "co.nz", "co.za", "co.in", "co.jp", "com.sg", "com.hk"),
        *("com.cn", "com.br", "com.tr", "co.il", "gov.scot", "gov.wales", "uk.com", "gb.net", "uk.net", "eu.com"),
        *("github.io", "gitlab.io", "netlify.app", "web.app", "pages.dev", "vercel.app", "herokuapp.com"),
        *("wordpress.com", "blogspot.com", "wixsite.com", "weebly.com", "webflow.io", "azurewebsites.net"),
        *("onmicrosoft.com", "sharepoint.com", "myshopify.com", "squarespace.com", "appspot.com"),
    )
)
_SCHOOLS_ENDING = "sch.uk"  # schools stand below their area: name.area.sch.uk

# Mail that anybody can have, or that many organisations share, shows nothing about one of them.
FREE_MAIL = frozenset(
    (
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk"),
        *("msn.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com"),
        *("aol.com", "aol.co.uk", "btinternet.com", "btopenworld.com", "sky.com", "talktalk.net", "tiscali.co.uk"),
        *("virginmedia.com", "virgin.net", "ntlworld.com", "blueyonder.co.uk", "plus.net", "o2.co.uk"),
        *("proton.me", "protonmail.com", "pm.me", "gmx.com", "gmx.co.uk", "mail.com", "zoho.com", "yandex.com"),
        *("fastmail.com", "hey.com", "tutanota.com", "tuta.com", "mailinator.com", "nhs.net"),
    )
)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")

# Sites where many schools and firms have pages: the domain is the host's.
_HOSTS = frozenset({"google.com", "facebook.com", "microsoft.com", "apple.com", "linkedin.com", "x.com", "twitter.com"})

Resolver = Callable[[str], Iterable[str]]


class DnsAnswer(StrEnum):
    """What the records of a domain said."""

    FOUND = "found"
    MISSING = "missing"
    NO_ANSWER = "no_answer"


def normal_domain(text: str) -> str | None:
    """A domain in small ASCII letters from a domain or a web address ("https://www.Acme.co.uk/jobs": acme.co.uk).

    None for anything that is no domain, numbers included. Letters of other alphabets become their xn-- form, so that
    look-alikes are not the same domain.
    """
    typed = text.strip().lower()[:300]
    try:
        host = urlsplit(typed if "//" in typed else f"//{typed}").hostname or ""
        host = host.rstrip(".").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    labels = host.removeprefix("www.").split(".")
    if len(labels) < 2 or len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return None if labels[-1].isdigit() else ".".join(labels)


def registrable(domain: str) -> str | None:
    """The part of a domain that one organisation registers ("jobs.acme.co.uk": acme.co.uk); None for a bare ending.

    A school's is its name and its area's below sch.uk ("head.oak.camden.sch.uk": oak.camden.sch.uk).
    """
    labels = domain.split(".")
    ending = ".".join(labels[-2:])
    parts = 4 if ending == _SCHOOLS_ENDING else 3 if ending in _TWO_PART_ENDINGS else 2
    return ".".join(labels[-parts:]) if len(labels) >= parts else None


def mail_domain(address: str) -> str | None:
    """The domain of a mail address; None when it is no plain address."""
    name, at, domain = address.strip().rpartition("@")
    if not at or not name or "@" in name or any(character.isspace() for character in address.strip()):
        return None
    return normal_domain(domain) if "/" not in domain and ":" not in domain else None


def domain_problem(domain: str) -> str | None:
    """Why a domain cannot show whose organisation it is, in a sentence; None when it can."""
    normal = normal_domain(domain)
    if normal is None:
        return _("This is not a domain. It should look like example.co.uk.")
    own = registrable(normal)
    if own is None:
        return _("Many organisations share this ending. Give your own domain, such as example.co.uk.")
    if normal in FREE_MAIL or own in FREE_MAIL:
        return _("Anybody can have a mail address here, so it cannot show that you speak for the organisation.")
    return None


def mail_problem(address: str, domain: str) -> str | None:
    """Why an address does not show that somebody works at a domain's organisation; None when it does.

    Addresses on the domain itself and on its subdomains count. A wider domain than the organisation's does not:
    with the domain oak.camden.sch.uk, head@camden.sch.uk says nothing.
    """
    mail = mail_domain(address)
    if mail is None:
        return _("This is not a mail address.")
    problem = domain_problem(mail)
    if problem or domain_problem(domain):
        return problem or domain_problem(domain)
    own = normal_domain(domain) or ""
    if mail == own or mail.endswith(f".{own}"):
        return None
    return _("This address is not on the organisation’s domain, %(domain)s.") % {"domain": own}


def token_record(token: str) -> str:
    """The text that the organisation puts into a TXT record of its domain."""
    return f"{TOKEN_NAME}={token}"


def check_token(domain: str, token: str, resolve: Resolver) -> DnsAnswer:
    """Whether the TXT records of a domain hold the token.

    `resolve` gives the texts of a domain's TXT records and raises OSError when nobody answers; it is only asked
    about a domain that one organisation can own. An empty token is never found.
    """
    normal = normal_domain(domain)
    if not token or normal is None or domain_problem(normal):
        return DnsAnswer.MISSING
    try:
        records = [record.strip().strip('"').strip() for record in resolve(normal)]
    except OSError:
        return DnsAnswer.NO_ANSWER
    wanted = token_record(token).encode()
    held = [hmac.compare_digest(record.encode("utf-8", "replace"), wanted) for record in records]
    return DnsAnswer.FOUND if any(held) else DnsAnswer.MISSING


def school_domain(website: str) -> str | None:
    """The domain that shows a school's or college's mail, from the website in the official register.

    Registers: Get Information about Schools, and the register of learning providers. None for a website on a host
    that many share, or on the domain of a local authority, where the address would not be the school's own.
    """
    normal = normal_domain(website)
    if normal is None or domain_problem(normal):
        return None
    own = registrable(normal)
    return None if own is None or own.endswith(".gov.uk") or own in _HOSTS else own
