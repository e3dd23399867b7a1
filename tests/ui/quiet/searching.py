"""Looks for words in every byte under a folder, also where they are packed or written another way."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2

_LONGEST_STREAM = 20_000_000
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|PK\x03\x04")


def found_in(folder: Path, words: Iterable[str]) -> dict[str, set[str]]:
    """File: words that stand in it; empty when nothing leaked."""
    looked_for = {word: _written(word) for word in words}
    leaks: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        for content in _contents(path.name.encode() + b"\0" + path.read_bytes()):
            for word, ways in looked_for.items():
                if any(way in content for way in ways):
                    leaks.setdefault(str(path.relative_to(folder)), set()).add(word)
    return leaks


def _written(word: str) -> tuple[bytes, ...]:
    """The word in UTF-8, in UTF-16 both ways, and inside base64 at each of its three places."""
    plain = word.encode()
    inside = []
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + plain)
        begin, end = (0, 2, 3)[shift], len(whole) - ((len(plain) + shift) % 3 != 0) * 4
        inside.append(whole[begin:end])
    return (plain, word.encode("utf-16-le"), word.encode("utf-16-be"), *inside)


def _pages(content: bytes) -> Iterator[bytes]:
    """The words on the pages of a PDF: its fonts write them in numbers of their own."""
    start = content.find(b"%PDF-")
    if start < 0:
        return
    try:
        document = pypdfium2.PdfDocument(content[start:])
    except pypdfium2.PdfiumError:
        return
    for page in document:
        yield page.get_textpage().get_text_range().encode()
    document.close()


def _contents(content: bytes) -> Iterator[bytes]:
    """The bytes as they lie there, and every stream in them that unpacks."""
    yield content
    yield from _pages(content)
    for found in _ZLIB.finditer(content):
        start, window = found.start(), 47
        if content[start : start + 2] == b"PK":  # a member of a ZIP: raw deflate behind its names
            start += 30 + int.from_bytes(content[start + 26 : start + 28], "little")
            start += int.from_bytes(content[found.start() + 28 : found.start() + 30], "little")
            window = -15
        try:
            unpacked = zlib.decompressobj(window).decompress(content[start:], _LONGEST_STREAM)
        except zlib.error:
            continue
        if len(unpacked) > 8:
            yield unpacked
