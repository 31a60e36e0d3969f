"""Words of the ambassadors' scheme: standing, vetting, activities, phases, requests, visits, concerns."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class SchemeState(TextChoices):
    """Whether a scheme still sends people."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Standing(TextChoices):
    """Where an ambassador stands. Only an active one is ever offered to a school."""

    APPLIED = "applied", _("Applying")
    IN_CHECKS = "in_checks", _("In checks")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")


# Which standing is the stricter of two, for merges: the later in this list.
STRICTNESS = (
    Standing.ACTIVE,
    Standing.PAUSED,
    Standing.IN_CHECKS,
    Standing.APPLIED,
    Standing.LEFT,
    Standing.SUSPENDED,
)


class Activity(TextChoices):
    """What an ambassador can do with pupils."""

    TALK = "talk", _("Talk")
    CAROUSEL = "carousel", _("Careers carousel")
    MOCK_INTERVIEW = "mock_interview", _("Mock interview")
    LAB_VISIT = "lab_visit", _("Visit to a lab or workplace")
    ONLINE_MENTORING = "online_mentoring", _("Group mentoring online, run by the school")
    PROJECT = "project", _("Project or challenge")
    SHADOWING = "shadowing", _("Work shadowing")


class Phase(TextChoices):
    """Ages of pupils, as schools group them."""

    KS2 = "ks2", _("7 to 11")
    KS3 = "ks3", _("11 to 14")
    KS4 = "ks4", _("14 to 16")
    POST_16 = "post_16", _("16 to 19")


class Mode(TextChoices):
    """Whether people meet or talk through a screen."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online, with the class in school")


class RouteTaken(TextChoices):
    """The route by which somebody came into their work."""

    APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
    DEGREE_APPRENTICESHIP = "degree_apprenticeship", _("Degree apprenticeship")
    T_LEVEL = "t_level", _("T Level")
    COLLEGE = "college", _("College course")
    HIGHER_TECHNICAL = "higher_technical", _("Higher technical course")
    DEGREE = "degree", _("Degree")
    STRAIGHT_TO_WORK = "straight_to_work", _("Straight into work")
    CHANGED_CAREER = "changed_career", _("Changed career")
    RETURNED = "returned", _("Came back after a break")
    ARMED_FORCES = "armed_forces", _("Armed forces")


class Discipline(TextChoices):
    """Fields of STEM work, as ambassadors name theirs."""

    AEROSPACE = "aerospace", _("Aerospace")
    AGRICULTURE = "agriculture", _("Agriculture, food and animals")
    ARCHITECTURE = "architecture", _("Architecture and planning")
    BIOLOGY = "biology", _("Biology and biotechnology")
    CHEMISTRY = "chemistry", _("Chemistry and materials")
    CIVIL = "civil", _("Civil engineering")
    COMPUTING = "computing", _("Computing and software")
    CONSTRUCTION = "construction", _("Construction and building services")
    CYBER = "cyber", _("Cyber security and networks")
    DATA = "data", _("Data and statistics")
    ELECTRICAL = "electrical", _("Electrical and electronic engineering")
    ENERGY = "energy", _("Energy and utilities")
    ENVIRONMENT = "environment", _("Environment and climate")
    HEALTH = "health", _("Health and medicine")
    MANUFACTURING = "manufacturing", _("Manufacturing and process engineering")
    MATHS = "maths", _("Mathematics and finance")
    MECHANICAL = "mechanical", _("Mechanical engineering")
    PHYSICS = "physics", _("Physics and space")
    RAIL = "rail", _("Rail and transport")
    TEACHING = "teaching", _("Teaching and communicating science")
    VEHICLES = "vehicles", _("Vehicles and motorsport")


class Nation(TextChoices):
    """The nation whose vetting scheme applies: where the school is."""

    ENGLAND = "england", _("England")
    WALES = "wales", _("Wales")
    SCOTLAND = "scotland", _("Scotland")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")


class VettingKind(TextChoices):
    """Checks that the nations' schemes know."""

    DBS_BASIC = "dbs_basic", _("DBS, basic")
    DBS_STANDARD = "dbs_standard", _("DBS, standard")
    DBS_ENHANCED = "dbs_enhanced", _("DBS, enhanced")
    DBS_ENHANCED_BARRED = "dbs_enhanced_barred", _("DBS, enhanced with the children’s barred list")
    PVG_CHILDREN = "pvg_children", _("PVG scheme, children")
    ACCESSNI_BASIC = "accessni_basic", _("AccessNI, basic")
    ACCESSNI_ENHANCED = "accessni_enhanced", _("AccessNI, enhanced")
    ACCESSNI_ENHANCED_BARRED = "accessni_enhanced_barred", _("AccessNI, enhanced with the children’s barred list")
    IDENTITY = "identity", _("Identity and references; no check may be asked for")


class VettingOutcome(TextChoices):
    """What the scheme decided after looking at a check's result."""

    CLEARED = "cleared", _("May volunteer")
    REFUSED = "refused", _("May not volunteer")


class Setting(TextChoices):
    """Where pupils and an ambassador meet."""

    SCHOOL = "school", _("In a school or college")
    ONLINE = "online", _("Online, in a session the school runs")
    WORKPLACE = "workplace", _("At a workplace, with the school’s staff")
    EVENT = "event", _("At an event, with the schools’ staff")


