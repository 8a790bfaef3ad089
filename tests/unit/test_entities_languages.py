"""Other languages: which one it is, and the names that are found without a model."""

from __future__ import annotations

import pytest

from newsreader.core.models import EntityType
from newsreader.entities import analyse, detect_language, recognise, spacy_models

TEXTS = {
    "en": "The president of Ukraine said on Friday that he had met the chancellor of Germany.",
    "de": "Der Präsident der Ukraine sagte am Freitag, dass er mit dem Kanzler über die Hilfe "
    "aus Deutschland gesprochen habe. In Kiew sprach auch Friedrich Merz.",
    "fr": "Le président de l'Ukraine a déclaré vendredi qu'il avait rencontré le chancelier "
    "de l'Allemagne dans la ville de Londres avec Emmanuel Macron.",
    "es": "El presidente de Ucrania dijo el viernes que se reunió con el canciller de Alemania "
    "en la ciudad de Londres con Pedro Sánchez.",
    "pt": "O presidente da Ucrânia disse na sexta-feira que não se reuniu com o chanceler da "
    "Alemanha em Londres, mas com António Costa.",
    "it": "Il presidente dell'Ucraina ha detto venerdì che la riunione con il cancelliere della "
    "Germania è stata a Londra con Sergio Mattarella.",
    "nl": "De president van Oekraïne zei vrijdag dat hij de kanselier van Duitsland niet in "
    "Londen heeft ontmoet, maar wel Mark Rutte.",
    "ru": "Президент Украины сообщил в пятницу, что он встретился в Лондоне с канцлером "
    "Германии и с Владимиром Кличко.",
    "uk": "Президент України повідомив у п'ятницю, що він зустрівся в Лондоні з канцлером "
    "Німеччини та з Віталієм Кличком.",
    "zh": "乌克兰总统星期五说，他在伦敦会见了德国总理。",
    "ja": "ウクライナの大統領は金曜日、ロンドンでドイツの首相と会談したと述べた。",
    "ar": "قال رئيس أوكرانيا يوم الجمعة إنه التقى في لندن مع مستشار ألمانيا.",
    "ko": "우크라이나 대통령은 금요일 런던에서 독일 총리를 만났다고 말했다.",
    "pl": "Prezydent Ukrainy powiedział w piątek, że nie spotkał się z kanclerzem "
    "Niemiec w Londynie.",
    "sv": "Ukrainas president sade på fredagen att han inte har träffat kanslern "
    "för Tyskland i London.",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_the_language_is_told(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "1234 5678", "...", "\U0001f600 \U0001f600"])
def test_what_has_no_language_has_none(text: str) -> None:
    assert detect_language(text) == ""


@pytest.mark.parametrize(
    "language", ["de", "fr", "es", "pt", "it", "nl", "ru", "uk", "zh", "ja", "ar"]
)
def test_places_are_right_by_the_fallback(language: str) -> None:
    found = analyse("", TEXTS[language])
    assert found.language == language
    assert found.names_by == "fallback"
    places = {one.place.country for one in found.entities if one.place}
    assert {"UA", "DE"} <= places


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("ru", "Из Соединённых Штатов в Северную Корею", ["Соединённых Штатов", "Северную Корею"]),
        ("ru", "Посол Белоруссии в США был в Киеве", ["Белоруссии", "США", "Киеве"]),
        ("ru", "Генерал Орлов был под Москвой", ["Москвой"]),
        ("uk", "У США та під Луганськом", ["США", "Луганськом"]),
        ("de", "In den USA, in Großbritannien", ["USA", "Großbritannien"]),
        ("fr", "L'Angleterre et la Crimée", ["Angleterre", "Crimée"]),
        ("es", "De Cataluña a Palestina", ["Cataluña", "Palestina"]),
        ("pt", "Os EUA e a Escócia", ["EUA", "Escócia"]),
        ("ja", "米国とガザ地区", ["米国", "ガザ地区"]),
    ],
)
def test_places_are_found_by_what_the_news_calls_them_in_any_case(
    language: str, text: str, places: list[str]
) -> None:
    found = [one for one in recognise(text, language=language) if one.type is EntityType.PLACE]
    assert [text[one.start : one.end] for one in found] == places


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "Friedrich Merz"),
        ("fr", "Emmanuel Macron"),
        ("es", "Pedro Sánchez"),
        ("pt", "António Costa"),
        ("it", "Sergio Mattarella"),
        ("nl", "Mark Rutte"),
    ],
)
def test_people_are_found_by_their_capitals(language: str, name: str) -> None:
    found = analyse("", TEXTS[language])
    assert [one.type for one in found.entities if one.name == name] == [EntityType.PERSON]


