"""What the tests of the drawn pages share: a browser, and the documents of the sample company by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from briefing.document.blocks import Document
from briefing.document.editions import EDITIONS, Audience
from briefing.group.document import compose_group
from briefing.group.setting import links_to
from briefing.pipeline import Briefing
from briefing.rendering import render
from tests.group.views import view_of

Shown = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, if the machine has it."""
    executable = shutil.which("chromium")
    if not executable:
        pytest.skip("apt.txt: chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only with a browser

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def documents(briefings: Mapping[str, Briefing]) -> Mapping[str, Document]:
    """Give each edition of each sample site and of the group's page, by names such as `MTY.board.en` and `group.hq.es`."""
    view = view_of(briefings)
    sites = {f"{site}.{edition}": document for site, briefing in briefings.items() for edition, document in briefing.documents.items()}
    return sites | {f"group.{each}": compose_group(view, each, links_to(str(each), "html")) for each in EDITIONS if each.audience is not Audience.SITE}


@pytest.fixture(scope="session")
def addresses(documents: Mapping[str, Document], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Give what writes a document's HTML, once, and names its address."""
    folder: Path = tmp_path_factory.mktemp("pages")

    @cache
    def address(name: str) -> str:
        path = folder / f"{name}.html"
        path.write_bytes(render(documents[name], "html"))
        return path.as_uri()

    return address


@pytest.fixture
def shown(browser: Any, addresses: Callable[[str], str]) -> Iterator[Shown]:
    """Give what opens a document at a width of so many CSS pixels; all pages close with the test."""
    pages = []

    def show(name: str, width: int = 1280, **context: object) -> Any:
        page = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True, **context)
        pages.append(page)
        page.goto(addresses(name))
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield show
    for page in pages:
        page.close()
