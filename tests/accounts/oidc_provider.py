"""A school's OpenID Connect provider, as a process of its own on loopback: django-allauth's, over SQLite.

Run as `python -m tests.accounts.oidc_provider PORT FILE CALLBACK`. Its people sign in at /as/NAME/, so that
tests need not fill in its form; everything from the authorisation on is the provider's own code.
"""

from __future__ import annotations

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CLIENT, SECRET = "waymark", "a secret between school and site"
# Name -> address, whether the school has checked it, and what the person is called.
PEOPLE = {
    "tess": ("tess@school.example", True, "Tess Teacher"),
    "una": ("una@school.example", False, "Una Unchecked"),
    "ada": ("ada@example.org", True, "Ada of the school"),
}


def configure(database: str) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="of the provider",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        IDP_OIDC_PRIVATE_KEY=key.decode(),
        USE_TZ=True,
    )


def sign_in(request: Any, name: str) -> Any:
    """Make the browser that of one of the school's people."""
    from django.contrib.auth import get_user_model, login
    from django.http import HttpResponse

    login(request, get_user_model().objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
    return HttpResponse("signed in")


def urls() -> list[Any]:
    from django.urls import include, path

    return [
        path("", include("allauth.idp.urls")),
        path("accounts/", include("allauth.account.urls")),
        path("as/<name>/", sign_in),
    ]


def fill(callback: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name, (email, checked, called) in PEOPLE.items():
        first, _space, last = called.partition(" ")
        user = get_user_model().objects.create_user(name, email, first_name=first, last_name=last)
        EmailAddress.objects.create(user=user, email=email, verified=checked, primary=True)
    client = Client(
        id=CLIENT, name="Waymark", scopes="openid\nprofile\nemail", redirect_uris=callback, skip_consent=True
    )
    client.set_secret(SECRET)
    client.save()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        return


def main(port: int, database: Path, callback: str) -> None:
    global urlpatterns
    import django
    from django.core.wsgi import get_wsgi_application

    configure(str(database))
    django.setup()
    urlpatterns = urls()
    sys.modules["tests.accounts.oidc_provider"] = sys.modules[__name__]
    fill(callback)
    application = get_wsgi_application()
    with make_server("127.0.0.1", port, application, _Server, _Quiet) as server:
        print("ready", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
