"""Reading and answering in Chromium, as on a phone and beside on a wide screen: es and en, sound for axe, nothing sideways."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from briefing.language import LANGUAGES, Language, catalogue
from tests.portal.running import Running

pytestmark = pytest.mark.full  # the sample company's 41 months are brought in first, a minute or two

SLOWEST = 120_000
DOMAIN = "alderquill.example.com"
BOARD = "/briefings/MTY/2026-10/1/asked/"


def words(language: Language, key: str, **values: object) -> str:
    """Give a text of the pages."""
    return catalogue("answering", language).text(key, **values)


class Desk:
    """A running portal with the sample company, and windows of people who are signed in."""

    def __init__(self, portal: Running, browser: Browser) -> None:
        """Open nothing yet."""
        self.portal, self.browser, self.mails = portal, browser, 0
        self.cookies: dict[str, Any] = {}

    def window(self, mailbox: str, width: int, language: Language) -> Page:
        """Give a window in which somebody is signed in, in a language."""
        context = self.browser.new_context(viewport={"width": width, "height": 800}, locale="es-MX" if language == "es" else "en-US", accept_downloads=True)
        context.set_default_timeout(SLOWEST)
        page = context.new_page()
        if mailbox in self.cookies:
            context.add_cookies(self.cookies[mailbox])
            page.goto(f"{self.portal.address}/me/")
        else:
            page.goto(f"{self.portal.address}/sign-in/")
            page.fill("#id_email", f"{mailbox}@{DOMAIN}")
            page.click("main button")
            page.wait_for_selector("#id_code")
            self.mails += 1
            page.fill("#id_code", self.portal.newest_code(self.mails))
            page.click("main button")
            page.wait_for_selector("header nav")
            self.cookies[mailbox] = context.cookies()
        if page.locator("html").get_attribute("lang") != language:
            page.click(".who button")
            page.wait_for_selector(f"html[lang={language}]")
        return page

    def go(self, page: Page, address: str) -> None:
        """Go to a page and hold it to what every page keeps."""
        page.goto(self.portal.address + address)
        sound(page)


def sound(page: Page) -> None:
    """No fault for axe, nothing sideways."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.url


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Give the sample company's portal once its latest months are there, and Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is not installed; apt.txt names it")
    data = tmp_path_factory.mktemp("answering") / "data"
    with Running(data, "--demo") as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        made = Desk(portal, browser)
        page = made.window("coo", 360, "en")
        for _ in range(240):
            if page.goto(f"{portal.address}{BOARD}") and page.locator("article.ask").count():
                break
            page.wait_for_timeout(500)
        page.context.close()
        yield made
        browser.close()


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("es", 360), ("en", 1280)])
def test_an_executive_reads_and_answers(desk: Desk, language: Language, width: int) -> None:
    """Three plain buttons below each ask, large enough for a thumb; the briefing opens by a button, and the answer is said back."""
    page = desk.window("coo", width, language)
    desk.go(page, "/waiting/")
    desk.go(page, BOARD)
    ask = page.locator("article.ask").first
    boxes = [button.bounding_box() for button in ask.locator(".choices button").all()]
    assert len(boxes) == 3
    assert all(box and box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    ask.locator("textarea").fill("¿Desde cuándo?" if language == "es" else "From when on?")
    ask.locator(f"button:has-text('{words(language, 'answer.question')}')").click()
    expect(page.locator(".message[role=alert]")).to_have_text(words(language, "answer.taken"))
    sound(page)
    expect(page.locator("article.ask .talks").first).to_contain_text("¿Desde cuándo?" if language == "es" else "From when on?")
    page.click(f"button:has-text('{words(language, 'read.open')}')")
    page.wait_for_url("**/hq.en.html")
    assert page.locator("h1").first.is_visible()
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_answering_is_sound_on_a_phone(desk: Desk, language: Language) -> None:
    """A director who answers through the secretary, the secretary, the site, the desk with its reminder."""
    for mailbox, addresses in {"chair": ("/", "/waiting/", BOARD), "secretary": ("/waiting/", BOARD), "autor.mty": ("/", "/waiting/", BOARD),
                               "staff": ("/desk/", "/desk/reminder/MTY/A-004/", "/packs/")}.items():
        page = desk.window(mailbox, 360, language)
        for address in addresses:
            desk.go(page, address)
            if mailbox == "secretary" and address == BOARD:
                for summary in page.locator("details summary").all():
                    summary.click()
                sound(page)
        if mailbox == "chair":
            assert page.locator(".choices").count() == 0
            assert words(language, "way.secretary") in page.locator("main").inner_text()
        page.context.close()


def test_two_months_beside_each_other_where_there_is_room(desk: Desk) -> None:
    """Side by side on a wide screen, a link each on a narrow one; the frames are sandboxed."""
    page = desk.window("chair", 1280, "en")
    page.goto(f"{desk.portal.address}{BOARD}")
    for _ in range(240):  # September is brought in after October
        if page.locator("button[value=beside]").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.click("button[value=beside]")
    page.wait_for_url("**/beside/board.en/")
    sound(page)
    first, second = (frame.bounding_box() for frame in page.locator("iframe").all())
    assert first
    assert second
    assert (first["y"], first["x"] + first["width"] <= second["x"]) == (second["y"], True)
    assert [frame.get_attribute("sandbox") for frame in page.locator("iframe").all()] == ["", ""]
    page.set_viewport_size({"width": 360, "height": 800})
    assert [frame.is_visible() for frame in page.locator("iframe").all()] == [False, False]
    assert page.locator(".two a").count() == 2
    sound(page)
    page.context.close()


def test_the_paper_is_taken_along(desk: Desk, tmp_path: Path) -> None:
    """The PDF comes as a file, with the button's mark."""
    page = desk.window("chair", 360, "en")
    page.goto(f"{desk.portal.address}{BOARD}")
    with page.expect_download() as download:
        page.click("button[value=pdf]")
    assert download.value.suggested_filename == "MTY-2026-10-board.en.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.reload()
    assert "You first opened it on" in page.locator("main").inner_text()
    page.context.close()
