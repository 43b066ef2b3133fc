"""The whole loop as people go through it: mail, scanner, reading, disagreement, reply, the secretary's record, and all of it in the next month's briefing."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from briefing.language import LANGUAGES, Language, catalogue
from briefing.numbers import day
from tests.distribution.servers import Box, mail_server
from tests.full.test_portal_load import run
from tests.portal.conftest import SAMPLE
from tests.portal.front import tls_front
from tests.portal.running import Running
from tests.spoiling import edit

pytestmark = pytest.mark.full
HOST = "portal.example.com"
"""The public address in mail, https:// as the portal demands. Here alone the name is translated: Chromium and the scanner are told that it is a port of this
machine, where a proxy ends TLS; the links themselves are followed as they were mailed."""
DOMAIN = "alderquill.example.com"
SLOWEST = 120.0
PHONE = 360
REASON: dict[Language, str] = {"en": "The tooling is not in this year's plan", "es": "El herramental no está en el plan de este año"}
REPLY: dict[Language, str] = {"en": "It goes into the plan of 2027", "es": "Va en el plan de 2027"}
TO_DIRECTOR: dict[Language, str] = {"en": "We bring the quotation to the meeting", "es": "Llevamos la cotización a la junta"}
MINUTE = "OC-2026-11"
DISPUTED, RECORDED = "A-010", "A-004"
LATER = 30
"""Days after today from which the built briefing speaks."""
SENT_ON = date(2026, 10, 28)
"""The day on which the sample sent the disputed ask's terms; 20 days were agreed."""
NOVEMBER: dict[Language, tuple[str, ...]] = {
    "en": ("COO: disagrees, {on}; the plant replied on {on}.", "A-010, COO disagrees, {on}: “{reason}.”", "Reply of plant director, {on}: “{reply}.”",
           "Director, chair of the board: disagrees, {on}; the plant replied on {on}.", "A-004, director, chair of the board disagrees, {on}: the reasons are not kept.",
           "Reply of plant director, {on}: “{meeting}.”", "Not closed: the reader has not come back, {days} days."),
    "es": ("COO: no está de acuerdo, {on}; la planta contestó el {on}.", "A-010, COO no está de acuerdo, {on}: «{reason}».", "Contestación de director de planta, {on}: «{reply}».",
           "Consejero, presidente del consejo: no está de acuerdo, {on}; la planta contestó el {on}.", "A-004, consejero, presidente del consejo no está de acuerdo, {on}: no se conservan las razones.",
           "Contestación de director de planta, {on}: «{meeting}».", "Sin cerrar: el lector no ha vuelto a decir nada, {days} días."),
}
OVERDUE: dict[Language, str] = {"en": "No answer from 9 of 10 readers to the terms of 28 Oct: {over} days beyond the 20 agreed.",
                                "es": "Sin respuesta de 9 de 10 lectores a los términos del 28 oct: {over} días después de los 20 acordados."}

SETUP = """
import os, sys
os.environ['DJANGO_SETTINGS_MODULE'] = 'briefing.portal.settings'
from briefing.portal.serving import make_ready
from pathlib import Path
make_ready(quiet=True, workspace=Path(sys.argv[1]))
from django.utils import timezone
from briefing.portal.models import RightKind
from briefing.portal.services.people import add_person, give_right
for mailbox, role, kind, site, edition in (('coo', 'COO', 'reader', '', 'hq'), ('direccion.mty', 'plant director', 'author', 'MTY', ''),
                                           ('chief.of.staff', 'chief of staff', 'chief_of_staff', '', ''), ('secretary', 'corporate secretary', 'secretary', '', '')):
    person = add_person(None, timezone.now(), email=f'{mailbox}@alderquill.example.com', name=mailbox.title(), signs_as=role, language=sys.argv[2])
    give_right(None, person, timezone.now(), kind=RightKind(kind), site=site, edition=edition)
print('{}')
"""


