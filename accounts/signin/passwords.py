"""Rules for new passwords, by length and by a list of those that thieves try first; no rules of composition."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    """Refuses short passwords and says what makes a good one."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for fewer than `min_length` characters."""
        if len(password) < self.min_length:
            raise ValidationError(self.get_error_message(), code="password_too_short")

    def get_error_message(self) -> str:
        """What to do about it."""
        return _("Use at least %(length)d characters. Three words that have nothing to do with each other do well.") % {
            "length": self.min_length
        }

    def get_help_text(self) -> str:
        """What is asked for."""
        return _("At least %(length)d characters. Three words that have nothing to do with each other do well.") % {
            "length": self.min_length
        }


class NotWellKnown(password_validation.CommonPasswordValidator):
    """Refuses the passwords on Django's list."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password on the list."""
        if password.lower().strip() in self.passwords:
            raise ValidationError(
                _("Choose another password: this one is among those that thieves try first."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """What is asked for."""
        return _("Not one that many people use.")
