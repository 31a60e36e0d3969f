"""Words and spellings that normal form leaves out, makes alike or sets beside each other."""

from __future__ import annotations

import re

# Words too common in titles to tell anything. "it" is not one of them.
LITTLE_WORDS = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "s", "that", "the",
    "their", "this", "to", "via", "with",
})  # fmt: skip

# Words of a question about work, not of a title: they count for little.
ASKING_WORDS = frozenset({
    "apprentice", "apprenticeship", "apply", "be", "become", "becoming", "being", "can", "career", "could",
    "course", "degree", "description", "do", "does", "doing", "earn", "earning", "find", "for", "get",
    "getting", "have", "how", "i", "id", "im", "interesting", "involve", "involving", "is", "job", "like",
    "looking", "me", "much", "my", "near", "need", "occupation", "paid", "pay", "profession", "qualification",
    "qualified", "really", "role", "salary", "some", "something", "someone", "study", "studying", "there",
    "trainee", "uk", "vacancy", "wage", "want", "wanna", "what", "when", "where", "which", "who", "will",
    "work", "working", "would", "year", "you", "your",
})  # fmt: skip

WRITTEN_OUT = (
    (re.compile(r"\bc\s?\+\+"), " cplusplus "),
    (re.compile(r"\bc#"), " csharp "),
    (re.compile(r"(?<![a-z0-9])\.net\b"), " dotnet "),
    (re.compile(r"[&+]"), " and "),
    (re.compile(r"\bn\.?e\.?c\b\.?|\bnos\b"), " "),  # "not elsewhere classified", "not otherwise specified"
)

# American and older beginnings, and the British one that the classification uses.
BEGINNINGS = (
    ("advisor", "adviser"),
    ("airplane", "aeroplane"),
    ("aluminum", "aluminium"),
    ("anesth", "anaesth"),
    ("archeolog", "archaeolog"),
    ("behavior", "behaviour"),
    ("color", "colour"),
    ("councilor", "councillor"),
    ("counselor", "counsellor"),
    ("defense", "defence"),
    ("despatch", "dispatch"),
    ("draftsm", "draughtsm"),
    ("draftsp", "draughtsp"),
    ("draftsw", "draughtsw"),
    ("enquir", "inquir"),
    ("esthet", "aesthet"),
    ("fiber", "fibre"),
    ("gynecol", "gynaecol"),
    ("harbor", "harbour"),
    ("hematol", "haematol"),
    ("jeweler", "jeweller"),
    ("jewelr", "jeweller"),
    ("labor", "labour"),
    ("licenc", "licens"),
    ("modeler", "modeller"),
    ("mold", "mould"),
    ("organiz", "organis"),
    ("orthoped", "orthopaed"),
    ("paleo", "palaeo"),
    ("pediatr", "paediatr"),
    ("plow", "plough"),
    ("theater", "theatre"),
    ("traveler", "traveller"),
)

# Whole words that no rule makes alike, or that a rule would spoil.
WHOLE_WORDS = {
    "accounts": "account",
    "arts": "art",
    "bus": "bus",
    "buses": "bus",
    "center": "centre",
    "centers": "centre",
    "children": "child",
    "feet": "foot",
    "gas": "gas",
    "gps": "gp",
    "hcas": "hca",
    "hgvs": "hgv",
    "laboratory": "laboratory",
    "laboratories": "laboratory",
    "lives": "life",
    "lsas": "lsa",
    "men": "man",
    "mps": "mp",
    "news": "news",
    "pas": "pa",
    "people": "person",
    "photo": "photograph",
    "program": "programme",
    "programs": "programme",
    "sales": "sales",
    "series": "series",
    "species": "species",
    "specimen": "specimen",
    "sports": "sport",
    "staffs": "staff",
    "tas": "ta",
    "teeth": "tooth",
    "tire": "tyre",
    "tires": "tyre",
    "tvs": "tv",
    "wives": "wife",
    "women": "woman",
}

# Endings of job titles that people use one for another.
_KINDRED = (
    ("worker", "operative", "operator", "hand", "assistant", "labourer", "staff", "attendant"),
    ("engineer", "technician", "mechanic", "fitter", "installer", "repairer"),
    ("manager", "director", "head", "owner", "proprietor", "supervisor", "leader"),
    ("adviser", "consultant", "specialist", "officer", "executive", "coordinator", "administrator"),
    ("teacher", "lecturer", "tutor", "instructor", "trainer", "coach"),
    ("seller", "salesman", "dealer", "merchant", "trader", "vendor", "retailer"),
    ("maker", "manufacturer", "producer", "builder"),
    ("scientist", "researcher", "technologist", "analyst"),
    ("guard", "warden", "officer", "keeper"),
    ("clerk", "administrator", "assistant", "officer"),
    ("designer", "artist"),
    ("driver", "operator"),
)


def kindred(word: str) -> tuple[str, ...]:
    """Words that may stand in the same place of a job title with much the same meaning, in a fixed order."""
    return tuple(dict.fromkeys(other for line in _KINDRED if word in line for other in line if other != word))
