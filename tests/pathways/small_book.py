"""A book of one occupation, for tests of the rules by which its steps are put together."""

from __future__ import annotations

from dataclasses import replace

from pathways.book import Book, CourseRef, EntryRef, LinkRef, StandardRef
from pathways.enums import LinkKind
from pathways.routing.build import steps_into
from pathways.routing.kinds import StepKind as K
from pathways.routing.model import Stage

JOB = "5241"
ENTRY = EntryRef(JOB, 3, "rare", "junior", "em", None, "", "", (), "Most people train.", "editorial")
STANDARD = StandardRef("ST0001", "Worker", 3, 36, 9000, "standard", "live", "Construction", False)
GROWN = {Stage.ADULT, Stage.RETURNER}
LEVEL_3 = {Stage.A_LEVELS, Stage.T_LEVEL, Stage.OTHER_LEVEL_3}


def link(kind, target, role, source=JOB, confidence="high"):
    return LinkRef(kind, source, target, role, "editorial", confidence)


def course(kind, role="qualifies", **values):
    return replace(CourseRef(JOB, kind, f"A {kind}", (), 3, 24, "full_time", role, "", "", ""), **values)


def book(*links, standards=(), courses=(), entry=ENTRY, **more):
    forward, backward = {}, {}
    for one in links:
        forward[one.kind, one.source] = (*forward.get((one.kind, one.source), ()), one)
        backward[one.kind, one.target] = (*backward.get((one.kind, one.target), ()), one)
    values = {
        "forward": forward,
        "backward": backward,
        "standards": {one.reference: one for one in standards},
        "entries": {JOB: entry} if entry else {},
        "courses": {JOB: tuple(courses)} if courses else {},
        "tlevels": {},
        "specialisms": {},
        "degree_subjects": {},
        "offers": {},
    }
    return Book(**values | more)


def steps(kind, *args, **kwargs):
    return [step for step in steps_into(book(*args, **kwargs), JOB) if step.kind == kind]


def starts(kind, *args, **kwargs):
    return {step.start for step in steps(kind, *args, **kwargs)}


def apprenticeships(made=K.APPRENTICESHIP_3, role="qualifies", entry=ENTRY, offers=None, **changes):
    standard = replace(STANDARD, **changes)
    linked = link(LinkKind.OCCUPATION_STANDARD, "ST0001", role)
    return {step.start: step for step in steps(made, linked, standards=[standard], entry=entry, offers=offers or {})}
