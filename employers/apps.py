"""App configuration of employers."""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """Employers' role profiles, preferences and opportunities."""

    name = "employers"
