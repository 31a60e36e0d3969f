"""Fixed choices that stand where people might otherwise write words of their own: languages, needs, peers' goals."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# ISO 639-1 codes where a language has one of its own, ISO 639-3 otherwise (sign languages, Cantonese, Mandarin).
LANGUAGES: Mapping[str, Promise] = MappingProxyType(
    {
        "en": _("English"),
        "bfi": _("British Sign Language"),
        "isg": _("Irish Sign Language"),
        "cy": _("Welsh"),
        "gd": _("Scottish Gaelic"),
        "ga": _("Irish"),
        "kw": _("Cornish"),
        "sq": _("Albanian"),
        "am": _("Amharic"),
        "ar": _("Arabic"),
        "bn": _("Bengali"),
        "bg": _("Bulgarian"),
        "yue": _("Cantonese"),
        "cmn": _("Mandarin"),
        "cs": _("Czech"),
        "nl": _("Dutch"),
        "fr": _("French"),
        "de": _("German"),
        "el": _("Greek"),
        "gu": _("Gujarati"),
        "hi": _("Hindi"),
        "ig": _("Igbo"),
        "it": _("Italian"),
        "ku": _("Kurdish"),
        "lt": _("Lithuanian"),
        "ml": _("Malayalam"),
        "ne": _("Nepali"),
        "ps": _("Pashto"),
        "fa": _("Persian or Dari"),
        "pl": _("Polish"),
        "pt": _("Portuguese"),
        "pa": _("Punjabi"),
        "ro": _("Romanian"),
        "rom": _("Romani"),
        "ru": _("Russian"),
        "so": _("Somali"),
        "es": _("Spanish"),
        "sw": _("Swahili"),
        "ta": _("Tamil"),
        "tr": _("Turkish"),
        "uk": _("Ukrainian"),
        "ur": _("Urdu"),
        "vi": _("Vietnamese"),
        "yo": _("Yoruba"),
    }
)

# What a class needs of a visit, as the teacher ticks it; nothing that says who needs it.
ACCESS_NEEDS: Mapping[str, Promise] = MappingProxyType(
    {
        "step_free": _("Everything reachable without steps"),
        "wheelchair_space": _("Room for wheelchairs at every activity"),
        "bsl": _("A British Sign Language interpreter will be there"),
        "lip_reading": _("Face the class while speaking, for those who lip-read"),
        "captions": _("Captions on video and on online sessions"),
        "large_print": _("Large print or enlarged slides"),
        "braille_audio": _("Braille or audio, or objects to touch"),
        "easy_read": _("Short sentences and easy-read handouts"),
        "english_learners": _("Pupils who are new to English"),
        "quiet": _("No sudden noise or flashing light"),
        "sensory_breaks": _("Breaks, and a quiet place to go"),
        "visual_timetable": _("An outline in advance, with pictures"),
        "short_parts": _("Short parts with a change of activity"),
        "hands_on": _("Things to do rather than long listening"),
        "seated": _("Everything can be done sitting down"),
        "small_group": _("A small group"),
        "no_food": _("No food: there are allergies in the class"),
        "no_scents": _("No strong smells, dust or animals"),
        "medical_staff": _("A member of staff with medical training will be there"),
        "special_school": _("The class is in a special school or unit"),
        "alternative_provision": _("The class is in alternative provision"),
    }
)

# What somebody would like a peer for. None says in what somebody is one of few: health, ethnicity, faith or
# orientation are nothing that pairing needs to know.
PEER_INTERESTS: Mapping[str, Promise] = MappingProxyType(
    {
        "same_field": _("Somebody of my field in another organisation"),
        "technical_role": _("Somebody else in a technical role"),
        "one_of_few": _("Somebody who, like me, is one of few where they work"),
        "mostly_men": _("Working where nearly everybody is a man"),
        "mostly_women": _("Working where nearly everybody is a woman"),
        "first_in_family": _("The first of the family in this kind of work"),
        "returners": _("Back at work after a break"),
        "carers": _("Parents and carers"),
        "changed_career": _("Changed career"),
        "apprentices": _("Apprentices and recently qualified"),
        "shift_workers": _("Shift and site work"),
        "rural": _("Working far from big towns"),
        "older_workers": _("Late in working life"),
    }
)

# What two peers set out to do.
PEER_GOALS: Mapping[str, Promise] = MappingProxyType(
    {
        "first_visit": _("Prepare a first visit to a school"),
        "better_sessions": _("Make sessions with pupils better"),
        "see_workplace": _("See each other’s workplace"),
        "registration": _("Work towards professional registration"),
        "qualification": _("Keep going with a qualification"),
        "next_role": _("Prepare for a next role"),
        "interview": _("Practise an interview"),
        "confidence": _("Speak up with more confidence at work"),
        "technical_skill": _("Learn a technical skill from each other"),
        "leading": _("Lead a team for the first time"),
        "returning": _("Settle in after a break"),
        "balance": _("Balance work with life outside it"),
        "belonging": _("Talk about being one of few, and what helps"),
        "employer_change": _("Help my employer to do better on inclusion"),
        "network": _("Get to know more people in the field"),
    }
)
