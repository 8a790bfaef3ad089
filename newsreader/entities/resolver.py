"""From mentions to entities: everything that names the same thing becomes one entry.

The order of the steps matters: demonyms and country names first, then full names of people, then
surnames to full names, acronyms to organisations, short names of organisations to long ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from newsreader.core.models import Entity, EntityType, Mention
from newsreader.entities import names as naming
from newsreader.entities.foreign import foreign_place, native_name
from newsreader.entities.gazetteer import gazetteer
from newsreader.entities.places import choose_place, named_countries, names_after, resolve_place
from newsreader.entities.rules import rule_value
from newsreader.entities.salience import weigh
from newsreader.entities.wellknown import BODIES, BORDERLESS, LIGHTS, PLANETS
from newsreader.entities.words import words

_FAMOUS = 200_000
"""From so many people on a town's other names stand for it ("Bombay" for Mumbai)."""
HISTORIC = {
    "USSR": "Soviet Union",
    "Soviet Union": "Soviet Union",
    "Soviet": "Soviet Union",
    "Soviets": "Soviet Union",
    "East Germany": "East Germany",
    "West Germany": "West Germany",
}
"""Countries of the past, which stay apart from those that stand where they stood."""
_COMPARED = 300
"""At most so many names of a kind are compared with one another."""
MAX_ENTITIES = 1000
"""More than any article names: what comes after is noise."""
_VALUED = frozenset({EntityType.DATE, EntityType.MONEY})
_EXPANDED = (EntityType.ORGANISATION, EntityType.OTHER, EntityType.LAW, EntityType.EVENT)
_IN_BRACKETS = re.compile(r"\s?\(([A-Z][A-Za-z.&-]{1,9})\)")
_SUFFIXES = words("jr sr ii iii iv")
_PARTICLES = words("van von der den de del della di da dos la le bin al ben el")


class _Group:
    """The mentions that name one thing, as it grows."""

    def __init__(self, kind: EntityType) -> None:
        self.kind = kind
        self.forms: Counter[str] = Counter()
        self.mentions: list[Mention] = []
        self.name = ""

    def add(self, form: str, mention: Mention) -> None:
        self.forms[form] += 1
        self.mentions.append(mention)

    def absorb(self, other: _Group) -> None:
        self.forms.update(other.forms)
        self.mentions += other.mentions
        self.name = self.name or other.name


def resolve(
    text: str,
    mentions: Sequence[Mention],
    *,
    language: str = "",
    published: datetime | None = None,
    title_length: int = 0,
) -> list[Entity]:
    """Group the mentions of a text into entities, the most salient first.

    Args:
        text: The text that the mentions point into.
        mentions: As `newsreader.entities.recognise` gives them.
        language: ISO 639-1; names of places are looked up in it. "" for English.
        published: What relative dates are relative to.
        title_length: How many characters at the start of the text are its title: mentions there
            become `Entity.title_mentions`.
    """
    groups = _by_form(text, mentions, language)
    _join_people(groups)
    _join_acronyms(text, groups)
    _join_organisations(groups)
    _join_strays(groups)
    entities = [_entity(group, title_length, published) for group in groups.values()]
    entities = _locate(text, entities, language)
    return _ranked(entities, len(text))[:MAX_ENTITIES]


def _ranked(entities: list[Entity], length: int) -> list[Entity]:
    weights = {id(entity): weigh(entity, length) for entity in entities}
    top = max(weights.values(), default=1.0)
    found = [
        msgspec.structs.replace(entity, salience=round(weights[id(entity)] / top, 4))
        for entity in entities
    ]
    return sorted(found, key=lambda one: (-one.salience, one.name))


# -- grouping --------------------------------------------------------------------------------------

_Key = tuple[EntityType, str]
_Groups = dict[_Key, _Group]


def _by_form(text: str, mentions: Iterable[Mention], language: str) -> _Groups:
    groups: _Groups = {}
    for mention in sorted(mentions):
        surface = naming.without_article(naming.normal_form(text[mention.start : mention.end]))
        if not surface:
            continue
        kind, name, demonym = _identity(surface, mention, language)
        mention = msgspec.structs.replace(mention, type=kind, demonym=demonym)
        key = (kind, _folded(name, kind))
        group = groups.setdefault(key, _Group(kind))
        if name != surface:
            group.name = name
        group.add(surface, mention)
    return groups


def _folded(name: str, kind: EntityType) -> str:
    if kind is EntityType.PERSON:
        return " ".join(
            word.title() if word.isupper() and len(word) > 3 else word for word in name.split()
        )
    return name.replace(".", "").casefold() if len(name) > 3 or not name.isupper() else name


def _identity(surface: str, mention: Mention, language: str) -> tuple[EntityType, str, bool]:
    """What a mention names by itself: its type, the name to group it by, whether by demonym."""
    known = gazetteer()
    if mention.type in (EntityType.OTHER, EntityType.PLACE):
        country = HISTORIC.get(surface) or known.demonyms.get(surface)
        if country and (mention.demonym or not known.kind(surface)):
            return EntityType.PLACE, country, True
    if mention.type is EntityType.PLACE:
        return EntityType.PLACE, _place_name(surface, language), False
    if mention.type is EntityType.ORGANISATION and surface.replace(".", "") in naming.ACRONYMS:
        return EntityType.ORGANISATION, surface.replace(".", ""), False
    return mention.type, surface, mention.demonym


