"""The portal in Chromium: set up, sign in by code, upload with errors, correct, review, approve, publish, find; wide and narrow, es and en."""

from __future__ import annotations

import io
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect, sync_playwright

from briefing.language import LANGUAGES, Language, catalogue
from tests.portal.conftest import SAMPLE
from tests.portal.running import Running
from tests.spoiling import edit, put

SLOWEST = 120_000
"""Milliseconds that a crowded machine may take to read, draw and publish."""
DOMAIN = "plant.example"
TYPED = ("administrator", "Seguimiento")
"""A role that the walk types and a sheet of the workbook, which are texts of the catalogue too: what people typed is shown as typed."""


@dataclass
class Walk:
    """A running portal, a browser, and what was seen on the way."""

    portal: Running
    browser: Browser
    mails: int = 0
    known: dict[str, Any] = field(default_factory=dict)
    """By mailbox: the cookies of a window that is signed in."""
    looked_at: set[str] = field(default_factory=set)

    def page(self, width: int, language: Language) -> Page:
        """Open a window of its own."""
        context = self.browser.new_context(viewport={"width": width, "height": 800}, locale="es-MX" if language == "es" else "en-US", accept_downloads=True)
        context.set_default_timeout(SLOWEST)
        return context.new_page()

    def sign_in(self, page: Page, mailbox: str) -> Page:
        """Sign in by code, as a person does; once a person, since a mailbox gets few codes in a while."""
        page.context.clear_cookies()
        if mailbox in self.known:
            page.context.add_cookies(self.known[mailbox])
            page.goto(self.portal.address + "/me/")
            return page
        page.goto(self.portal.address + "/sign-in/")
        self.look(page)
        page.fill("#id_email", f"{mailbox}@{DOMAIN}")
        page.click("main button")
        page.wait_for_selector("#id_code")
        self.mails += 1
        page.fill("#id_code", self.portal.newest_code(self.mails))
        self.look(page)
        page.click("main button")
        page.wait_for_selector("header nav")
        self.known[mailbox] = page.context.cookies()
        return page

    def look(self, page: Page) -> None:
        """Hold the page to what every page keeps: no fault for axe, nothing sideways, one language, no script refused by the policy."""
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.url
        language: Language = "es" if page.locator("html").get_attribute("lang") == "es" else "en"
        assert foreign_texts(page.locator("body").inner_text(), language) == [], page.url
        self.looked_at.add(page.url.removeprefix(self.portal.address))


def foreign_texts(text: str, language: Language) -> list[str]:
    """Give the texts of the other language's catalogue that stand in a page."""
    other: Language = "en" if language == "es" else "es"
    for typed in TYPED:
        text = text.replace(typed, "")
    own = " ".join(str(entry) for domain in ("portal", "outbox") for entry in catalogue(domain, language).entries.values())
    found = []
    for entry in (entry for domain in ("portal", "outbox") for entry in catalogue(domain, other).entries.values()):
        for pattern in (entry,) if isinstance(entry, str) else entry:
            parts = [part.strip() for part, *_ in Formatter().parse(pattern)]
            found += [part for part in parts if len(part) > 8 and part in text and part not in own]
    return found


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Give a portal from an empty folder, and Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is not installed; apt.txt names it")
    with Running(tmp_path_factory.mktemp("portal") / "data") as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield Walk(portal, browser)
        browser.close()


def add(walk: Walk, page: Page, mailbox: str, role: str, language: Language, **right: str) -> None:
    """Add a person with a right, by the administrator's forms."""
    page.goto(walk.portal.address + "/people/")
    walk.look(page)
    for name, value in (("email", f"{mailbox}@{DOMAIN}"), ("name", mailbox.title()), ("signs_as", role)):
        page.fill(f"#id_{name}", value)
    page.select_option("#id_language", language)
    page.click("section button")
    page.wait_for_selector("#id_kind")
    for name, value in right.items():
        page.select_option(f"#id_{name}", value)
    page.locator("section", has=page.locator("#id_kind")).get_by_role("button").last.click()
    page.wait_for_load_state()
    walk.look(page)


def charter(folder: Path) -> Path:
    """Give the sample's charter, asking for a second person's approval."""
    path = folder / "charter.xlsx"
    shutil.copy(SAMPLE / "charter.xlsx", path)
    edit(path, lambda book: book["Company"].append(["A second person approves", "yes"]))
    return path


