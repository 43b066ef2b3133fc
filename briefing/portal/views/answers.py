"""Reading a briefing and answering what it asks: the reader's page, the answers, the site's replies, the secretary's records, reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from briefing.framing.answers import AskAnswers
from briefing.model.charter import Answers, Charter
from briefing.model.hearing import READER_CHOICES, reader_named, readers_asked, switch_of
from briefing.model.responses import Choice
from briefing.portal import access
from briefing.portal.lines import known_lines
from briefing.portal.models import Person, Publication, Reading, RightKind
from briefing.portal.readers import comments_kept, reader_of, way_of
from briefing.portal.selectors import answers as shown
from briefing.portal.selectors.asked import asked_lines, talks_of, title_of
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.desk import latest_publications
from briefing.portal.selectors.waiting import waiting_for
from briefing.portal.services import answering as service
from briefing.portal.templatetags.portal import tell_in


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for oneself, and what one has answered."""
    person = access.person_of(request)
    charter = charter_in_force()
    latest = [each for each in latest_publications(charter) if access.readable_editions(person, each)]
    return render(request, "waiting.html", {"waiting": waiting_for(person, charter, timezone.localdate()), "latest": latest,
                                            "names": {site.code: site.name for site in charter.sites}})


@require_safe
def asked(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Show what a publication asks of oneself, with the edition to read. Looking at it is no reading and no answer."""
    person, found = access.publication_for(request, code, period, number)
    charter, today = charter_in_force(), timezone.localdate()
    way = way_of(charter, person, code)
    known = shown.live(found, charter, known_lines(charter), today)
    newest = shown.latest(code)
    is_site, is_secretary = access.holds(person, *access.DRAFTERS, site=code), access.holds(person, RightKind.SECRETARY)
    mine = way.reader.code if way.reader and not is_site else ""
    edition = own_edition(person, found, charter)
    return render(request, "asked.html", {
        "publication": found, "site": charter.site(code), "newest": None if newest is None or newest.pk == found.pk else newest,
        "lines": asked_lines(known, person.spoken, mine, access.heard_readers(person, code)) if known else (), "known": known is not None,
        "way": way, "is_site": is_site, "is_secretary": is_secretary, "edition": edition, "today": today, "before": _before(person, found, edition),
        "reading": Reading.objects.filter(person=person, publication=found, edition=edition).first(),
        "may_answer": way.is_direct and not is_site and (newest is None or newest.pk == found.pk),
        "through": [each for each in readers_asked(charter, code) if switch_of(charter, each) is Answers.VIA_SECRETARY] if is_secretary else (),
    })


def own_edition(person: Person, publication: Publication, charter: Charter) -> str:
    """Give the edition that the charter names for a person where they may open it, else the first they may, in their language if there is one."""
    editions = access.readable_editions(person, publication)
    reader = reader_of(charter, person)
    named = f"{reader.edition}.{reader.language}" if reader else ""
    return next((name for name in editions if name == named), next((name for name in editions if name.endswith(f".{person.spoken}")), editions[0]))


def _before(person: Person, publication: Publication, edition: str) -> Publication | None:
    """Give the latest publication of the month before, if the person may open the same edition of it."""
    found = Publication.objects.filter(site=publication.site, period=str(publication.when + -1), purged_at=None).order_by("-number").first()
    return found if found and edition in access.readable_editions(person, found) else None


@require_POST
def open_edition(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Keep that an edition was opened, and lead to it: the page, the paper, or beside the month before.

    By a form of ours and never by a link: programs that look into mail follow links, and what they open is not read.
    """
    person, found = access.publication_for(request, code, period, number)
    name = request.POST.get("edition", "")
    if name not in access.readable_editions(person, found):
        raise Http404
    there = {"pdf": "pdf", "beside": "beside"}.get(request.POST.get("as", ""), "page")
    if there == "pdf" and f"{name}.pdf" not in found.outputs:
        raise Http404
    service.opened(person, found, name, timezone.now())
    return redirect(there, code, period, number, name)


@require_safe
def beside(request: HttpRequest, code: str, period: str, number: int, name: str) -> HttpResponse:
    """Show an edition beside that of the month before."""
    person, found = access.edition_for(request, code, period, number, name)
    return render(request, "beside.html", {"publication": found, "before": _before(person, found, name), "edition": name, "site": charter_in_force().site(code)})


def _taken(take: Callable[[HttpRequest, Person, Publication], str], allow: Callable[..., tuple[Person, Publication]]) -> Callable[..., HttpResponse]:
    """Make a view that takes something in, says so, and goes back to the page of asks; what is not taken is said with the reason."""
    @require_POST
    def view(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
        person, found = allow(request, code, period, number)
        try:
            messages.success(request, tell_in(person.spoken, take(request, person, found)))
        except service.NotTaken as fault:
            messages.error(request, tell_in(person.spoken, str(fault)))
        return redirect(f"{reverse('asked', args=(code, period, number))}#{quote(request.POST.get('ask', ''))}")

    return view


def _open_ask(request: HttpRequest, publication: Publication) -> AskAnswers:
    """Give the ask of a form, if it is open in the latest publication and its terms are those that the form showed.

    Raises:
        NotTaken: It was decided, the terms are others by now, or a later publication asks.
    """
    charter = charter_in_force()
    newest = shown.latest(publication.site)
    if newest is None or newest.pk != publication.pk:
        raise service.NotTaken("answer.later")
    known = shown.live(publication, charter, known_lines(charter), timezone.localdate())
    found = known.ask(request.POST.get("ask", "")) if known else None
    if found is None or found.ask.fingerprint != request.POST.get("terms"):
        raise service.NotTaken("answer.other_terms")
    if found.state.decided is not None and request.POST.get("choice") != Choice.DECIDED:
        raise service.NotTaken("answer.decided")
    return found


def _choice(request: HttpRequest) -> Choice:
    chosen = next((each for each in READER_CHOICES if each == request.POST.get("choice")), None)
    if chosen is None:
        raise service.NotTaken("answer.no_choice")
    return chosen


def _answer(request: HttpRequest, person: Person, publication: Publication) -> str:
    each, choice, comment = _open_ask(request, publication), _choice(request), request.POST.get("comment", "")
    way = way_of(charter_in_force(), person, publication.site)
    assert way.reader is not None  # noqa: S101 - access has looked
    kept = way.keeps_comment
    if choice is Choice.QUESTION and kept and not comment.strip():
        raise service.NotTaken("answer.no_question")
    service.answer(person, publication, way.reader, ask=each.ask.id, terms=each.ask.fingerprint, choice=choice, comment=comment if kept else "", when=timezone.now())
    return "answer.taken"


def _reply(request: HttpRequest, person: Person, publication: Publication) -> str:
    charter = charter_in_force()
    known = shown.live(publication, charter, known_lines(charter), timezone.localdate())
    each = known.ask(request.POST.get("ask", "")) if known else None
    talk = next((talk for talk in talks_of(each, charter, timezone.localdate()) if talk.reader == request.POST.get("reader")), None) if each else None
    if each is None or talk is None:
        raise service.NotTaken("reply.nothing")
    own = reader_of(charter, person)
    service.reply(person, publication, ask=each.ask.id, terms=talk.said.fingerprint, reader=own.code if own else person.signs_as, reply_to=talk.reader,
                  text=request.POST.get("text", ""), when=timezone.now())
    return "reply.taken"


def _record(request: HttpRequest, person: Person, publication: Publication) -> str:
    """Record a decision of a meeting, or an answer that a reader gave to the secretary."""
    charter, given = charter_in_force(), request.POST
    each = _open_ask(request, publication)
    try:
        on = date.fromisoformat(given.get("on", ""))
    except ValueError:
        raise service.NotTaken("record.no_day") from None
    common = {"ask": each.ask.id, "terms": each.ask.fingerprint, "reference": given.get("reference", ""), "on": on, "when": timezone.now()}
    if given.get("choice") == Choice.DECIDED:
        own = reader_of(charter, person)
        service.record_decision(person, publication, role=given.get("role", ""), words=_decided_words(each, person, given.get("option", ""), given.get("comment", "")),
                                recorder=own.code if own else person.signs_as, **common)
        return "record.decision_taken"
    named = reader_named(charter, given.get("reader", ""))
    if named is None or named not in readers_asked(charter, publication.site):
        raise service.NotTaken("record.no_reader")
    comment = given.get("comment", "") if comments_kept(charter, named) else ""
    service.record_answer(person, publication, named, choice=_choice(request), comment=comment, **common)
    return "record.answer_taken"


def _decided_words(each: AskAnswers, person: Person, letter: str, words: str) -> str:
    """Give a decision as the file holds it: the option chosen with its title, and what the secretary adds."""
    option = each.ask.option(letter)
    if option is None:
        return words
    title = (option.title_en or option.title_es) if person.spoken == "en" else (option.title_es or option.title_en)
    chosen = tell_in(person.spoken, "record.option", letter=letter, title=title)
    return "; ".join(filter(None, (chosen, words.strip())))


answer = _taken(_answer, access.answering_for)
reply = _taken(_reply, access.replying_for)
record_given = _taken(_record, access.recording_for)


@require_safe
def reminder(request: HttpRequest, code: str, ask: str) -> HttpResponse:
    """Show a letter about an ask, for a person to copy, change and send; the portal sends nothing of it."""
    person = access.desk_for(request)
    charter = charter_in_force()
    newest = shown.latest(code)
    known = shown.live(newest, charter, known_lines(charter), timezone.localdate()) if newest else None
    each = known.ask(ask) if known else None
    if newest is None or known is None or each is None or each.state.decided is not None:
        raise Http404
    language = request.GET.get("lang") if request.GET.get("lang") in {"en", "es"} else person.spoken
    link = request.build_absolute_uri(reverse("asked", args=(newest.site, newest.period, newest.number)))
    lines = shown.reminder(known, each, "es" if language == "es" else "en", link)
    subject, body = lines[2].partition(": ")[2], "\n".join(lines[4:])
    return render(request, "reminder.html", {
        "publication": newest, "ask": each.ask, "title": title_of(each.ask, person.spoken), "text": "\n".join(lines), "letter_language": language,
        "mail": f"mailto:{_addresses(lines[1])}?subject={quote(subject)}&body={quote(body)}", "said": shown.standing(known, each, person.spoken),
    })


def _addresses(to: str) -> str:
    """Give the addresses of a letter's second line, as a link to a new mail takes them."""
    return ",".join(quote(part.partition(">")[0], safe="@") for part in to.split("<")[1:])
