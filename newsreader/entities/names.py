"""What belongs to a name and what only stands beside it: titles, articles, possessives."""

from __future__ import annotations

import re

from newsreader.core.text import clean_line
from newsreader.entities.words import words

TITLES = words(
    "president vice prime minister premier chancellor king queen prince princess duke duchess "
    "lord lady sir dame pope archbishop bishop cardinal rabbi imam sheikh ayatollah judge "
    "justice senator congressman congresswoman representative governor mayor secretary "
    "ambassador envoy general colonel major captain lieutenant sergeant admiral commander "
    "marshal officer mr mrs ms miss dr prof professor sen rep gov gen col lt sgt maj capt rev "
    "hon st director chairman chairwoman chair chief spokesman spokeswoman spokesperson coach "
    "detective inspector leader analyst attorney lawyer deputy former foreign defence defense "
    "first ex acting interior finance"
)
"""Words before a person's name that are not part of it, in lower case, without dots."""
HONORIFICS = words("mr mrs ms miss dr sir dame lord lady prof")
_POSSESSIVE = re.compile(r"(?:['’‘]s|['’‘])$")
_CORPORATE = re.compile(
    r",?\s(?:Inc|Corp|Corporation|Co|Company|Ltd|Limited|LLC|PLC|plc|AG|SE|SA|NV|GmbH|Group|Holdings)\.?$"
)
_GLUE = words("of the and for in on de la du des & to")
ACRONYMS = {
    "UN": "United Nations",
    "EU": "European Union",
    "NATO": "North Atlantic Treaty Organization",
    "WHO": "World Health Organization",
    "IMF": "International Monetary Fund",
    "WTO": "World Trade Organization",
    "AU": "African Union",
    "ECB": "European Central Bank",
    "IAEA": "International Atomic Energy Agency",
    "ICC": "International Criminal Court",
    "FBI": "Federal Bureau of Investigation",
    "CIA": "Central Intelligence Agency",
    "NSA": "National Security Agency",
    "FDA": "Food and Drug Administration",
    "SEC": "Securities and Exchange Commission",
    "EPA": "Environmental Protection Agency",
    "CDC": "Centers for Disease Control and Prevention",
    "FCC": "Federal Communications Commission",
    "NASA": "National Aeronautics and Space Administration",
    "ESA": "European Space Agency",
    "BBC": "British Broadcasting Corporation",
    "AP": "Associated Press",
    "AFP": "Agence France-Presse",
    "NHS": "National Health Service",
    "ANC": "African National Congress",
    "PLO": "Palestine Liberation Organization",
    "IDF": "Israel Defense Forces",
    "SBU": "Security Service of Ukraine",
    "FSB": "Federal Security Service",
    "OPEC": "Organization of the Petroleum Exporting Countries",
    "ASEAN": "Association of Southeast Asian Nations",
    "OSCE": "Organization for Security and Co-operation in Europe",
    "UNICEF": "United Nations Children's Fund",
    "UNESCO": "United Nations Educational, Scientific and Cultural Organization",
    "UNHCR": "United Nations High Commissioner for Refugees",
    "FIFA": "FIFA",
    "UEFA": "UEFA",
    "IOC": "International Olympic Committee",
    "OECD": "Organisation for Economic Co-operation and Development",
    "RSF": "Rapid Support Forces",
    "GOP": "Republican Party",
    "CNN": "CNN",
    "NBC": "NBC",
    "ABC": "ABC",
    "CBS": "CBS",
    "IBM": "IBM",
    "MIT": "Massachusetts Institute of Technology",
    "HRW": "Human Rights Watch",
}
"""Well-known acronyms of organisations."""
NAMELESS = words(
    "AI CEO CFO CTO COO CV GPS TV PC HR PR UI UX USB DNA RNA HIV AIDS IQ VIP FAQ PDF URL API AM PM "
    "AD BC GDP IPO ESG LGBT LGBTQ DIY DJ MP MPs QR ID IOU HTML IT OK AC DC FM HD SUV EV EVs NGO "
    "NGOs SME PPE ICU CCTV ATM VAT PhD MBA BA MA"
)
"""Acronyms that name no one."""
LONGEST = 120
"""No name has more characters."""
_LONGEST_WORD = 45
_SCRIPTS = (("Latin", "\u036f"), ("Greek", "\u03ff"), ("Cyrillic", "\u052f"))
"""Each with its last character."""
EXPANSIONS = {full: acronym for acronym, full in ACRONYMS.items()}


def normal_form(surface: str) -> str:
    """Make the form under which equal names are equal: one line, no possessive, straight quotes."""
    name = clean_line(surface, 200).replace("’", "'")
    return _POSSESSIVE.sub("", name) if len(name) > 2 else name


def without_article(name: str) -> str:
    """Drop a leading article."""
    return re.sub(r"^(?:the|The|THE|a|an|A|An)\s+(?=\S)", "", name)


def without_corporate(name: str) -> str:
    """Drop what says only that it is a company: "Inc.", "Ltd", "Group"."""
    short = _CORPORATE.sub("", name)
    return short if len(short) > 1 else name


def initials(name: str) -> str:
    """The first letters of the capitalised words: "Security Service of Ukraine" -> "SSU"."""
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word and word[0].isupper())


def is_acronym(name: str) -> bool:
    """Whether it is written as an acronym: 2 to 7 letters, nearly all capitals."""
    plain = name.replace(".", "")
    return (
        2 <= len(plain) <= 7
        and plain.isalnum()
        and sum(map(str.isupper, plain)) >= len(plain) - 1
        and plain[0].isupper()
    )


def name_words(name: str) -> list[str]:
    """The words of a name without the small ones that join them."""
    return [word for word in name.split() if word not in _GLUE]


def is_plausible(name: str) -> bool:
    """Whether a name is one that somebody could have: no table, no key, no mix of scripts.

    What is written in two scripts, in very long words, or in few words again and again is not.
    """
    if len(name) > LONGEST:
        return False
    words = name.split()
    if len(words) > 4 and 2 * len(set(words)) <= len(words):
        return False
    if max(map(len, words), default=0) > _LONGEST_WORD:
        return False
    return name.isascii() or len({_script(one) for one in name if one.isalpha()} - {""}) < 2


def _script(letter: str) -> str:
    """The script of a letter, of those whose letters look alike; "" for all others."""
    return next((name for name, last in _SCRIPTS if letter <= last), "")


def is_title(word: str) -> bool:
    """Whether a word before a name is a title."""
    return word.lower().rstrip(".") in TITLES