@pytest.fixture(scope="module")
def company(walk: Walk, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Set the company up as its people would: the first administrator, everybody else, the charter."""
    page = walk.page(1280, "en")
    page.goto(walk.portal.setup_link)
    walk.look(page)
    for name, value in (("email", f"first@{DOMAIN}"), ("name", "First"), ("signs_as", "administrator")):
        page.fill(f"#id_{name}", value)
    page.select_option("#id_language", "en")
    page.click("main button")
    page.wait_for_url("**/people/")
    add(walk, page, "coo", "COO", "en", kind="hq_owner")
    add(walk, page, "secretary", "corporate secretary", "en", kind="secretary")
    add(walk, page, "chair", "director", "es", kind="reader", edition="board")
    walk.sign_in(page, "coo")
    page.goto(walk.portal.address + "/charter/")
    walk.look(page)
    page.set_input_files("#file", charter(tmp_path_factory.mktemp("charter")))
    page.click("form.drop button")
    page.wait_for_url("**/charter/1/")
    walk.look(page)
    page.click("main button")
    page.wait_for_url("**/charter/")
    walk.sign_in(page, "first")
    for site, language in (("MTY", "es"), ("QRO", "en")):
        add(walk, page, f"author.{site.lower()}", "plant director", language, kind="author", site=site)
        add(walk, page, f"second.{site.lower()}", "plant controller", language, kind="approver", site=site)
    page.context.close()
    return walk


WORDS: dict[Language, dict[str, str]] = {language: {key: str(entry) for key, entry in catalogue("portal", language).entries.items()} for language in LANGUAGES}


@pytest.mark.parametrize(("width", "language", "site"), [pytest.param(1280, "en", "QRO", marks=pytest.mark.full), (360, "es", "MTY")])
def test_a_month_on_screen(width: int, language: Language, site: str, company: Walk, tmp_path: Path) -> None:
    """From a workbook with a fault to a published briefing that a director finds."""
    page, words = company.page(width, language), WORDS[language]
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    for path in (good, bad):
        shutil.copy(SAMPLE / "submissions" / "2026-10" / f"{site}.xlsx", path)
    put(bad, "KPIs", "OTD", "2026-10", "noventa y tantos")

    company.sign_in(page, f"author.{site.lower()}")
    company.look(page)
    page.goto(f"{company.portal.address}/site/{site}/2026-10/")
    company.look(page)
    _upload(company, page, bad)
    expect(page.locator(".findings li.error")).to_contain_text("noventa y tantos")
    with page.expect_download() as download:
        page.click(f"text={words['version.annotated']}")
    assert any(cell.comment for sheet in load_workbook(io.BytesIO(download.value.path().read_bytes())) for row in sheet.iter_rows() for cell in row)

    page.goto(f"{company.portal.address}/site/{site}/2026-10/")
    _upload(company, page, good)
    page.click(f"text={words['version.review']}")
    page.wait_for_selector("iframe", timeout=SLOWEST)
    expect(page.locator(".private")).to_contain_text(words["review.private"], timeout=SLOWEST)
    company.look(page)
    page.click(f"text={words['override.open']}")
    page.select_option("#kpi", "OTD")
    page.select_option("#status", "within_tolerance")
    page.fill("#why", "El cliente aceptó la fecha")
    page.click(f"button:has-text('{words['override.do']}')")
    page.wait_for_selector(f"button:has-text('{words['approve.send']}')", timeout=SLOWEST)
    page.click(f"button:has-text('{words['approve.send']}')")
    expect(page.locator(".next")).to_contain_text(words["step.waits"])
    company.look(page)

    company.sign_in(page, f"second.{site.lower()}")
    page.locator("main a.action").first.click()
    page.wait_for_url("**/2026-10/2/review/")
    expect(page.locator("[data-fill]")).to_have_count(0, timeout=SLOWEST)
    company.look(page)
    assert words["review.private"] not in page.locator("body").inner_text()
    page.click(f"button:has-text('{words['approve.do']}')")
    expect(page.locator(".next")).to_contain_text(words["step.publish"])

    company.sign_in(page, f"author.{site.lower()}")
    page.goto(f"{company.portal.address}/site/{site}/2026-10/2/review/")
    page.click(f"button:has-text('{words['publish.do']}')")
    expect(page.locator(".next")).to_contain_text(words["month.publishing"])
    page.wait_for_selector("text=/Publica(ción|tion) 1/", timeout=SLOWEST)
    company.look(page)
    _find_it(company, page, site)
    _who_gets_it(company, page, site)
    page.context.close()


def _upload(walk: Walk, page: Page, path: Path) -> None:
    """Upload a file by the form, with the script's progress, and wait until it was read."""
    page.set_input_files("#file", path)
    page.click("form.drop button")
    page.wait_for_url(re.compile(r"/2026-10/\d+/$"))
    page.wait_for_selector("main .actions", timeout=SLOWEST)
    walk.look(page)


def _find_it(walk: Walk, page: Page, site: str) -> None:
    """Find the briefing in the archive as a director, and open it: a page of its own in which no script runs."""
    walk.sign_in(page, "chair")
    walk.look(page)
    page.goto(walk.portal.address + "/briefings/?q=cliente")
    walk.look(page)
    page.goto(f"{walk.portal.address}/briefings/{site}/2026-10/1/")
    walk.look(page)
    page.locator("a.action").first.click()
    page.wait_for_url(re.compile(r"/board\.e[ns]\.html$"))
    assert page.locator("h1").first.is_visible()
    answer: Any = page.request.get(page.url)
    assert answer.headers["content-security-policy"].startswith("sandbox;")


def _who_gets_it(walk: Walk, page: Page, site: str) -> None:
    """See as the COO who gets the month, in both languages, and read a mail; nothing can be sent before the operator has set a mail server."""
    walk.sign_in(page, "coo")
    there = f"{walk.portal.address}/briefings/{site}/2026-10/1/"
    page.goto(there)
    page.click("a[href$='/readers/']")
    deadline = time.monotonic() + SLOWEST / 1000
    while not page.locator("main table").count():
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        time.sleep(0.5)
        page.reload()
    for _ in LANGUAGES:
        walk.look(page)
        expect(page.locator("main")).to_contain_text("BRIEFING_SMTP_URL")
        assert page.locator("main form").count() == 1
        page.click(".who button")
        page.wait_for_load_state()
    page.locator("main tbody a").first.click()
    page.wait_for_url(re.compile(r"/readers/\d+/$"))
    walk.look(page)


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.full), 360])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_screen_is_sound_in_both_languages_and_widths(width: int, language: Language, company: Walk) -> None:
    """Those of the desk, the records, the people and one's own data, and the page that is not there."""
    page = company.page(width, language)
    pages = {"coo": ("/desk/", "/charter/", "/charter/1/", "/charter/definition/", "/briefings/"), "secretary": ("/records/", "/briefings/"),
             "first": ("/people/", "/people/1/", "/people/2/", "/people/2/erase/", "/me/", "/nowhere/"),
             "author.mty": ("/", "/site/MTY/", "/site/MTY/2026-09/", "/me/"), "second.mty": ("/site/MTY/definition/",)}
    for who, addresses in pages.items():
        company.sign_in(page, who)
        if page.locator("html").get_attribute("lang") != language:
            page.click(".who button")
            page.wait_for_selector(f"html[lang={language}]")
        for address in addresses:
            page.goto(company.portal.address + address)
            company.look(page)
            assert page.locator("html").get_attribute("lang") == language
    page.context.close()


