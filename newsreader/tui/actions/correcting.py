"""What the person says of names: that one is of another type, called otherwise, the same, or none.

All of it holds from then on and for what is in the library already, and can be taken back.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from newsreader.core.errors import InputError
from newsreader.core.models import Entity, EntityType, Identity, Reading
from newsreader.tui.marks import Place
from newsreader.tui.why import TYPES, why_found

if TYPE_CHECKING:
    from newsreader.services.corrections import Told
    from newsreader.tui.screens.main import MainScreen

_EVERYWHERE = (("", "in all articles"), ("here", "at this place only"))
_MOST_SUGGESTED = 12
LIKELY = "likely names"
"""Under this name those who may be the same are looked for beside the keys."""
_LONGEST = 100
"""Characters of a name that a person points out."""


class Named(NamedTuple):
    """A name that is meant.

    Attributes:
        place: Where in the article it is meant, of all the places that name it.
    """

    article_id: int
    entity: Entity
    place: Place


class Correcting:
    """Actions on a name, in the article and in the whole library."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "why-name": self._why,
            "rename-name": self._rename,
            "merge-name": lambda: self._main.beside(self._merge(), instead_of=LIKELY),
            "look-up-name": self._look_up,
        }

    def _meant(self) -> Named:
        """Give the name that is meant.

        Raises:
            InputError: There is none.
        """
        reading, index = self._main.naming.meant()
        place = self._main.view.place_of_name(index)
        return Named(reading.article.id, reading.entities[index], place)

    def _where(self) -> tuple[int, Place | None]:
        """Give the article and the place that are meant; on the page of a name, none."""
        if self._main.pages.is_on_show:
            return 0, None
        named = self._meant()
        return named.article_id, named.place

    def _changed(self, article_id: int, place: Place | None, told: Told) -> str:
        """Show what a change has made of a name; give what to say."""
        from newsreader.services.corrections import take_back

        main = self._main
        self._show(article_id, place)
        main.history.add(
            f"no longer {told.said}",
            lambda: main.lists.write(
                lambda: take_back(main.session, told),
                lambda _: main.from_thread(lambda: self._show(article_id, place)),
            ),
        )
        return main.marking.undoable(told.said[0].upper() + told.said[1:])

    def _show(self, article_id: int, place: Place | None) -> None:
        """Read the article's names again, and stay on the one that stands at the same place."""
        main = self._main
        was_chosen = main.view.chosen is not None
        main.reader.refresh()
        if main.lists.is_named:
            main.articles.reload()
        main.upkeep.apply_rules()
        reading = main.reader.reading
        if place is not None and reading is not None and reading.article.id == article_id:
            main.naming.stay_on(place, chosen=was_chosen)

    # -- why ---------------------------------------------------------------------------------------

    def _why(self) -> None:
        selected = self._main.view.selected
        if selected is not None:
            self._teach(selected)
        else:
            self._explain(self._meant())

    def _teach(self, place: Place) -> None:
        """Ask what the selected words are, which may not have been found to be a name."""
        from newsreader.tui.screens.forms import Field, FormScreen

        main = self._main
        main.check_writable()
        reading, words = main.reader.reading, main.view.words_at(place)
        if reading is None or len(words) > _LONGEST or "\n" in words:
            raise InputError("This is too long for a name: select the name alone.")
        article_id = reading.article.id

        async def attempt(given: Mapping[str, str]) -> str:
            kind = EntityType(given["type"]) if given["type"] else None
            said = await self._correct(article_id, place, None, kind)
            main.clear_selection()
            return said

        field = Field("type", "It is", EntityType.PERSON.value, options=_TYPES)
        main.app.push_screen(FormScreen(f"What is “{words}”?", [field], attempt), self._say)

    def _explain(self, named: Named) -> None:
        """Tell why the words are taken for a name, and ask what they are instead."""
        from newsreader.services.entities import changes, identity_of
        from newsreader.tui.screens.forms import Field, FormScreen

        main = self._main
        entity, place = named.entity, named.place
        mentions = entity.mentions if place.in_text else entity.title_mentions
        mention = next((one for one in mentions if one.start == place.start), None)
        if mention is None:
            raise InputError(f"The text does not hold {entity.name} any more.")
        identity = identity_of(main.session, entity)
        said = changes(main.session, identity) if identity is not None else ()
        fields = [Field("type", "It is", entity.type.value, options=_TYPES)]
        if identity is not None:
            fields.append(Field("where", "That holds", options=_EVERYWHERE))

        async def attempt(given: Mapping[str, str]) -> str:
            kind = EntityType(given["type"]) if given["type"] else None
            if kind is entity.type:
                return ""
            main.check_writable()
            here = identity is None or bool(given["where"])
            who = None if here else identity
            return await self._correct(named.article_id, place, who, kind)

        screen = FormScreen(
            why_found(main.view.words_at(place), entity, mention, identity, said),
            fields, attempt, verb="corrects",
        )  # fmt: skip
        main.app.push_screen(screen, self._say)

    async def _correct(
        self, article_id: int, place: Place, identity: Identity | None, kind: EntityType | None
    ) -> str:
        """Make a name another type, or no name: everywhere, or at one place only."""
        from newsreader.services import corrections

        session = self._main.session

        def work() -> Told:
            if identity is None:
                return corrections.correct(
                    session, article_id, place.start, place.end, kind, in_title=not place.in_text,
                )  # fmt: skip
            if kind is None:
                return corrections.drop(session, identity.id)
            return corrections.retype(session, identity.id, kind)

        return self._changed(article_id, place, await session.write(work))

    def _say(self, said: str | None) -> None:
        if said:
            self._main.say(said)

    # -- names -------------------------------------------------------------------------------------

    def _rename(self) -> None:
        from newsreader.services import corrections
        from newsreader.tui.screens.forms import Field, FormScreen

        main = self._main
        main.check_writable()
        identity, where = main.naming.whom(), self._where()

        async def attempt(given: Mapping[str, str]) -> str:
            name = given["name"]
            told = await main.session.write(
                lambda: corrections.rename(main.session, identity.id, name)
            )
            return self._changed(*where, told)

        field = Field("name", "Name", identity.name)
        screen = FormScreen(f"Rename {identity.name} in all articles", [field], attempt)
        main.app.push_screen(screen, self._say)

    async def _merge(self) -> None:
        from newsreader.services import corrections, entities
        from newsreader.tui.screens.choices import Choice, ChoiceScreen, Offer

        main = self._main
        main.check_writable()
        identity, where = main.naming.whom(), self._where()
        others = await asyncio.to_thread(self._likely, identity, main.reader.reading)

        def find(typed: str) -> Identity | None:
            known = entities.suggest(main.session, typed, 2) if typed else []
            return next((one for one in known if one.id != identity.id), None)

        async def offer(typed: str) -> Offer | None:
            one = await asyncio.to_thread(find, typed)
            known = one is None or one.id in {other.id for other in others}
            return None if one is None or known else Offer(Choice(one.name, _detail(one)))

        async def attempt(index: int, typed: str) -> None:
            chosen = index < len(others)
            target = others[index] if chosen else await asyncio.to_thread(find, typed)
            if target is None:
                raise InputError("There is no such name in the library.")
            told = await main.session.write(
                lambda: corrections.merge(main.session, identity.id, target.id)
            )
            self._say(self._changed(*where, told))

        screen = ChoiceScreen(
            f"{identity.name} is the same as",
            [Choice(other.name, _detail(other)) for other in others],
            search=True, placeholder="Type a name", offer=offer, attempt=attempt,
        )  # fmt: skip
        main.app.push_screen(screen)

    def _likely(self, identity: Identity, reading: Reading | None) -> list[Identity]:
        """Give names that may be the same: those that share words, then those of the article."""
        from newsreader.services.entities import identity_of, suggest

        main = self._main
        words = [word for word in identity.name.split() if len(word) > 1]
        sharing = [one for word in words for one in suggest(main.session, word)]
        shared = Counter(one.id for one in sharing)
        found = sorted(sharing, key=lambda one: (one.type is not identity.type, -shared[one.id]))
        for entity in reading.entities if reading is not None else ():
            if entity.type is identity.type and (one := identity_of(main.session, entity)):
                found.append(one)
        likely = {one.id: one for one in found if one.id != identity.id}
        return list(likely.values())[:_MOST_SUGGESTED]

    # -- outside -----------------------------------------------------------------------------------

    def _look_up(self) -> None:
        from newsreader.services.opening import wikipedia_search

        main = self._main
        on_page = main.pages.is_on_show
        name = main.naming.whom().name if on_page else self._meant().entity.name
        language = main.current.language if main.current is not None else ""
        main.opening.browse(wikipedia_search(name, language))


_TYPES = (*((kind.value, words) for kind, words in TYPES.items()), ("", "no name at all"))


def _detail(identity: Identity) -> str:
    many = f"{identity.articles} article{'' if identity.articles == 1 else 's'}"
    return f"{identity.type.value}, {many}"
