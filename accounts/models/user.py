"""People who sign in, by email."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited


class UserManager(BaseUserManager["User"]):
    """Makes users; addresses are compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with this address; raises ValueError without one."""
        if not email:
            raise ValueError("a user needs an email address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with every right; for the first administrator only."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this address in any case."""
        return self.get(email__iexact=username)


@audited(exclude=("password", "last_login"))
class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Browsing needs none; an account grants nothing by itself."""

    email = models.EmailField(_("email address"), max_length=254, unique=True)
    display_name = models.CharField(_("name"), max_length=120, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text=_("May open the curators' desk."))
    is_demo = models.BooleanField(default=False, help_text=_("Made for the demo; not a real person."))
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.display_name or f"user {self.pk}"

    def get_full_name(self) -> str:
        """The name shown to colleagues."""
        return self.display_name or self.email

    def get_short_name(self) -> str:
        """The name shown in the curators' desk."""
        return self.display_name or self.email

    # Wagtail's user screens ask for these two; one name field serves both.
    @property
    def first_name(self) -> str:
        """The name, for code that expects a first name."""
        return self.display_name

    @property
    def last_name(self) -> str:
        """Always empty: we keep one name field."""
        return ""


UserEvent = User.pgh_event_model  # type: ignore[attr-defined]  # made by `audited`


@audited(deletes_only=True)
class UserRole(User.groups.through):  # type: ignore[name-defined]  # the table between people and groups
    """That a person holds a role of the site (a group); tracked, so that the trail shows who gave or took it."""

    class Meta:
        proxy = True