def test_the_keyboard_alone_is_enough_to_sign_in(company: Walk) -> None:
    """The skip link comes first, the field has the focus, Enter sends."""
    page = company.page(1280, "es")
    page.goto(company.portal.address + "/sign-in/")
    assert page.evaluate("document.activeElement.id") == "id_email"
    page.keyboard.type(f"chair@{DOMAIN}")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_code")
    company.mails += 1
    page.keyboard.type(company.portal.newest_code(company.mails))
    page.keyboard.press("Enter")
    page.wait_for_selector("header nav")
    page.goto(company.portal.address + "/briefings/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.context.close()


def test_without_script_the_upload_works_all_the_same(company: Walk, tmp_path: Path) -> None:
    """The form, the waiting page that reloads itself, the findings."""
    path = tmp_path / "good.xlsx"
    shutil.copy(SAMPLE / "submissions" / "2026-09" / "MTY.xlsx", path)
    page = company.page(1280, "es")
    company.sign_in(page, "author.mty")
    context = company.browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    context.set_default_timeout(SLOWEST)
    bare = context.new_page()
    bare.goto(f"{company.portal.address}/site/MTY/2026-09/")
    bare.set_input_files("#file", path)
    bare.click("form.drop button")
    bare.wait_for_selector("main .actions", timeout=SLOWEST)
    assert "/2026-09/1/" in bare.url
    context.close()
    page.context.close()