@dataclass
class Loop:
    """A portal in service behind TLS, its mail server, a browser, and every screen's text on the way."""

    portal: Running
    port: int
    box: Box
    browser: Browser
    language: Language
    screens: dict[str, str] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def words(self, domain: str, key: str, *count: int, **values: object) -> str:
        """Give a text of the pages."""
        return catalogue(domain, self.language).text(key, *count, **values)

    def window(self) -> Page:
        """Open a phone's window, in which nobody is signed in."""
        context = self.browser.new_context(viewport={"width": PHONE, "height": 740}, locale="es-MX" if self.language == "es" else "en-US",
                                           ignore_https_errors=True, accept_downloads=True)
        context.set_default_timeout(SLOWEST * 1000)
        return context.new_page()

    def sign_in(self, page: Page, mailbox: str, address: str = "/") -> Page:
        """Go where somebody wants to go; sign in on the way by the code that arrives by mail, and be there."""
        where = address if "://" in address else f"https://{HOST}{address}"
        page.goto(where)
        page.wait_for_selector("#id_email")
        page.fill("#id_email", f"{mailbox}@{DOMAIN}")
        before = len(self.to(mailbox))
        page.click("main button")
        page.wait_for_selector("#id_code")
        until(lambda: len(self.to(mailbox)) > before, "no code came by mail")
        code = re.search(r"^[A-Z0-9][A-Z0-9-]{5,}\r?$", part(self.to(mailbox)[-1], "plain"), re.MULTILINE)
        assert code
        page.fill("#id_code", code[0].strip())
        page.click("main button")
        page.wait_for_url(where)
        return page

    def to(self, mailbox: str) -> list[EmailMessage]:
        """Give the mails that somebody has had."""
        return [mail for mail in self.box.mails if str(mail["to"]) == f"{mailbox}@{DOMAIN}"]

    def see(self, page: Page, name: str) -> str:
        """Keep a screen's text, after a look that nothing stands outside the phone and the language is the person's."""
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.url
        assert page.locator("html").get_attribute("lang") == self.language, page.url
        text = page.locator("main").inner_text()
        self.screens[f"{time.monotonic() - self.began:05.1f} s {name}"] = text
        return text

    def reload_until(self, page: Page, selector: str) -> None:
        """Look again and again, as a person does, until something is there."""
        deadline = time.monotonic() + SLOWEST
        while not page.locator(selector).count():
            assert time.monotonic() < deadline, page.locator("main").inner_text()
            time.sleep(0.5)
            page.reload()

    def database(self) -> list[str]:
        """Give all that the database holds."""
        with closing(sqlite3.connect(self.portal.data / "portal.sqlite3")) as database:
            return list(database.iterdump())

    def rows(self, question: str) -> list[Any]:
        """Give what the database answers."""
        with closing(sqlite3.connect(self.portal.data / "portal.sqlite3")) as database:
            return database.execute(question).fetchall()

    def fetch(self, method: str, link: str, cookie: str = "") -> int:
        """Open a link as a program does that looks into mail, and follow where it leads; gives the last status."""
        for _ in range(5):
            line = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=ssl._create_unverified_context())  # noqa: S323 - our own proxy
            line.request(method, urlsplit(link)._replace(scheme="", netloc="").geturl(), headers={"Host": HOST} | ({"Cookie": cookie} if cookie else {}))
            answer = line.getresponse()
            answer.read()
            line.close()
            if answer.status not in {301, 302}:
                return answer.status
            link = answer.headers["Location"]
        return 0


def today() -> date:
    """Give the portal's day."""
    return datetime.now(ZoneInfo("America/Mexico_City")).date()


def until(holds: Callable[[], object], otherwise: str) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + SLOWEST
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


def part(mail: EmailMessage, kind: str) -> str:
    """Give a mail's text or HTML."""
    body = mail.get_body((kind,))
    assert body is not None, kind
    return str(body.get_content())


