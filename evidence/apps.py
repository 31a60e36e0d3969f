"""App configuration of evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The evidence package."""

    name = "evidence"
