"""HTML of a mail as text, what it quotes behind `>`: one pass over the letters, whatever they are."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

HTML: Final = 400_000
_BREAKS = frozenset({"br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr", "blockquote", "pre", "body", "section"})
_SILENT = frozenset({"style", "script", "head", "title", "template"})
_EMPTY = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr"})
_NAME = re.compile(r"/?\s*([A-Za-z][A-Za-z0-9:]{0,20})")
_QUOTED = re.compile(r"(?i)(gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|protonmail_quote)")
_REST_QUOTED = re.compile(r"(?i)(divRplyFwdMsg|appendonsend|mail-editor-reference|OLK_SRC_BODY)")
"""What Outlook puts before the mail that is answered, which follows beside it, not inside."""
_TO_THE_END = "*"
_DEEPEST: Final = 500


def text_of_html(html: str) -> str:
    """Give the text; blocks begin new lines, block quotes and the quotes that mail programs mark begin with `>`."""
    text = html[:HTML]
    pieces: list[str] = []
    quotes: list[str] = []
    silent, at = "", 0
    while at < len(text):
        start = text.find("<", at)
        if start < 0:
            start = len(text)
        if not silent and start > at:
            _say(pieces, text[at:start], len(quotes))
        if start == len(text):
            break
        tag, at = _tag(text, start)
        found = _NAME.match(tag)
        if not found:
            continue
        name, closing = found[1].lower(), tag.startswith("/")
        if silent or name in _SILENT:
            silent = "" if closing and name == silent else silent or ("" if closing or name in _EMPTY else name)
            continue
        _open_or_close(tag, name, pieces, quotes, closing=closing)
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _open_or_close(tag: str, name: str, pieces: list[str], quotes: list[str], *, closing: bool) -> None:
    """Begin a new line at a block; go into a quote and out of it again."""
    if name in _BREAKS:
        pieces.append("\n" + ("> " if quotes else ""))
    if closing:
        if quotes and quotes[-1] == name:
            quotes.pop()
            pieces.append("\n" + ("> " if quotes else ""))
    elif quotes and name == quotes[-1] and name not in _EMPTY and len(quotes) < _DEEPEST:
        quotes.append(name)  # one more of the same to be closed
        pieces.append("\n> ")
    elif not quotes and _REST_QUOTED.search(tag[:1000]):
        quotes.append(_TO_THE_END)
        pieces.append("\n> ")
    elif not quotes and (name == "blockquote" or (name == "div" and _QUOTED.search(tag[:1000]))):
        quotes.append(name)
        pieces.append("\n> ")


def _say(pieces: list[str], text: str, quoted: int) -> None:
    said = unescape(re.sub(r"\s+", " ", text))
    if quoted and pieces and pieces[-1].endswith("\n"):
        pieces.append("> ")
    pieces.append(said.replace("\n", " "))


def _tag(text: str, start: int) -> tuple[str, int]:
    """Give a tag's inside and where the text goes on; a comment or a tag that never ends takes the rest."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return "", len(text) if end < 0 else end + 3
    end = text.find(">", start + 1)
    if end < 0:
        return "", len(text)
    return text[start + 1:end], end + 1