def company(folder: Path, language: Language) -> Path:
    """Lay three months of the sample whose COO and chair read in a language; October is the one that was published."""
    for month in ("2026-08", "2026-09", "2026-10"):
        (folder / "submissions" / month).mkdir(parents=True)
        shutil.copy(SAMPLE / "submissions" / month / "MTY.xlsx", folder / "submissions" / month)
    (folder / "publication" / "2026-10").mkdir(parents=True)
    shutil.copy(SAMPLE / "publication" / "2026-10" / "MTY.toml", folder / "publication" / "2026-10")
    (folder / "responses").mkdir()
    shutil.copy(SAMPLE / "charter.xlsx", folder)

    def change(book: Any) -> None:
        sheet = book["Readers"]
        place = [str(cell.value) for cell in sheet[3]].index("Language")
        for row in sheet.iter_rows(min_row=4):
            if row[0].value in {"COO", "DIR-1", "PD-MTY"}:
                row[place].value = {"en": "English", "es": "Spanish"}[language]

    edit(folder / "charter.xlsx", change)
    return folder


@pytest.fixture(params=LANGUAGES)
def loop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Loop]:
    """Give the portal in service with October of Monterrey, a mail server, and Debian's Chromium on a phone's width."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is not installed; apt.txt names it")
    language: Language = request.param
    with mail_server() as box:
        settings = {"BRIEFING_URL": f"https://{HOST}", "BRIEFING_PROXIES": "1", "BRIEFING_SMTP_URL": f"smtp://127.0.0.1:{box.port}",
                    "BRIEFING_MAIL_FROM": f"briefing@{DOMAIN}"}
        run(SETUP, tmp_path / "data", settings, str(company(tmp_path / "company", language)), language)
        with (Running(tmp_path / "data", **settings) as portal, tls_front(portal.address.removeprefix("http://"), tmp_path) as port,
              sync_playwright() as playwright):
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{port}"])
            made = Loop(portal, port, box, browser, language)
            try:
                yield made
            finally:
                screens = "\n\n".join(f"== {name}\n{text}" for name, text in made.screens.items())
                (tmp_path / f"screens.{language}.txt").write_text(screens, encoding="utf-8")
                browser.close()


def test_the_loop_closes(loop: Loop, tmp_path: Path) -> None:
    """Released by the chief of staff, scanned without a trace, read, disagreed with, replied to, recorded by the secretary; November's briefing shows it."""
    send_the_mails(loop)
    mail = loop.to("coo")[-1]
    links = links_of(mail)
    scan(loop, links)
    read_and_disagree(loop, links[0])
    reply(loop, "coo", REPLY[loop.language])
    record_a_director(loop)
    reply(loop, "dir", TO_DIRECTOR[loop.language])
    before_november = dict(loop.screens)
    shown_in_november(loop, publish_november(loop))
    shown_in_november(loop, built(loop, tmp_path / "out", today() + timedelta(days=LATER)))
    said_of_answers = "\n".join((*before_november.values(), *(part(mail, kind) for kind in ("plain", "html"))))
    assert re.findall(r"\w*(?:aprob|approv)\w*", said_of_answers, re.IGNORECASE) == []
    kept = (loop.portal.data / "workspace" / "responses" / "2026-10.csv").read_text(encoding="utf-8")
    assert ("zarzamora" in kept, MINUTE in kept) == (False, True)


def send_the_mails(loop: Loop) -> None:
    """Open who gets what, have the mails written, look, press Send: not before it does a mail leave that is no code."""
    page = loop.sign_in(loop.window(), "chief.of.staff", "/briefings/")
    loop.reload_until(page, "a[href*='/briefings/MTY/2026-10/1/']")
    page.goto(f"https://{HOST}/briefings/MTY/2026-10/1/")
    page.click(f"text={loop.words('outbox', 'open')}")
    page.click(f"button:has-text('{loop.words('outbox', 'prepare.do')}')")
    loop.reload_until(page, "main tbody tr")
    loop.see(page, "who gets what, before")
    time.sleep(3)  # three looks of the process that brings mail
    assert [str(each["to"]) for each in loop.box.mails] == [f"chief.of.staff@{DOMAIN}"]
    count = loop.rows("SELECT COUNT(*) FROM portal_dispatch WHERE state = 'prepared'")[0][0]
    page.click(f"button:has-text('{loop.words('outbox', 'release.do', count)}')")
    expect(page.locator(".message[role=alert]")).to_have_text(loop.words("outbox", "release.done", count))
    until(lambda: len(loop.box.mails) == 1 + count, "not every mail came")
    until(lambda: loop.rows("SELECT COUNT(*) FROM portal_dispatch WHERE state = 'sent' AND noted")[0][0] == count, "not every mail is noted")
    page.reload()
    loop.see(page, "who gets what, after")
    page.context.close()