def _place_name(surface: str, language: str) -> str:
    """The name to group and show a place by.

    In English a country's or region's own name, and the modern one of a town that has another
    ("Kiev"), but no accents that the article does not write; else the article's language's name.
    """
    known = gazetteer()
    if language not in ("", "en"):
        foreign = foreign_place(surface, language)
        return (foreign and native_name(foreign, language)) or surface
    if surface.isupper() and len(surface) > 4:  # a dateline
        surface = surface.title() if known.kind(surface.title()) else surface
    if surface in known.canonical:
        return HISTORIC.get(surface) or known.canonical[surface]
    rows = known.candidates(surface)
    if not rows or rows[0].people < _FAMOUS or _plain(rows[0].name) == _plain(surface):
        return surface
    return rows[0].name


def _plain(name: str) -> str:
    """Letters only, without accents, in lower case."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if letter.isalpha()).casefold()


def _of(groups: _Groups, *kinds: EntityType) -> list[tuple[_Key, _Group]]:
    """The groups of some kinds: where there are very many, the most frequent."""
    found = [(key, group) for key, group in groups.items() if group.kind in kinds]
    if len(found) > _COMPARED:
        found.sort(key=lambda one: -len(one[1].mentions))
    return found[:_COMPARED]


def _merge(groups: _Groups, source: _Key, target: _Key) -> None:
    if source != target and source in groups and target in groups:
        groups[target].absorb(groups.pop(source))


def _join_people(groups: _Groups) -> None:
    """Surnames and first names to the full name's most frequent bearer; middle names left out."""
    people = _of(groups, EntityType.PERSON)
    full = [(key, group) for key, group in people if len(key[1].split()) > 1]
    full.sort(key=lambda one: (-len(one[0][1].split()), -len(one[1].mentions)))
    for key, _ in list(full):
        target = next(
            (
                other
                for other, _ in full
                if other != key and other in groups and _shortens(key[1], other[1])
            ),
            None,
        )
        if target:
            _merge(groups, key, target)
    bearers: dict[str, list[_Key]] = defaultdict(list)
    for key, _ in full:
        if key in groups:
            for word in _part_names(key[1]):
                bearers[word].append(key)
    for key, group in people:
        if len(key[1].split()) > 1 or key not in groups:
            continue
        candidates = [one for one in bearers.get(key[1], ()) if one in groups]
        if candidates:
            _merge(groups, key, _bearer(groups, group, key[1], candidates))


def _bearer(groups: _Groups, group: _Group, word: str, candidates: list[_Key]) -> _Key:
    """The person whom a part of a name means: one of that surname before one of that first name."""
    surnamed = [key for key in candidates if _surname(key[1]).split()[-1] == word]
    return max(
        surnamed or candidates,
        key=lambda key: (len(groups[key].mentions), -groups[key].mentions[0].start),
    )


def _plain_words(name: str) -> list[str]:
    words = name.replace(",", "").split()
    while len(words) > 1 and words[-1].lower().rstrip(".") in _SUFFIXES:
        words.pop()
    return words


def _surname(name: str) -> str:
    words = _plain_words(name)
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    return " ".join(words[first:])


def _part_names(name: str) -> set[str]:
    words = _plain_words(name)
    return {word for word in words if len(word.rstrip(".")) > 1 and word.lower() not in _PARTICLES}


def _shortens(short: str, long: str) -> bool:
    """Whether one full name is another with a part left out or cut: "George Bush", "G. W. Bush"."""
    few, many = _comparable(short), _comparable(long)
    if len(few) > len(many) or few[-1] != many[-1]:
        # "Kim Jong" of "Kim Jong Un", "von der Leyen" are prefixes or suffixes of the whole
        return len(few) < len(many) and (few == many[: len(few)] or few == many[-len(few) :])
    if few == many:
        return short != long
    position = 0
    for word in few:
        while position < len(many) and not _same_word(word, many[position]):
            position += 1
        if position == len(many):
            return False
        position += 1
    return True


def _comparable(name: str) -> list[str]:
    """The words of a name, particles without the capital that begins a sentence."""
    lowered = [word.lower() for word in _plain_words(name)]
    plain = zip(_plain_words(name), lowered, strict=True)
    return [small if small in _PARTICLES else word for word, small in plain]


def _same_word(short: str, long: str) -> bool:
    if short == long:
        return True
    initial = short.rstrip(".")
    return len(initial) == 1 and long.startswith(initial) and initial != short


def _join_acronyms(text: str, groups: _Groups) -> None:
    """An acronym defined in brackets, a known one, or the initials of a named organisation."""
    longer = [
        (key, group)
        for key, group in _of(groups, *_EXPANDED)
        if any(len(form.split()) > 1 for form in group.forms)
    ]
    others = _of(groups, EntityType.ORGANISATION, EntityType.OTHER, EntityType.PERSON)
    for key, group in longer:
        acronyms = _defined(text, group) | _initials_of(group)
        for other, short in others:
            if not acronyms or other == key or other not in groups or key not in groups:
                continue
            if any(form.replace(".", "") in acronyms for form in short.forms):
                _merge(groups, other, key)


