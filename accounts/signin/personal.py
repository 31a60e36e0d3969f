"""To whom the rows of signing in belong; what they hold is declared beside the copies and erasure of it."""

from __future__ import annotations

from foundation.personal_data import PersonalField

FIELDS = (
    PersonalField("account.EmailAddress", "user", "signing in and mail about the account", "delete_row"),
    PersonalField("usersessions.UserSession", "user", "the list of places where one is signed in", "delete_row"),
    PersonalField("mfa.Authenticator", "user", "the second step of signing in", "delete_row"),
    PersonalField("socialaccount.SocialAccount", "user", "signing in through a school", "delete_row"),
)
# Providers are configured in the environment, so this table stays empty.
CLEAN = ("socialaccount.SocialApp",)
