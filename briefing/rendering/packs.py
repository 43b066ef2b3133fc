"""Several papers as one, for a board portal that takes one file: their bookmarks, tags and links stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

from briefing.language import Language

Elements = dict[bytes, pikepdf.Object]


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper and the name its bookmark has in the pack."""

    title: str
    data: bytes


def packed(papers: Sequence[Paper], title: str, language: Language) -> bytes:
    """Give the papers as one tagged PDF in their order, the same bytes for the same papers.

    Each keeps its pages, links and bookmarks, under a bookmark of its own, and its tree of tags, as one part of a common document;
    the marks that join tags, table headers and pages are numbered anew, since each paper numbers its own from the start.
    """
    pack = pikepdf.new()
    document = pack.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, K=pikepdf.Array()))
    root = pack.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Array([document]), RoleMap=pikepdf.Dictionary()))
    document.P = root
    numbers, names = pikepdf.Array(), dict[bytes, pikepdf.Object]()
    next_key = 0
    with pack.open_outline() as outline:
        for index, paper in enumerate(papers, 1):
            with pikepdf.open(BytesIO(paper.data)) as source:
                first = len(pack.pages)
                next_key = _renumbered(source, next_key, f"P{index}-".encode())
                _add_pages(pack, source)
                _add_tags(pack, source, root, document, numbers, names)
                outline.root.append(_bookmark(paper.title, source, first))
    root.ParentTree = pack.make_indirect(pikepdf.Dictionary(Nums=numbers))
    root.ParentTreeNextKey = next_key
    root.IDTree = pack.make_indirect(_id_tree(names))
    _named(pack, root, title, language)
    out = BytesIO()
    pack.save(out, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _renumbered(source: pikepdf.Pdf, offset: int, prefix: bytes) -> int:
    """Move a paper's own numbers behind those given so far, and its ids under a prefix; gives the next number."""
    for each in source.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            for key in ("/StructParents", "/StructParent"):
                if key in each:
                    each[key] = int(each[key]) + offset
    tree = source.Root.StructTreeRoot
    keys = [int(key) for key, _ in _pairs(tree.ParentTree)]
    tree.ParentTree = pikepdf.Dictionary(Nums=pikepdf.Array([part for key, value in _pairs(tree.ParentTree) for part in (int(key) + offset, value)]))
    for element in _elements(tree.K):
        if "/ID" in element:
            element.ID = pikepdf.String(prefix + bytes(element.ID))
        for attributes in _listed(element.get("/A")):
            if isinstance(attributes, pikepdf.Dictionary) and "/Headers" in attributes:
                attributes.Headers = pikepdf.Array([pikepdf.String(prefix + bytes(each)) for each in attributes.Headers])
    return offset + max([int(tree.get("/ParentTreeNextKey", 0)), *(key + 1 for key in keys)])


def _pairs(tree: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - a node of a number tree
    """Yield a number tree's keys and values, whether in one node or below several."""
    for kid in tree.get("/Kids", ()):
        yield from _pairs(kid)
    numbers = list(tree.get("/Nums", ()))
    yield from zip(numbers[::2], numbers[1::2], strict=True)


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - one object, several, or none
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _elements(kids: Any) -> Iterator[pikepdf.Object]:  # noqa: ANN401 - the kids of an element
    """Yield every element of a tree of tags, parents first; marks of content and references to objects are none."""
    waiting = _listed(kids)[::-1]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            yield each
            waiting += _listed(each.get("/K"))[::-1]


def _add_pages(pack: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """Add the pages, their links leading to the pages of the pack."""
    first = len(pack.pages)
    places = _places(source)
    pack.pages.extend(source.pages)
    for index, page in enumerate(source.pages):
        links = zip(page.obj.get("/Annots", ()), pack.pages[first + index].obj.get("/Annots", ()), strict=True)
        for mine, copied in links:
            there = mine.get("/Dest")
            if isinstance(there, pikepdf.Array) and there[0].objgen in places:
                copied.Dest = pikepdf.Array([pack.pages[first + places[there[0].objgen]].obj, *list(there)[1:]])


def _places(source: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: index for index, page in enumerate(source.pages)}


def _add_tags(pack: pikepdf.Pdf, source: pikepdf.Pdf, root: pikepdf.Object, document: pikepdf.Object, numbers: pikepdf.Array, names: Elements) -> None:
    """Hang a paper's tree of tags into the common document; its pages are in the pack already, so that tags lead to them."""
    tree = pack.copy_foreign(source.make_indirect(source.Root.StructTreeRoot))
    for each in _listed(tree.K):
        if str(each.S) == "/Document":
            each.S = pikepdf.Name.Part
        each.P = document
        document.K.append(each)
    for key, value in _pairs(tree.ParentTree):
        numbers.extend([key, value])
    for name, role in tree.get("/RoleMap", pikepdf.Dictionary()).items():
        root.RoleMap[name] = role
    names.update({bytes(element.ID): element for element in _elements(tree.K) if "/ID" in element})


def _id_tree(names: Elements) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Names=pikepdf.Array([part for name in sorted(names) for part in (pikepdf.String(name), names[name])]))


def _bookmark(title: str, source: pikepdf.Pdf, first: int) -> pikepdf.OutlineItem:
    """Give a paper's bookmark with its own ones below; the paper's title, which would say the same, makes room for them."""
    item = pikepdf.OutlineItem(title, first, "Fit")
    places = _places(source)
    with source.open_outline() as outline:
        own = list(outline.root[0].children if len(outline.root) == 1 else outline.root)
        item.children.extend(_moved(each, places, first) for each in own)
    item.is_closed = True
    return item


def _moved(item: pikepdf.OutlineItem, places: dict[tuple[int, int], int], first: int) -> pikepdf.OutlineItem:
    there = item.destination
    if isinstance(there, pikepdf.Array) and there[0].objgen in places:
        left, top = (float(each) for each in list(there)[2:4])
        made = pikepdf.OutlineItem(item.title, first + places[there[0].objgen], "XYZ", left=left, top=top, zoom=0)
    else:
        made = pikepdf.OutlineItem(item.title, first, "Fit")
    made.children.extend(_moved(each, places, first) for each in item.children)
    made.is_closed = True
    return made


def _named(pack: pikepdf.Pdf, root: pikepdf.Object, title: str, language: Language) -> None:
    """Give the pack its tree of tags, language, title and standard; no day, so that the same papers give the same bytes."""
    pack.Root.StructTreeRoot = root
    pack.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    pack.Root.Lang = pikepdf.String(language)
    pack.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    pack.Root.PageMode = pikepdf.Name.UseOutlines
    with pack.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {language}
        metadata["pdfuaid:part"] = "1"