def links_of(mail: EmailMessage) -> list[str]:
    """Give the links of a mail, which its text and its HTML hold alike."""
    text, html = (sorted(set(re.findall(r"https?://[^\s\"'<>]+", part(mail, kind)))) for kind in ("plain", "html"))
    assert text == html
    assert [urlsplit(link).netloc for link in text] == [HOST]
    assert [urlsplit(link).path for link in text] == ["/briefings/MTY/2026-10/1/asked/"]
    return text


def scan(loop: Loop, links: list[str], cookie: str = "") -> None:
    """Open every link three times by GET and by HEAD: nothing read, nothing answered, nothing changed in database or files."""
    path = loop.portal.data / "workspace" / "responses"
    before, files = loop.database(), {each.name: each.read_bytes() for each in path.iterdir()}
    for link in links:
        assert [loop.fetch(method, link, cookie) for _ in range(3) for method in ("GET", "HEAD")] == [200] * 6
    assert loop.database() == before
    assert {each.name: each.read_bytes() for each in path.iterdir()} == files
    assert [loop.rows(f"SELECT COUNT(*) FROM portal_{table}")[0][0] for table in ("reading", "answer", "message")] == [0, 0, 0]  # noqa: S608 - three names of ours


def read_and_disagree(loop: Loop, link: str) -> None:
    """Follow the mail's link, read by the button, disagree with words."""
    page = loop.sign_in(loop.window(), "coo", link)
    loop.see(page, "the mail's link")
    cookies: Any = page.context.cookies()
    scan(loop, [link, f"https://{HOST}/briefings/MTY/2026-10/1/hq.{loop.language}.html"], "; ".join(f"{each['name']}={each['value']}" for each in cookies))
    page.click(f"button:has-text('{loop.words('answering', 'read.open')}')")
    page.wait_for_url(f"**/hq.{loop.language}.html")
    assert page.locator("h1").first.is_visible()
    assert len(loop.rows("SELECT * FROM portal_reading")) == 1
    page.go_back()
    ask = page.locator(f"#{DISPUTED}")
    assert loop.words("answering", "fact.recommended") in loop.see(page, "what is asked, before")
    ask.locator("textarea").fill(REASON[loop.language])
    ask.locator("button[value=disagree]").click()
    expect(page.locator(".message[role=alert]")).to_have_text(loop.words("answering", "answer.taken"))
    assert REASON[loop.language] in loop.see(page, "what is asked, after")
    page.context.close()


def reply(loop: Loop, reader: str, text: str) -> None:
    """Find as the site's author what waits for a reply, and reply."""
    page = loop.sign_in(loop.window(), "direccion.mty", "/waiting/")
    loop.see(page, f"waiting for the author, {reader}")
    page.locator("main section a[href*='/asked/#']").first.click()
    page.wait_for_url("**/asked/#*")
    form = page.locator("form[action$='/reply/']").filter(has=page.locator(f"input[name=reader][value^={reader.upper()}]"))
    form.locator("textarea").fill(text)
    form.locator("button").click()
    expect(page.locator(".message[role=alert]")).to_have_text(loop.words("answering", "reply.taken"))
    assert text in loop.see(page, f"replied to {reader}")
    page.context.close()


def record_a_director(loop: Loop) -> None:
    """Record as the secretary what the chair said in a meeting, with its minute; the director's words are not kept."""
    page = loop.sign_in(loop.window(), "secretary", "/briefings/MTY/2026-10/1/asked/")
    ask = page.locator(f"#{RECORDED}")
    ask.locator("summary", has_text=loop.words("answering", "record.answer")).click()
    form = ask.locator("form", has=page.locator("select[name=reader]"))
    form.locator("select[name=reader]").select_option("DIR-1")
    form.locator("select[name=choice]").select_option("disagree")
    form.locator("input[name=on]").fill(today().isoformat())
    form.locator("input[name=reference]").fill(MINUTE)
    form.locator("textarea").fill("zarzamora")
    form.locator("button").click()
    expect(page.locator(".message[role=alert]")).to_have_text(loop.words("answering", "record.answer_taken"))
    loop.see(page, "recorded by the secretary")
    page.context.close()


