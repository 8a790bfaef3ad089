"""Make the shipped list of first names: ``python training/entities/build_first_names.py``.

From the US Census of 1990 (package ``names``, public domain) and the hand-written ``people.txt``.
It tells persons from other capitalised words in languages that have no model.
"""

from __future__ import annotations

import gzip

from build_places import DATA
from corpus import people
from train import census

from newsreader.entities.words import words

FREQUENT = 3000
"""So many of the Census's names are taken: the rarer ones are words elsewhere."""
_WORDS = words(
    "Art Will May June April August King Prince Major Long Son Song Sun Min So Les Den Ivory "
    "An In Le La Mai Man Love Hope Grace Faith Joy Star Rose Page Chance Price Case Rich Rod "
    "Stern Berlin Paris London Asia America China India Kenya Ana Do See Tam Shin Rubin Tod "
    "Carolina Georgia Virginia Florida Savannah Dakota Diamond Crystal Princess Season Summer "
    "Autumn Winter Many Alles Del San Santa Monte Mercedes Victoria Florence Sierra Sage Forest "
    "Bar Rey Reina Sol Cruz Angel Jesus Concepcion Milagros Soledad Dolores Rosario Refugio Loma "
    "Buena Linda Maya Lane Kraft Ernst Sang Mal Ha Tu Un Las Los Mi Ma My"
)
_MORE = words(
    "Jürgen Günter Günther Jörg Björn Karsten Carsten Torsten Thorsten Holger Heiko Olaf Uwe "
    "Detlef Gerd Gerhard Helmut Horst Manfred Dieter Rüdiger Rainer Reiner Volker Wolfgang "
    "Friedrich Fritz Heinrich Ludwig Johannes Matthias Andreas Sebastian Tobias Florian Fabian "
    "Lukas Jonas Felix Christoph Christian Stefan Steffen Ulrich Ulrike Ursula Angela Annalena "
    "Sabine Susanne Petra Birgit Heike Silke Anke Antje Katrin Kathrin Katja Christiane Franziska "
    "Johanna Lena Lisa Malu Ricarda Saskia Svenja Frauke Hannah Julia Nora Monika Moritz Jens "
    "Jakob Julian Robert Roger Frank-Walter Karl-Theodor Hans-Dietrich Hans-Georg Jean-Claude "
    "Jean-Luc Jean-Marie Jean-Paul Jean-Noël Jean-Pierre Anne-Marie Marie-Louise Wolodymyr "
    "Walerij Sergej Dmitri Wladimir Michail Alexej Nikolai Boris Leonid Juri Donald Recep Tayyip "
    "Viktor Giorgia Matteo Emmanuel Luc Xavier François Édouard Élisabeth Gérald Benjamín José "
    "Andrés Pedro Joaquín Íñigo Óscar Álvaro João António Luís Sérgio Inês Sigrid Geert Dilan "
    "Joost Kaja Mette Sanna Petteri Ulf Magdalena Erna Lars Anders Bjørn Håkon Øystein Zoë Chloé "
    "Владимир Владимира Владимиром Сергей Сергея Дмитрий Дмитрия Александр Александра Алексей "
    "Алексея Михаил Михаила Андрей Андрея Иван Ивана Николай Елена Ольга Наталья Мария Татьяна "
    "Ирина Анна Юрий Виктор Павел Максим Герман Урсула Урсулой Дональд Дональда Дональдом "
    "Володимир Володимира Віталій Віталія Віталієм Сергій Олександр Олександра Олексій Андрій "
    "Дмитро Микола Олена Наталія Юлія Петро Іван Денис Валерій Vladimir Volodymyr Arnaldo Ema "
    "Javi Mathias Tedy Michala Michal Kateřina Jiří Ondřej Zbyňka Filipa Tuva Lene Konrad "
    "Wilhelm Eduard Georg Václav Marcello Franco Joaquim Rui Olavo Indro Enzo Gastone Софья Карл "
    "Джеймс Эдвард Леонард Натаниэль Джон Джордж Жозеф"
)


def main() -> None:
    """Write the list."""
    found = {name for name in census("first")[:FREQUENT] if len(name) > 2}
    found |= {name for first, _ in people() for name in first if " " not in name and len(name) > 2}
    found = (found - _WORDS) | _MORE
    text = "\n".join(sorted(found)) + "\n"
    (DATA / "first_names.txt.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
