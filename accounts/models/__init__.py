"""People, organisations, who acts for which, and what is kept about that."""

from accounts.models.age_rule import AgeRule
from accounts.models.data_rights import DataRequest, Exemption, RetentionRule, RetentionWarning
from accounts.models.membership import Invitation, Membership, Verification, hash_of, new_token
from accounts.models.organisation import Organisation
from accounts.models.report import Report
from accounts.models.token import ApiToken
from accounts.models.user import User, UserEvent, UserRole

__all__ = [
    "AgeRule",
    "ApiToken",
    "DataRequest",
    "Exemption",
    "Invitation",
    "Membership",
    "Organisation",
    "Report",
    "RetentionRule",
    "RetentionWarning",
    "User",
    "UserEvent",
    "UserRole",
    "Verification",
    "hash_of",
    "new_token",
]
