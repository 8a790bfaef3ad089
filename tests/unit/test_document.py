"""A document's parts all point into its one text."""

import msgspec

from newsreader.core.document import Document, Item, List, Paragraph, Quote


def test_plain_text_becomes_paragraphs_whose_ranges_are_right() -> None:
    document = Document.from_text("One.\nStill one.\n\n\n  Two.  \n\n")
    assert [document.text[b.start : b.end] for b in document.blocks] == ["One.\nStill one.", "Two."]


def test_walk_goes_into_containers_in_the_order_of_the_text() -> None:
    inner = Paragraph(start=0, end=3)
    quoted = Paragraph(start=5, end=8)
    document = Document(
        text="one\n\ntwo",
        blocks=(
            List(start=0, end=3, items=(Item(start=0, end=3, blocks=(inner,)),)),
            Quote(start=5, end=8, blocks=(quoted,)),
        ),
    )
    assert [type(b).__name__ for b in document.walk()] == [
        "List",
        "Paragraph",
        "Quote",
        "Paragraph",
    ]


def test_a_document_survives_storage() -> None:
    document = Document.from_text("One.\n\nTwo.")
    packed = msgspec.msgpack.encode(document)
    assert msgspec.msgpack.decode(packed, type=Document) == document


def test_words_are_counted_in_scripts_without_spaces_as_well() -> None:
    assert Document.from_text("It's a well-known fact.").words == 4
    assert Document.from_text("日本語の文章").words == 3
    assert Document().words == 0
