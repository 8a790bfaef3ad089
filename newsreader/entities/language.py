"""Which language a text is in: by its script, then by its commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

SAMPLE = 6000
"""How many characters of a text are looked at."""

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_COMMON = {
    "en": "the of and to in a is that for on was with as by at from it he has have be are"
    " said this his her not but they who which were been will an their after had its"
    " more than would",
    "de": "der die das und in den von zu mit ist im des auf für nicht ein eine dem sich als"
    " auch an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem"
    " über einen so zum",
    "fr": "le la les de des et en un une du est dans que pour qui au par sur plus pas ne ce"
    " se sont il avec aux son été cette ont mais être d'un l'on elle ou leur sa ses à a"
    " comme après",
    "es": "el la los de y en que del las un una por con para se es al lo como más su ha fue"
    " este sus no sobre entre también pero según desde han son está años esta hasta ser"
    " porque muy sin",
    "pt": "o a os as de e que do da em um uma para com não por no na dos das se mais ao foi"
    " como é à também pelo pela são sua seu entre até mas após ser ele está foram nos"
    " nas há segundo",
    "it": "il la di e che in un una per del della dei non è con sono da al le gli nel lo si"
    " più alla anche dal ha come su delle nella ma ai degli dalla questo essere stato"
    " hanno suo tra sul",
    "nl": "de het een van en in is dat op te zijn voor met die niet aan er om ook als door"
    " bij maar naar uit over wordt heeft nog werd ze hij tot dan zich hebben worden deze"
    " was kan meer",
    "sv": "och att det i en som på är av för den med till har inte om ett de var från han kan"
    " men också vi efter ska så sig vid sin under eller mot när där nu hade säger över",
    "da": "og i at det en er på til af for den de med som har ikke der et var han fra men vil"
    " om kan også efter blev sig skal ved nu hun år siger over mod havde når være ud"
    " blevet",
    "nb": "og i at det en er på til av for den de med som har ikke et var han fra men vil om"
    " kan også etter ble seg skal ved nå hun år sier over mot hadde når være ut blitt"
    " opp",
    "fi": "ja on ei että se oli hän mutta ovat kun joka myös kuin mukaan ole hänen sen jo"
    " vain niin sekä jos tai joka vuoden ollut jälkeen nyt voi kanssa sitä tämä jotka"
    " mitä",
    "pl": "i w na z do się że nie to jest o od za po jak a przez są oraz dla jego był ale ma"
    " tym już być może które który także tego czy lub roku przed tylko było bardzo",
    "cs": "a v na se je že z do o s to za od by po pro i jako ale podle jsou který které byl"
    " však také při není bude své jeho už než jen jsem až před která mezi roce",
    "ro": "și în de la a cu pe din că nu un o care este pentru mai au fost după sau prin al"
    " ale fi se între această iar lui acest sunt lor ani despre dar către fiind",
    "hu": "a az és hogy nem is egy volt de ez meg csak van már még el kell mint vagy azt ki"
    " lesz után pedig szerint lehet ezt minden volna között aki akkor",
    "tr": "ve bir bu da de için ile olarak daha çok olan en gibi sonra kadar ise olduğu var"
    " yeni ancak göre oldu değil ya ki her diye ne tarafından o büyük",
    "id": "yang dan di ke dari untuk dengan ini itu pada tidak dalam akan oleh adalah juga"
    " telah ada sebagai karena bisa mereka lebih sudah atau saat tersebut kata",
    "vi": "và của là có trong được cho với các những người không này khi đã một đến ra từ ở về",
    "ru": "и в не на что с по как из у за о от к он это было для его но она а все так до же"
    " при или был после также они чтобы который уже если были есть",
    "uk": "і в не на що з у та до як за від про для це його він по але й вони які є також"
    " було після який був ще щоб при або їх вже під час через має",
    "bg": "и в на се за от да с не е че по са как като до при един който след това което има"
    " но може още към беше ще които през си той",
    "sr": "и у је да се на за од са су не као који из што то би до по али о ће које био након"
    " само када може није после",
    "ar": "في من على إلى أن عن التي الذي هذا مع هذه ما لا بعد كان قد بين وقد قال كل خلال",
    "fa": "در به از که این را با است برای آن یک بود شد های می خود شده تا کرد بر هم اما",
}  # fmt: skip
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[a-zA-ZÀ-ɏ]")
# Letters that only one of the languages of a script uses.
_TELLING = {
    "uk": frozenset("іїєґ"),
    "ru": frozenset("ыэё"),
    "bg": frozenset("ъ"),
    "sr": frozenset("јљњћђџ"),
    "fa": frozenset("پچژگی"),
}
_BY_SCRIPT = {"cyrillic": ("ru", "uk", "bg", "sr"), "arabic": ("ar", "fa")}


def _index() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for language, words in _COMMON.items():
        for word in set(words.split()):
            index.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in index.items()}


_LANGUAGES_OF = _index()


@lru_cache(maxsize=4)
def common_words(language: str) -> frozenset[str]:
    """The commonest words of a language, in lower case; none for one that is not known."""
    return frozenset(_COMMON.get(language, "").split())


def detect_language(text: str) -> str:
    """Say which language a text is in.

    Args:
        text: Any text; its first `SAMPLE` characters decide.

    Returns:
        An ISO 639-1 code, "" where nothing can be told.
    """
    sample = unicodedata.normalize("NFC", text[:SAMPLE])
    script = _script(sample)
    if script in _BY_SCRIPT:
        return _by_words(sample, _BY_SCRIPT[script])
    if script != "latin":
        return script
    return _by_words(sample, None)


def _script(sample: str) -> str:
    """The language that a script alone tells, or the name of a script of several."""
    counts = {"latin": len(_LATIN.findall(sample)), "cyrillic": len(_CYRILLIC.findall(sample))}
    counts["arabic"] = len(_ARABIC.findall(sample))
    for language, pattern in _SCRIPTS:
        counts[language] = len(pattern.findall(sample))
    if counts["ja"] and counts["ja"] * 8 >= counts["zh"]:  # Japanese mixes kana with Han characters
        counts["ja"] += counts.pop("zh")
    for language in ("ja", "zh", "ko"):  # a character of these says more than a letter
        counts[language] = counts.get(language, 0) * 3
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _by_words(sample: str, among: tuple[str, ...] | None) -> str:
    words = _WORDS.findall(sample.lower().replace("’", "'"))
    scores: Counter[str] = Counter()
    for word in words:
        languages = _LANGUAGES_OF.get(word, ())
        for language in languages:
            if among is None or language in among:
                scores[language] += 12 // len(languages)
    for language, letters in _TELLING.items():
        if among and language in among:
            scores[language] += 2 * sum(map(sample.count, letters))
    if not scores:
        return ""
    best, score = scores.most_common(1)[0]
    enough = len(words) * 12 * (0.08 if len(words) > 12 else 0.02)
    return best if among or score >= enough else ""
