"""Records of the ambassadors' scheme."""

from ambassadors.models.amalgamation import ColumnMapping, DuplicatePair, ImportBatch, ImportRow, Merge
from ambassadors.models.offers import EncounterOffer, OfferBooking, OfferSlot
from ambassadors.models.partnering import PeerMeeting, PeerPair, PeerWish
from ambassadors.models.people import Ambassador, Availability, SchemeMembership
from ambassadors.models.quality import Concern, ConcernNote, Observation
from ambassadors.models.requests import RequestWindow, SchoolPlace, VisitRequest
from ambassadors.models.rules import SchemeRule, VettingRule
from ambassadors.models.schemes import CoordinatorArea, Scheme
from ambassadors.models.stories import Story
from ambassadors.models.vetting import Training, TrainingModule, VettingDecision, VettingLook
from ambassadors.models.visits import MessageTemplate, Visit, VisitFeedback, VisitMessage

__all__ = [
    "Ambassador",
    "Availability",
    "ColumnMapping",
    "Concern",
    "ConcernNote",
    "CoordinatorArea",
    "DuplicatePair",
    "EncounterOffer",
    "ImportBatch",
    "ImportRow",
    "Merge",
    "MessageTemplate",
    "Observation",
    "OfferBooking",
    "OfferSlot",
    "PeerMeeting",
    "PeerPair",
    "PeerWish",
    "RequestWindow",
    "Scheme",
    "SchemeMembership",
    "SchemeRule",
    "SchoolPlace",
    "Story",
    "Training",
    "TrainingModule",
    "VettingDecision",
    "VettingLook",
    "VettingRule",
    "Visit",
    "VisitFeedback",
    "VisitMessage",
    "VisitRequest",
]
