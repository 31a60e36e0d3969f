"""Where django-allauth keeps things about people, for export and erasure."""

from __future__ import annotations

from foundation.personal_data import PersonalField

_ADDRESS = "signing in and mail about the account"
_SESSION = "the list of places where the person is signed in"
_SCHOOL = "signing in with a school's or college's own provider"
FIELDS = (
    PersonalField("account.EmailAddress", "user", _ADDRESS, "delete_row"),
    PersonalField("account.EmailAddress", "email", _ADDRESS, "delete_row"),
    PersonalField("usersessions.UserSession", "user", _SESSION, "delete_row"),
    PersonalField("usersessions.UserSession", "ip", _SESSION, "delete_row"),
    PersonalField("usersessions.UserSession", "user_agent", _SESSION, "delete_row"),
    PersonalField("usersessions.UserSession", "session_key", _SESSION, "delete_row"),
    PersonalField("usersessions.UserSession", "data", _SESSION, "delete_row"),
    PersonalField("mfa.Authenticator", "user", "the second step of signing in", "delete_row"),
    PersonalField("mfa.Authenticator", "type", "the second step of signing in", "delete_row"),
    PersonalField("mfa.Authenticator", "data", "sealed secret of the second step; never exported", "delete_row"),
    PersonalField("socialaccount.SocialAccount", "user", _SCHOOL, "delete_row"),
    PersonalField("socialaccount.SocialAccount", "provider", _SCHOOL, "delete_row"),
    PersonalField("socialaccount.SocialAccount", "uid", _SCHOOL, "delete_row"),
    PersonalField("socialaccount.SocialAccount", "extra_data", "always empty (accounts.signin.social)", "delete_row"),
)
# Unused: addresses are confirmed by code, tokens are not kept, providers are configured in the environment.
CLEAN = ("account.EmailConfirmation", "socialaccount.SocialToken", "socialaccount.SocialApp")