def publish_november(loop: Loop) -> dict[str, Any]:
    """Download November's prefilled workbook as the author, hand it in, review and publish it; its mails are written, and none goes."""
    page = loop.sign_in(loop.window(), "direccion.mty", "/site/MTY/2026-11/")
    with page.expect_download() as download:
        page.click(f"text={loop.words('portal', 'workbook.get')}")
    path = loop.portal.data.parent / "november.xlsx"
    download.value.save_as(path)
    page.set_input_files("#file", path)
    page.click("form.drop button")
    page.wait_for_url(re.compile(r"/2026-11/1/$"))
    page.wait_for_selector("main .actions")
    loop.see(page, "November was read")
    page.goto(f"https://{HOST}/site/MTY/2026-11/1/review/")
    page.wait_for_selector("iframe")
    page.click(f"button:has-text('{loop.words('portal', 'publish.do')}')")
    page.wait_for_selector("a[href*='/briefings/MTY/2026-11/1/']")
    loop.see(page, "November is published")
    page.context.close()
    until(lambda: loop.rows("SELECT COUNT(*) FROM portal_dispatch WHERE publication_id = (SELECT MAX(id) FROM portal_publication) AND state = 'prepared'")[0][0], "no mails were written")
    assert not [mail for mail in loop.box.mails if "2026-11" in mail.as_string()]
    outputs = json.loads(loop.rows("SELECT outputs FROM portal_publication WHERE period = '2026-11'")[0][0])
    stored = dict(loop.rows("SELECT sha256, stored FROM portal_frozen"))[outputs["briefing.json"]]
    found: dict[str, Any] = json.loads((loop.portal.data / "frozen" / stored).read_bytes())
    return found


def built(loop: Loop, out: Path, as_of: date) -> dict[str, Any]:
    """Build November from the portal's workspace by the command line, as of a later day."""
    command = [sys.executable, "-c", "from briefing.cli import main; main()", "build", str(loop.portal.data / "workspace"), "--period", "2026-11", "--site", "MTY",
               "--edition", f"hq.{loop.language}", "--format", "json", "--as-of", as_of.isoformat(), "-o", str(out)]
    done = subprocess.run(command, env=loop.portal.environment, capture_output=True, text=True, check=False, timeout=SLOWEST)
    assert done.returncode in {0, 1}, done.stderr
    found: dict[str, Any] = json.loads(next(out.rglob("*.json")).read_text(encoding="utf-8"))
    return found


def sentences(tree: Any) -> Iterator[str]:
    """Give every sentence of an edition's tree."""
    if isinstance(tree, dict) and "runs" in tree:
        yield "".join(run["text"] for run in tree["runs"])
    for each in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from sentences(each)


def shown_in_november(loop: Loop, data: dict[str, Any]) -> None:
    """The edition holds both disagreements, the one with its words and the director's without, the replies, and the days since."""
    as_of, answered = (date.fromisoformat(text) for text in (data["as_of"], loop.rows("SELECT MIN(answered_on) FROM portal_answer")[0][0]))
    said = list(sentences(data["editions"][f"hq.{loop.language}"]))
    given = {"on": day(answered, loop.language, as_of=as_of, short=True), "reason": REASON[loop.language], "reply": REPLY[loop.language], "meeting": TO_DIRECTOR[loop.language],
             "days": (as_of - answered).days, "over": (as_of - SENT_ON).days - 20}
    expected = [line.format_map(given) for line in NOVEMBER[loop.language]]
    assert [line for line in expected if line not in said] == []
    assert (OVERDUE[loop.language].format_map(given) in said) is (given["over"] > 1)
    assert "zarzamora" not in json.dumps(data)
