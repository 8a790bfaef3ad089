"""Code as it stands on the page: its text with every break, and its language."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from newsreader.articles.trees import attribute, labels, tag
from newsreader.core.text import clean_body

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language|lang|brush:?|highlight-source|code|sourcecode|src|hljs|crayon-lang"
    r"|wp-block-code-lang|shj-lang|enlighter-lang)[-:\s_]\s*([a-z][\w+#.-]{0,20})",
)
_NO_LANGUAGE = frozenset(
    {"none", "text", "plain", "plaintext", "txt", "block", "wrapper", "container", "highlight"}
    | {"toolbar", "box", "snippet", "inline", "line", "copy", "body", "view", "nohighlight", "auto"}
)
_KNOWN = frozenset(
    {
        "python",
        "python3",
        "py",
        "javascript",
        "js",
        "typescript",
        "ts",
        "jsx",
        "tsx",
        "java",
        "kotlin",
    }
    | {"swift", "c", "cpp", "c++", "csharp", "c#", "go", "golang", "rust", "ruby", "php", "perl"}
    | {"bash", "sh", "shell", "zsh", "console", "powershell", "sql", "html", "xml", "css", "scss"}
    | {"json", "yaml", "yml", "toml", "ini", "diff", "markdown", "lua", "haskell", "elixir", "r"}
    | {"erlang", "scala", "clojure", "julia", "dart", "zig", "nim", "ocaml", "fsharp", "makefile"}
    | {"dockerfile", "nginx", "vim", "latex", "tex", "matlab", "objective-c", "groovy", "graphql"}
)
_HIGHLIGHTER = re.compile(
    r"(?:^|\s)(?:highlight(?:er-rouge)?|codehilite|syntaxhighlighter|crayon-syntax|rouge-table"
    r"|wp_syntax|code-block|sourcecode|prettyprint|hljs|enlighter(?:-default)?|code-wrapper)(?:\s|$)"
)
_FURNITURE = re.compile(
    r"(?:^|\s|-)(?:lnt|lnum|ln|lineno|linenos|linenumbers?|line-?numbers?(?:-rows)?|gutter|rouge-gutter|gl"
    r"|hljs-ln-numbers|copy(?:-?(?:btn|button|code))?|code-toolbar__copy|btn|blob-num|crayon-nums"
    r"|crayon-toolbar|toolbar(?:-item)?)(?:\s|$)"
)
_LINES = frozenset({"div", "li", "tr", "p"})
_SPACES_AT_END = re.compile(r"[ \t]+$", re.MULTILINE)


def is_code(element: _Element) -> bool:
    """Say whether an element is a block of code: ``pre``, or what a highlighter makes of it."""
    name = tag(element)
    if name in ("pre", "listing", "xmp"):
        return True
    if name == "code":
        return _stands_alone(element)
    if name in ("div", "figure", "table", "ol") and _HIGHLIGHTER.search(labels(element)):
        return _holds_only_code(element)
    return False


def _stands_alone(code: _Element) -> bool:
    """Say whether a ``code`` of several lines has its block for itself."""
    if next(code.iter("br", "div", "p", "li"), None) is None:
        return False
    parent = code.getparent()
    if parent is None or tag(parent) in ("p", "div", "td", "li", "section", "article", "body"):
        beside = [(parent.text or "") if parent is not None else "", code.tail or ""]
        return not any(text.strip() for text in beside) and (parent is None or len(parent) == 1)
    return False


def _holds_only_code(element: _Element) -> bool:
    if next(element.iter("p", "h1", "h2", "h3", "blockquote", "img"), None) is not None:
        return False
    if next(element.iter("pre", "code"), None) is not None:
        return sum(1 for _ in element.iter("pre")) <= 2
    return any("line" in labels(child) for child in element.iter("div", "td", "li"))


def code_text(element: _Element) -> str:
    """Give the code, its line numbers and copy buttons left out, without blank lines around it."""
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        name = tag(node)
        if event == "start":
            if node is not element and _is_furniture(node):
                walker.skip_subtree()
                continue
            if name == "br":
                pieces.append("\n")
            elif name in _LINES and node is not element:
                _new_line(pieces)
            if node.text:
                pieces.append(node.text)
        else:
            if name in _LINES and node is not element:
                _new_line(pieces)
            if node is not element and node.tail:
                pieces.append(_tail(node))
    text = clean_body("".join(pieces)).replace("\u00a0", " ")
    return _SPACES_AT_END.sub("", text).strip("\n")


def _tail(node: _Element) -> str:
    """Give what follows a node; white space between lines or cells is the page's, not code's."""
    tail = node.tail or ""
    between = tag(node) in _LINES or tag(node) in ("td", "tbody", "table")
    return "" if between and not tail.strip() else tail


def _new_line(pieces: list[str]) -> None:
    if pieces and not pieces[-1].endswith("\n"):
        pieces.append("\n")


def _is_furniture(node: _Element) -> bool:
    if tag(node) in ("button", "script", "style", "noscript", "svg", "textarea"):
        return True
    if tag(node) in ("td", "pre") and _is_gutter(node):
        return True
    if node.get("data-line-number") and not (node.text or "").strip():
        return True
    return bool(_FURNITURE.search(labels(node)))


def _is_gutter(node: _Element) -> bool:
    """Say whether a cell holds nothing but numbers, one a line, beside another cell."""
    row = node.getparent()
    if row is None or len(row) < 2 or row[0] is not node:
        return False
    return bool(re.fullmatch(r"(?:\s*\d{1,5}\s*)+", "".join(str(text) for text in node.itertext())))


def language_of(element: _Element) -> str:
    """Give the language that the markup of a block of code names, "" for none."""
    scope = [element, *element.iter("code", "pre", "table")]
    for ancestor in element.iterancestors():
        scope.append(ancestor)
        if len(scope) > 6 or tag(ancestor) in ("article", "body", "li", "section"):
            break
    for node in scope:
        if found := _named(node):
            return found
    return ""


def _named(node: _Element) -> str:
    for name in ("data-lang", "data-language", "data-enlighter-language", "lang"):
        value = attribute(node, name).lower()
        if value and (name != "lang" or value in _KNOWN) and value not in _NO_LANGUAGE:
            return re.sub(r"[^\w+#.-]", "", clean_body(value))[:20]
    classes = (node.get("class") or "").lower()
    for match in _LANGUAGE.finditer(classes):
        if match[1] not in _NO_LANGUAGE:
            return match[1]
    if _HIGHLIGHTER.search(classes) or tag(node) in ("pre", "code"):
        return next((word for word in classes.split() if word in _KNOWN), "")
    return ""