def test_the_cases_of_a_name_are_one_entity_by_the_languages_own_name() -> None:
    found = analyse("", "Он был в Украине. Президент Украины сказал, что Украина не одна в мире.")
    assert [(one.name, one.count) for one in found.entities] == [("Украина", 3)]


def test_a_country_in_a_compound_is_no_organisation() -> None:
    found = analyse("", "Rozmowy USA-Iran trwają. Delegacja USA-Iran jest w Polsce.", language="pl")
    assert EntityType.ORGANISATION not in {one.type for one in found.entities}


def test_german_nouns_are_no_names() -> None:
    text = "Der Minister sagte, die Regierung habe den Haushalt und die Steuern im Blick. " * 3
    assert analyse("", text).entities == ()


def test_german_people_are_found_by_their_first_names() -> None:
    text = (
        "Außenminister Frank-Walter Steinmeier traf Ursula von der Leyen und den Soldaten Karl. "
        "Steinmeier sprach für die Bundesregierung. Die SPD lobte ihn, die SPD dankte."
    )
    found = {one.name: one.type for one in analyse("", text, language="de").entities}
    assert found == {
        "Frank-Walter Steinmeier": EntityType.PERSON,
        "Ursula von der Leyen": EntityType.PERSON,
        "SPD": EntityType.ORGANISATION,
    }


def test_ordinary_words_that_are_towns_somewhere_are_no_places() -> None:
    text = "Para el gobierno no es fácil. Para la ciudad de Madrid tampoco, según el alcalde."
    assert {one.name for one in analyse("", text, language="es").entities} == {"Madrid"}


def test_a_long_text_in_a_language_that_is_not_known_is_not_read_as_english() -> None:
    text = "Ukuphila kwabantu kuyinto enkulu ezweni lonke namhlanje Zulu Natal Thandi. " * 8
    assert analyse("", text).names_by == "fallback"


def test_a_long_text_without_the_words_of_its_pages_language_is_not_read_in_it() -> None:
    text = (
        "Umasipala weTheku uthe abantu abahlala eThekwini bazothola amanzi namhlanje ekuseni. " * 6
    )
    found = analyse("Isolezwe", text, language="en")
    assert (found.language, found.names_by) == ("", "fallback")


def test_a_long_texts_own_words_win_over_what_its_page_says() -> None:
    assert analyse("", TEXTS["de"] * 3, language="en").language == "de"
    assert analyse("Kurz", "", language="de").language == "de"


def test_a_language_without_a_name_is_read_as_english() -> None:
    found = analyse("Angela Merkel meets Emmanuel Macron", "")
    assert {one.name for one in found.entities} == {"Angela Merkel", "Emmanuel Macron"}


class FakeSpan:
    def __init__(self, text: str, name: str, label: str) -> None:
        self.start_char = text.index(name)
        self.end_char = self.start_char + len(name)
        self.label_ = label
        self.text = name


class FakeDocument:
    def __init__(self, text: str) -> None:
        self.ents = [
            FakeSpan(text, "Emmanuel Macron", "PER"),
            FakeSpan(text, "Londres", "LOC"),
            FakeSpan(text, "vendredi", "DATE"),
        ]


def test_an_installed_spacy_model_serves_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_models, "model_name", lambda language: f"{language}_core_news_sm")
    monkeypatch.setattr(spacy_models, "_pipeline", lambda name: FakeDocument)
    found = analyse("", TEXTS["fr"])
    assert found.names_by == "model"
    assert {(one.name, one.type) for one in found.entities} == {
        ("Emmanuel Macron", EntityType.PERSON),
        ("Londres", EntityType.PLACE),
    }


def test_without_spacy_there_is_no_such_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_models, "find_spec", lambda name: None)
    spacy_models.model_name.cache_clear()
    assert spacy_models.model_name("fr") == ""
