"""Queries of our own, with the unit groups that answer them and what that judgement rests on.

Units are those of the ONS coding index for the plain name of the work, or of the unit's title where the
query names a field. None of them is taken from a published list of queries.
"""

from __future__ import annotations

from typing import NamedTuple


class Judged(NamedTuple):
    """What somebody types, the units that would be right, and why."""

    query: str
    units: tuple[str, ...]
    because: str


JUDGED = (
    Judged("my uncle is a sparky", ("5241",), "sparky is British slang for electrician"),
    Judged("how do i become a midwife", ("2231",), "unit Midwifery nurses"),
    Judged("what does a quantity surveyor do", ("2453",), "unit Quantity surveyors"),
    Judged("barrister salary", ("2411",), "unit Barristers and judges"),
    Judged("hairdresser apprenticeship", ("6221",), "unit Hairdressers and barbers"),
    Judged("i want to work with horses", ("6129", "3431", "3432", "1212", "5111"), "grooms, riders, trainers"),
    Judged("jobs in space", ("2114", "2126", "3511"), "astronomers and physicists, aerospace engineers"),
    Judged("careers in law", ("2412", "2411", "2419", "3520"), "solicitors, barristers, legal executives, paralegals"),
    Judged("working outdoors", ("5113", "5119", "5111", "2151", "3432", "9111"), "land-based and outdoor work"),
    Judged("lorry driving", ("8211",), "unit Heavy and large goods vehicle drivers"),
    Judged("bus drivers", ("8212",), "unit Bus and coach drivers; plural"),
    Judged("train-driver", ("8231",), "unit Train and tram drivers; hyphen"),
    Judged("FIREFIGHTER", ("3313",), "unit Fire service officers; capitals"),
    Judged("policeman", ("3312",), "police officers, sergeant and below"),
    Judged("paramedics", ("2255",), "unit Paramedics"),
    Judged("café manager", ("1222",), "restaurant and catering establishment managers; accent"),
    Judged("driver's mate", ("9253",), "coding index: driver's mate"),
    Judged("children's nurse", ("2236",), "unit Registered children's nurses"),
    Judged("labor economist", ("2433",), "economist; American spelling"),
    Judged("jewelry designer", ("3422",), "coding index: jewellery designer; American spelling"),
    Judged("paediatric nurse", ("2236",), "coding index"),
    Judged("pediatric nurse", ("2236",), "American spelling of the same"),
    Judged("C++ programmer", ("2134",), "programmers and software development professionals"),
    Judged("R&D manager", ("2161",), "unit Research and development managers"),
    Judged("food & beverage assistant", ("9264", "9263"), "coding index: waiting and catering assistants"),
    Judged("dogwalker", ("6129",), "coding index: dog walker; missing space"),
    Judged("care home asistant", ("6135",), "care workers; a slip"),
    Judged("acountant", ("2421", "4122"), "accountants; a slip"),
    Judged("vetinary nurse", ("3240",), "unit Veterinary nurses; a common misspelling"),
    Judged("arkitect", ("2451",), "unit Architects; spelt by ear"),
    Judged("phsyiotherapist", ("2221",), "unit Physiotherapists; letters swapped"),
    Judged("electrcian", ("5241",), "a letter left out"),
    Judged("sofware developer", ("2134",), "a letter left out"),
    Judged("secratary", ("4215", "4211", "4212", "4213", "4214", "2435"), "secretaries of all kinds; a slip"),
    Judged("graphic desinger", ("2142",), "graphic and multimedia designers; letters swapped"),
    Judged("baking", ("5432", "8111"), "bakers; bakery process workers"),
    Judged("plumbing apprentice", ("5315",), "plumbers"),
    Judged("joinery work", ("5316", "5442"), "carpenters and joiners"),
    Judged("teaching maths in a secondary school", ("2313",), "secondary education teachers"),
    Judged("reception class teacher", ("2315", "2314"), "early years and primary teachers"),
    Judged("university professor", ("2311",), "higher education teachers"),
    Judged("careers adviser", ("3572",), "unit Careers advisers"),
    Judged("probation", ("2462", "3229"), "probation officers and probation services officers"),
    Judged("estate agents", ("3555",), "unit Estate agents and auctioneers"),
    Judged("undertaker", ("6138",), "unit Undertakers, mortuary and crematorium assistants"),
    Judged("tattooist", ("3411", "6222"), "coding index 3411; classification volume 1 lists tattoo artist under 6222"),
    Judged("ethical hacking", ("2135",), "cyber security professionals"),
    Judged("video editor", ("3416", "3417"), "coding index: film and video editors"),
    Judged("wind turbine engineer", ("3113", "2129", "5223"), "coding index: wind turbine technician"),
    Judged("solar panel fitter", ("5241",), "coding index"),
    Judged("zoo keeper", ("6129",), "coding index"),
    Judged("marine biology", ("2112", "2151", "2114"), "biological scientists and conservation professionals"),
    Judged("forensics", ("2112", "3319", "2113", "2111", "2434"), "forensic scientists and scene of crime officers"),
    Judged("air hostess", ("6213",), "air travel assistants"),
    Judged("binmen", ("9225",), "refuse and salvage occupations"),
    Judged("lollipop lady", ("9232",), "school midday and crossing patrol occupations"),
    Judged("dinner ladies", ("9232", "9263"), "school midday supervisors; kitchen assistants"),
    Judged("working in a bank", ("4123", "1131", "3534", "2422"), "bank clerks and managers"),
    Judged("post office", ("4123", "9211", "7131"), "post office clerks, postal workers"),
    Judged("call centre", ("7211", "7219", "4143", "7220"), "call and contact centre occupations"),
    Judged("deckhand", ("8232", "9119"), "marine transport operatives; fishing"),
    Judged("scaffolding", ("8151",), "unit Scaffolders, stagers and riggers"),
    Judged("glazier", ("5317",), "unit Glaziers"),
    Judged("chimney sweeps", ("9229",), "coding index"),
)
