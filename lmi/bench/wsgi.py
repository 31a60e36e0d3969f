"""The application that the benchmark runs: the whole site with the plain view beside it, under the same middleware."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django  # the settings come first
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup()
settings.ROOT_URLCONF = "lmi.bench.plain"
application = WSGIHandler()
