"""Documents as lines."""

from __future__ import annotations

from itertools import pairwise

from newsreader.core.document import (
    Cell,
    Code,
    Document,
    Heading,
    Item,
    List,
    Paragraph,
    Quote,
    Table,
)
from newsreader.tui.glyphs import ASCII
from newsreader.tui.render import Line, document_lines, title_lines
from tests.tui.documents import Maker, every_kind


def shown(document: Document, width: int = 60) -> list[str]:
    return [line.text.rstrip() for line in document_lines(document, width)]


def test_every_kind_of_block_is_shown() -> None:
    assert shown(every_kind(), 48) == [
        "President Volodymyr Zelensky said on Tuesday",
        "that Ukraine had found North Korean shells near",
        "Kyiv. The Security Service of Ukraine confirmed",
        "the finding.",
        "",
        "",
        "What was found",
        "",
        "• Shell casings",
        "• A fuse, model KN-23",
        "• Transport papers",
        "",
        "1. Collect",
        "2. Compare",
        "3. Publish",
        "",
        "▌ We have never seen so many in one place.",
        "▌ — An official",
        "",
        "Weapons found so far",
        "Weapon  Found        Cost",
        "─────────────────────────",
        "KN-23      12  $1,200,000",
        "152 mm  4,300        $900",
        "",
        "  def area(r):",
        "      # the circle",
        "      return 3.14 * r ** 2",
        "",
        "▨ Cranes in the port",
        "  The port of Odesa on Tuesday",
        "  Photo: A. Nother",
        "",
        "▶ The finding",
        "  example.org",
        "",
        "────────────────────────",
        "",
        "Fuse",
        "  The part that sets a shell off.",
        "",
        "Vladimir Putin and Zelensky will both be in",
        "Istanbul next week.¹",
        "",
        "────────────",
        "[1] The Kremlin did not confirm this.",
    ]


def test_pieces_know_where_in_the_text_they_stand() -> None:
    document = every_kind()
    for line in document_lines(document, 30):
        for piece in line.pieces:
            if piece.start >= 0:
                end = piece.start + len(piece.text)
                text = piece.text.replace("¹", "1")
                assert document.text[piece.start : end].replace("\t", " ") == text


def test_all_text_is_on_the_lines_at_any_width() -> None:
    document = every_kind()
    words = set("".join(document.text.split()))
    for width in (3, 11, 20, 37, 76, 200):
        lines = list(document_lines(document, width))
        assert words <= set("".join(line.text for line in lines)), width
        places = {
            place
            for line in lines
            for piece in line.pieces
            if piece.start >= 0
            for place in range(piece.start, piece.start + len(piece.text))
        }
        table = next(block for block in document.blocks if isinstance(block, Table))
        head = range(table.rows[0][0].start, table.rows[0][-1].end)
        missing = [
            place
            for place, character in enumerate(document.text)
            if place not in places and place not in head and not character.isspace()
        ]
        assert not missing, width


def test_plain_ascii_is_enough() -> None:
    for line in document_lines(every_kind(), 60, ASCII):
        assert line.text.isascii(), line.text


def test_nested_lists_are_indented_and_get_another_bullet() -> None:
    text = "outer\ninner\nlast"
    inner = Paragraph(start=6, end=11)
    nested = List(start=6, end=11, items=(Item(start=6, end=11, blocks=(inner,)),))
    document = Document(
        text=text,
        blocks=(
            List(
                start=0,
                end=16,
                items=(
                    Item(start=0, end=11, blocks=(Paragraph(start=0, end=5), nested)),
                    Item(start=12, end=16, blocks=(Paragraph(start=12, end=16),)),
                ),
            ),
        ),
    )
    assert shown(document) == ["• outer", "  ◦ inner", "• last"]


def test_items_of_a_loose_list_stand_apart() -> None:
    make = Maker()
    make.items(["one", "two"], gap="\n\n")
    assert shown(make.document()) == ["• one", "", "• two"]


def test_long_code_lines_go_on_with_a_sign() -> None:
    make = Maker()
    make.code("x = 'abcdefghijklmnopqrstuvwxyz'")
    assert shown(make.document(), 20) == ["  x = 'abcdefghijklm", "↪ nopqrstuvwxyz'"]


def test_code_keeps_empty_lines_and_indentation() -> None:
    document = Document(text="a\n\n    b", blocks=(Code(start=0, end=8),))
    assert shown(document) == ["  a", "", "      b"]


def test_code_is_coloured_by_its_language() -> None:
    make = Maker()
    make.code("def f():\n    return 1  # one", "python")
    roles = {
        piece.role: piece.text
        for line in document_lines(make.document(), 60)
        for piece in line.pieces
    }
    assert roles["code-keyword"] == "return"
    assert roles["code-number"] == "1"
    assert roles["code-comment"] == "# one"