def _defined(text: str, group: _Group) -> set[str]:
    found = set()
    for mention in group.mentions:
        match = _IN_BRACKETS.match(text, mention.end)
        if match:
            found.add(match.group(1).replace(".", ""))
    return found


def _initials_of(group: _Group) -> set[str]:
    found = set()
    for form in group.forms:
        short = naming.initials(form)
        if len(short) >= 3 and naming.EXPANSIONS.get(form, short) == short:
            found.add(short)
        if form in naming.EXPANSIONS:
            found.add(naming.EXPANSIONS[form])
    return found


def _join_organisations(groups: _Groups) -> None:
    """Short forms of organisations: without "Inc.", or the beginning or end of one longer name."""
    organisations = _of(groups, EntityType.ORGANISATION)
    by_plain: dict[str, _Key] = {}
    for key, group in organisations:
        for form in group.forms:
            plain = naming.without_corporate(form).casefold()
            target = by_plain.setdefault(plain, key)
            if target != key:
                _merge(groups, key, target)
                break
    _join_short_forms(groups, EntityType.ORGANISATION)
    _join_short_forms(groups, EntityType.LAW)
    _join_short_forms(groups, EntityType.EVENT)


def _join_short_forms(groups: _Groups, kind: EntityType) -> None:
    """The beginning or the end of the one longer name that has it."""
    named = _of(groups, kind)
    for key, group in named:
        short = max(group.forms, key=len).split()
        targets = [
            other
            for other, longer in named
            if other != key and other in groups and _is_short_for(short, longer)
        ]
        if len(targets) == 1 and key in groups:
            _merge(groups, key, targets[0])


def _is_short_for(short: list[str], group: _Group) -> bool:
    for form in group.forms:
        words = form.split()
        if len(short) >= len(words):
            continue
        if words[: len(short)] == short and (len(short) > 1 or len(words) == 2):
            return True
        if words[-len(short) :] == short and (len(short) > 1 or words[-2] == "of"):
            return True
    return False


def _join_strays(groups: _Groups) -> None:
    """A name of no sure type joins the one group of that very name that has a type.

    So does what an organisation is named after: "Scientology" joins the Church of Scientology.
    """
    bodies = _of(groups, EntityType.ORGANISATION)
    for key in [one for one in groups if one[0] is EntityType.OTHER]:
        same = [
            other
            for other in groups
            if other[0] in (EntityType.LAW, EntityType.EVENT) and other[1] == key[1]
        ]
        named = max(groups[key].forms, key=len)
        same += [
            other
            for other, group in bodies
            if any(form.endswith(f" of {named}") for form in group.forms)
        ]
        if len(same) == 1:
            _merge(groups, key, same[0])


# -- entities --------------------------------------------------------------------------------------


def _entity(group: _Group, title_length: int, published: datetime | None) -> Entity:
    name = group.name if group.kind is EntityType.PLACE and group.name else _canonical(group)
    mentions = sorted(group.mentions)
    aliases = [form for form, _ in group.forms.most_common() if form != name]
    shift = title_length
    return Entity(
        name=name,
        type=group.kind,
        mentions=tuple(one for one in mentions if one.start >= shift),
        title_mentions=tuple(one for one in mentions if one.start < shift),
        aliases=tuple(aliases),
        value=rule_value(name, group.kind, published) if group.kind in _VALUED else "",
    )


def _canonical(group: _Group) -> str:
    """The form to show: of people and organisations the fullest, of others the most frequent."""
    forms = group.forms
    if group.kind is EntityType.PERSON:
        return max(forms, key=lambda form: (len(_plain_words(form)), forms[form], len(form)))
    if group.kind is EntityType.ORGANISATION:
        full = [form for form in forms if not naming.is_acronym(form)] or list(forms)
        plain = [form for form in full if naming.without_corporate(form) == form] or full
        return max(
            plain,
            key=lambda form: (min(len(naming.name_words(form)), 2), forms[form], -len(form)),
        )
    if group.kind is EntityType.LAW:
        return max(forms, key=len)
    return max(forms, key=lambda form: (forms[form], len(form)))


def _locate(text: str, entities: list[Entity], language: str) -> list[Entity]:
    places = [entity for entity in entities if entity.type is EntityType.PLACE]
    names = {entity.name for entity in places}
    countries = named_countries(names, language)
    unmapped = PLANETS | BORDERLESS
    if names & (PLANETS - {"Earth"}) or names & LIGHTS:
        unmapped |= BODIES
    found = []
    for entity in entities:
        if entity.type is EntityType.PLACE and entity.name not in unmapped:
            rows = resolve_place(entity.name, language)
            place = choose_place(rows, countries, names_after(text, entity.mentions))
            entity = msgspec.structs.replace(entity, place=place)
        found.append(entity)
    return found