class Pattern(TextChoices):
    """How often and how: what rules about checks turn on."""

    ONE_OFF = "one_off", _("one-off, supervised by the school")
    FREQUENT = "frequent", _("on more days in 30 than the rule allows")
    OVERNIGHT = "overnight", _("overnight")


class RequestState(TextChoices):
    """Where a school's request stands."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("With the coordinator")
    PROPOSED = "proposed", _("An ambassador has been asked")
    BOOKED = "booked", _("Booked")
    DONE = "done", _("Done")
    UNMET = "unmet", _("Closed: nobody was found")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class VisitState(TextChoices):
    """Where a visit stands."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted by the ambassador")
    CONFIRMED = "confirmed", _("Confirmed")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    NO_SHOW = "no_show", _("Did not take place")


# A visit in one of these holds its slot; in one of the booked ones it counts towards limits.
HOLDING = (VisitState.PROPOSED, VisitState.ACCEPTED, VisitState.CONFIRMED)
COUNTED = (*HOLDING, VisitState.DONE)


class EndReason(TextChoices):
    """Why a visit was declined, cancelled or did not take place."""

    DATE = "date", _("The date does not suit")
    TOO_FAR = "too_far", _("Too far")
    NOT_MY_TOPIC = "not_my_topic", _("Not my topic")
    TOO_BUSY = "too_busy", _("Too much on at the moment")
    ILL = "ill", _("Illness")
    SCHOOL_CANCELLED = "school_cancelled", _("The school cannot go ahead")
    AMBASSADOR_CANCELLED = "ambassador_cancelled", _("The ambassador cannot come")
    COORDINATOR = "coordinator", _("The coordinator found another way")
    NO_ANSWER = "no_answer", _("No answer in time")
    NOT_CLEARED = "not_cleared", _("Not available")
    SCHOOL_NOT_READY = "school_not_ready", _("The school was not ready")
    AMBASSADOR_ABSENT = "ambassador_absent", _("The ambassador did not come")
    WEATHER_OR_TRAVEL = "weather_or_travel", _("Weather or travel")


class Aim(TextChoices):
    """What a school wants a visit to do for its pupils."""

    SEE_WORK = "see_work", _("See what people in this work do")
    SUBJECT = "subject", _("See where a subject leads")
    ROUTES = "routes", _("Hear of routes, technical ones too")
    SKILLS = "skills", _("Practise a skill: interviews, teamwork, making")
    CHOICES = "choices", _("Prepare for a choice")
    STEREOTYPES = "stereotypes", _("See people like them in the work")


class Benchmark(IntegerChoices):
    """The eight Gatsby benchmarks of good career guidance, by their numbers (Gatsby Foundation, 2025 edition)."""

    PROGRAMME = 1, _("1: a stable careers programme")
    INFORMATION = 2, _("2: career and labour market information")
    NEEDS = 3, _("3: the needs of each young person")
    CURRICULUM = 4, _("4: curriculum learning linked to careers")
    EMPLOYERS = 5, _("5: encounters with employers and employees")
    WORKPLACES = 6, _("6: experiences of workplaces")
    EDUCATION = 7, _("7: encounters with further and higher education")
    GUIDANCE = 8, _("8: personal guidance")


class Side(TextChoices):
    """Who gives feedback about a visit."""

    SCHOOL = "school", _("The school")
    AMBASSADOR = "ambassador", _("The ambassador")


class TrainingState(TextChoices):
    """Where a person stands with a training module."""

    DUE = "due", _("To do")
    DONE = "done", _("Done")


class ConcernLevel(TextChoices):
    """How grave a concern is, as its handler sees it."""

    UNSORTED = "unsorted", _("Not sorted yet")
    LOW = "low", _("Low-level concern")
    HARM = "harm", _("Harm threshold may be met")


class ConcernAbout(TextChoices):
    """Whom a concern is about."""

    AMBASSADOR = "ambassador", _("The ambassador")
    SCHOOL_ADULT = "school_adult", _("An adult of the school or college")
    COORDINATOR = "coordinator", _("A coordinator")
    CHILD = "child", _("A child’s welfare")
    PRACTICE = "practice", _("How the visit was run")


class ConcernState(TextChoices):
    """Where a concern stands. None is ever deleted."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class ReferralDecision(TextChoices):
    """Whether a concern leads to a referral to the Disclosure and Barring Service (or its like)."""

    UNDECIDED = "undecided", _("Not decided yet")
    REFERRED = "referred", _("Referred")
    NOT_NEEDED = "not_needed", _("Not needed, with the reason")


class PairState(TextChoices):
    """Where a possible duplicate stands."""

    WAITING = "waiting", _("To be looked at")
    MERGED = "merged", _("Merged")
    DIFFERENT = "different", _("Two people")


class BatchState(TextChoices):
    """Where an import of another scheme's people stands."""

    UPLOADED = "uploaded", _("Uploaded")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class StoryState(TextChoices):
    """Where an ambassador's story stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for a curator")
    RETURNED = "returned", _("Returned to you")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
