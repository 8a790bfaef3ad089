"""Blocks of an article -> HTML, with the elements that a layout uses for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from string import Template

from newsreader.demo import body, pictures

ELEMENTS: Mapping[str, str] = {
    "paragraph": "<p>$text</p>",
    "heading": "<h$level>$text</h$level>",
    "quote": "<blockquote>$text$source</blockquote>",
    "quote_source": "<cite>$text</cite>",
    "code": '<pre><code class="language-$language">$text</code></pre>',
    "table": "<table>$caption<thead>$head</thead><tbody>$rows</tbody></table>",
    "terms": "<dl>$rows</dl>",
    "figure": (
        '<figure><img src="$src" alt="$alt" width="320" height="180">'
        "<figcaption>$caption$credit</figcaption></figure>"
    ),
    "credit": ' <span class="credit">$text</span>',
    "update": '<p class="time"><time>$clock</time></p><h2>$text</h2>',
    "updates": "$text",
    "note_mark": '<sup id="ref-$label"><a href="#fn-$label">$label</a></sup>',
    "note": '<li id="fn-$label">$text <a href="#ref-$label">↩</a></li>',
    "notes": '<section class="footnotes"><ol>$text</ol></section>',
    "rule": "<hr>",
}
"""What every layout uses where it says nothing else."""

_INLINE = {
    "code": "code",
    "strong": "strong",
    "emphasis": "em",
    "superscript": "sup",
    "subscript": "sub",
}


class Markup:
    """Writes blocks as HTML.

    Args:
        elements: Templates by the names of `ELEMENTS`, instead of those.
        link: Gives the address for the target of a link.
        picture: Gives the address for the name of a picture's file.
    """

    def __init__(
        self,
        elements: Mapping[str, str],
        link: Callable[[str], str],
        picture: Callable[[str], str],
    ) -> None:
        unknown = elements.keys() - ELEMENTS.keys()
        if unknown:
            raise ValueError(f"there are no elements named {', '.join(sorted(unknown))}")
        self._templates = {name: Template(text) for name, text in {**ELEMENTS, **elements}.items()}
        self._link = link
        self._picture = picture

    def pieces(self, blocks: tuple[body.Block, ...]) -> list[str]:
        """Write each block but the notes, and then the notes as one piece."""
        notes = [block for block in blocks if isinstance(block, body.Note)]
        pieces = [self._block(block) for block in blocks if not isinstance(block, body.Note)]
        if notes:
            lines = "".join(
                self._fill("note", label=note.label, text=self.inline(note.markup))
                for note in notes
            )
            pieces.append(self._fill("notes", text=lines))
        return pieces

    def inline(self, markup: str) -> str:
        """Write text with inline markup."""
        return body.inline(markup, lambda text: escape(text, quote=False), self._element)

    def figure(self, figure: body.Figure) -> str:
        """Write a picture with its caption."""
        credit = self._fill("credit", text=escape(figure.credit)) if figure.credit else ""
        return self._fill(
            "figure",
            src=escape(self._picture(pictures.file_name(figure.picture))),
            alt=escape(figure.alt),
            caption=self.inline(figure.caption),
            credit=credit,
        )

    def _fill(self, name: str, **values: str) -> str:
        return self._templates[name].substitute(values)

    def _element(self, kind: str, text: str, target: str) -> str:
        if kind == "label":
            return f'<a href="{escape(self._link(target))}">{text}</a>'
        if kind == "note":
            return self._fill("note_mark", label=text)
        return f"<{_INLINE[kind]}>{text}</{_INLINE[kind]}>"

    def _block(self, block: body.Block) -> str:
        writers: dict[type, Callable[..., str]] = {
            body.Paragraph: lambda b: self._fill("paragraph", text=self.inline(b.markup)),
            body.Heading: self._heading,
            body.Quote: self._quote,
            body.Items: self._list,
            body.Code: self._code,
            body.Table: self._table,
            body.Terms: self._terms,
            body.Figure: self.figure,
            body.Update: lambda b: self._fill(
                "update", clock=escape(b.clock), text=self.inline(b.markup)
            ),
            body.Rule: lambda b: self._fill("rule"),
        }
        return writers[type(block)](block)

    def _heading(self, block: body.Heading) -> str:
        return self._fill("heading", level=str(block.level), text=self.inline(block.markup))

    def _quote(self, block: body.Quote) -> str:
        text = "".join(f"<p>{self.inline(part)}</p>" for part in block.paragraphs)
        source = self._fill("quote_source", text=self.inline(block.source)) if block.source else ""
        return self._fill("quote", text=text, source=source)

    def _list(self, block: body.Items) -> str:
        name = "ol" if block.ordered else "ul"
        items = "".join(
            f"<li>{self.inline(item.markup)}{self._list(item.nested) if item.nested else ''}</li>\n"
            for item in block.items
        )
        return f"<{name}>\n{items}</{name}>"

    def _code(self, block: body.Code) -> str:
        numbers = "\n".join(str(number + 1) for number in range(block.text.count("\n") + 1))
        return self._fill(
            "code",
            language=block.language or "text",
            text=escape(block.text, quote=False),
            numbers=numbers,
        )

    def _table(self, block: body.Table) -> str:
        caption = f"<caption>{self.inline(block.caption)}</caption>" if block.caption else ""
        head, *rows = (
            "".join(f"<{tag}>{self.inline(cell)}</{tag}>" for cell in row)
            for tag, row in zip(["th"] + ["td"] * len(block.rows), block.rows, strict=False)
        )
        return self._fill(
            "table",
            caption=caption,
            head=f"<tr>{head}</tr>",
            rows="".join(f"<tr>{row}</tr>\n" for row in rows),
        )

    def _terms(self, block: body.Terms) -> str:
        rows = "".join(
            f"<dt>{self.inline(term)}</dt><dd>{self.inline(meaning)}</dd>\n"
            for term, meaning in block.pairs
        )
        return self._fill("terms", rows=rows)