def test_an_unknown_language_is_plain() -> None:
    make = Maker()
    make.code("def f(): pass", "no-such-language")
    pieces = [piece for line in document_lines(make.document(), 60) for piece in line.pieces]
    assert {piece.role for piece in pieces} == {"code"}


def test_a_wide_table_of_short_cells_is_shown_in_bands_beside_its_first_column() -> None:
    make = Maker()
    head = [f"Column{number}" for number in range(9)]
    make.table([head, [f"value{number}" for number in range(9)]])
    rows = shown(make.document(), 40)
    assert rows[0] == "Column0  Column1  Column2  Column3"
    assert rows[4] == "Column0  Column4  Column5  Column6"
    assert rows[-1] == "value0   value7   value8"


def test_a_wide_table_of_much_text_becomes_records() -> None:
    make = Maker()
    head = [f"Column{number}" for number in range(9)]
    make.table([head, [f"a longer text in cell {number} of the row" for number in range(9)]])
    rows = shown(make.document(), 60)
    assert rows[0] == "Column0: a longer text in cell 0 of the row"
    assert rows[-1] == "Column8: a longer text in cell 8 of the row"


def test_a_table_may_use_what_is_free_beside_the_column() -> None:
    make = Maker()
    make.table([["Name", "What it is"], ["a", "a rather long text in one line"]])
    lines = [line.text for line in document_lines(make.document(), 20, beside=30)]
    assert lines[-1] == "a     a rather long text in one line"


def test_narrow_columns_keep_their_width_beside_a_wide_one() -> None:
    make = Maker()
    make.table([["Boiling point", "far more text than there is room for in this line " * 2]])
    assert shown(make.document(), 40)[0].startswith("Boiling point  far more text")


def test_the_head_of_a_long_table_comes_again() -> None:
    make = Maker()
    make.table([["Year", "Ships"], *([str(1900 + n), str(n)] for n in range(100))])
    rows = shown(make.document())
    assert [at for at, row in enumerate(rows) if row == "Year  Ships"] == [0, 32, 63, 94]


def test_raised_and_lowered_characters() -> None:
    make = Maker()
    make.paragraph("Ten to the 6 is H2O and x to the fish")
    make.span("6", "superscript")
    make.span("2", "subscript")
    make.span("fish", "superscript")
    assert shown(make.document()) == ["Ten to the ⁶ is H₂O and x to the fish"]


def test_a_text_from_right_to_left_stands_at_the_right() -> None:
    make = Maker()
    make.paragraph("ولد الحسن")
    make.paragraph("born")
    assert shown(make.document(), 20) == [" " * 11 + "ولد الحسن", "", "born"]


def test_columns_share_what_is_there() -> None:
    make = Maker()
    make.table([["Name", "What it is"], ["a", "a rather long text that needs two lines"]])
    rows = shown(make.document(), 30)
    assert rows[0].startswith("Name  What it is")
    assert all(len(row) <= 30 for row in rows)


def test_cells_that_reach_over_rows_and_columns_keep_the_others_in_place() -> None:
    text = "wide\ttall\tb\tc\td"
    cell = Cell(start=5, end=9, rows=2)
    table = Table(
        start=0,
        end=len(text),
        rows=(
            (Cell(start=0, end=4, columns=3),),
            (cell, Cell(start=10, end=11), Cell(start=12, end=13)),
            (Cell(start=14, end=15),),
        ),
    )
    assert shown(Document(text=text, blocks=(table,))) == ["wide", "tall  b  c", "      d"]


def test_thousands_of_nested_quotes_are_readable() -> None:
    block: Paragraph | Quote = Paragraph(start=0, end=4)
    for _ in range(3000):
        block = Quote(start=0, end=4, blocks=(block,))
    rows = shown(Document(text="deep", blocks=(block,)), 60)
    assert [row.strip("▌ ") for row in rows] == ["deep"]


def test_hundreds_of_nested_lists_leave_room_for_the_text() -> None:
    block: Paragraph | List = Paragraph(start=0, end=4)
    for _ in range(200):
        block = List(start=0, end=4, items=(Item(start=0, end=4, blocks=(block,)),))
    rows = shown(Document(text="deep", blocks=(block,)), 40)
    assert rows[-1].endswith("deep")


def test_blocks_stand_apart_by_one_line_and_parts_by_two() -> None:
    rows = shown(every_kind())
    doubled = [rows[at + 2] for at, pair in enumerate(pairwise(rows)) if pair == ("", "")]
    assert doubled == ["What was found"]


def test_a_small_heading_stands_right_over_its_text() -> None:
    document = Document(
        text="Small\n\nText",
        blocks=(Heading(start=0, end=5, level=3), Paragraph(start=7, end=11)),
    )
    assert shown(document) == ["Small", "Text"]


def test_a_title_knows_its_places() -> None:
    lines: list[Line] = title_lines("A title of some words", 10)
    assert [(line.text, line.pieces[0].start) for line in lines] == [
        ("A title of", 0),
        ("some words", 11),
    ]
