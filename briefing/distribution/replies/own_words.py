"""What the author of a mail wrote himself: without what he quotes, his signature and his company's disclaimer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\t": " ", "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u2060": None,
                         "\u200e": None, "\u200f": None, "\u00ad": None})
_WROTE = re.compile(r"(?i)(?=.*[\d@])\W*(?:on|el|em|en)\b.{5,300}\b(?:wrote|escribi[oó]|escreveu)\s*:\s*|\W*\d{4}-\d\d-\d\d.{3,200}<[^<>]{3,100}>:\s*"
                    r"|.{2,120}<[^<>\s]{3,100}@[^<>\s]{3,100}>\s*(?:wrote|escribi[oó])\s*:\s*")
_FROM = re.compile(r"(?i)[*_\s]*(?:from|de|von)\s*:[*_]*\s*\S.*")
_OTHER = re.compile(r"(?i)[*_\s]*(?:sent|date|to|cc|subject|enviado(?: el)?|fecha|para|asunto|c\.?c\.?)\s*:[*_]*.*")
_ORIGINAL = re.compile(r"(?i)\W{2,}\s*(?:original message|mensaje original|original appointment)\s*\W{2,}")
_PASSED_ON = re.compile(r"(?i)\W{2,}\s*(?:forwarded message|mensaje reenviado|forwarded by)\b.*|\W*(?:begin forwarded message|inicio del mensaje reenviado)\s*:.*")
_SIGNED = re.compile(r"-- ?|—|_{2,3}|-{2,3}")
_DEVICE = re.compile(r"(?i)\W*(?:sent from (?:my|outlook|mail|yahoo|samsung|gmail)|get outlook for|enviado desde|enviado con|obtener outlook|obt[eé]n outlook|"
                     r"descarga outlook|mandado desde|sent with|sent via)\b.{0,120}")
_DISCLAIMER = re.compile(r"(?i)\W*(?:confidentiality notice|disclaimer|aviso de confidencialidad|aviso legal|aviso de privacidad|nota de confidencialidad|"
                         r"this (?:e-?mail|message|communication)\b.{0,80}\b(?:confidential|intended|may contain|and any)|"
                         r"(?:este|el presente) (?:correo|mensaje|e-?mail)\b.{0,120}\b(?:confidencial|destinatario|dirigid|puede contener|y sus anexos)|"
                         r"the information contained|la informaci[oó]n contenida|please consider the environment|antes de imprimir|cuida el medio ambiente).*")
_BANNER = re.compile(r"(?i)\W*(?:external|externo|caution|precauci[oó]n|warning|aviso)\b.{0,200}\b(?:mail|email|correo|sender|remitente|organization|organizaci[oó]n)\b.*"
                     r"|\[\s*(?:external|externo)\s*\]")
_CLOSING = re.compile(r"(?i)\W*(?:saludos(?: cordiales)?|un saludo|cordialmente|atentamente|atte\.?|muchas gracias|gracias|quedo (?:atent[oa]|al pendiente)|un abrazo|"
                      r"regards|best regards|kind regards|warm regards|best|all the best|thanks|many thanks|thank you|sincerely|cheers|br|rgds)\W*")
_LOOK_AHEAD: Final = 4
_BLOCK: Final = 8
_SIGNATURE_LINES: Final = 8
_SIGNATURE_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The author's own lines; whether he quotes anything, and whether he passes on another's mail."""

    text: str
    quotes: bool = False
    forwards: bool = False


def own_words(text: str) -> OwnWords:
    """Give what the author wrote above, below or between what he quotes."""
    lines = [line.translate(_SPACES).rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept: list[str] = []
    quotes = forwards = False
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith(">"):
            quotes, at = True, at + 1
            continue
        if _PASSED_ON.fullmatch(line):
            forwards = True
            break
        if _ORIGINAL.fullmatch(line) or _is_heading(lines, at):
            quotes = True
            break
        length = _attribution(lines, at)
        if length:
            quotes, at = True, at + length
            if not _is_quoted_next(lines, at):
                break
            continue
        kept.append(line)
        at += 1
    return OwnWords("\n".join(_unsigned(_without_banner(kept))).strip(), quotes, forwards)


def _without_banner(lines: list[str]) -> list[str]:
    """Leave out the warning that a company's server writes above mail from outside."""
    first = next((index for index, line in enumerate(lines) if line), len(lines))
    return _without_banner(lines[first + 1:]) if first < len(lines) and _BANNER.fullmatch(lines[first]) else lines[first:]


def _attribution(lines: list[str], at: int) -> int:
    """Give how many lines say who wrote what follows, 0 for none; programs break the line where it is long."""
    joined = ""
    for count in range(1, _LOOK_AHEAD + 1):
        if at + count > len(lines) or not lines[at + count - 1].strip() or len(joined) > 600:
            return 0
        joined = f"{joined} {lines[at + count - 1].strip().lstrip('> ')}".strip()
        if joined.endswith(":") and _WROTE.fullmatch(joined):
            return count
    return 0


def _is_heading(lines: list[str], at: int) -> bool:
    """Tell whether Outlook's heading of a quoted mail begins here: from, and two of sent, to, subject."""
    line = lines[at].strip()
    if re.fullmatch(r"_{5,}|-{5,}", line):
        following = next((index for index in range(at + 1, min(at + 4, len(lines))) if lines[index].strip()), None)
        return following is not None and _is_from_block(lines, following)
    return _is_from_block(lines, at)


def _is_from_block(lines: list[str], at: int) -> bool:
    return bool(_FROM.fullmatch(lines[at].strip())) and sum(bool(_OTHER.fullmatch(each.strip())) for each in lines[at + 1:at + _BLOCK]) >= 2


def _is_quoted_next(lines: list[str], at: int) -> bool:
    following = next((line.strip() for line in lines[at:at + _LOOK_AHEAD] if line.strip()), "")
    return following.startswith(">")


def _unsigned(lines: list[str]) -> list[str]:
    """Cut signature, device's line and disclaimer; what is left may be nothing."""
    for index, line in enumerate(lines):
        ends = _SIGNED.fullmatch(line) or _DEVICE.fullmatch(line) or (_DISCLAIMER.fullmatch(line) and any(lines[:index]))
        if ends or (index and _CLOSING.fullmatch(line) and _is_signature(lines[index + 1:])):
            return lines[:index]
    return lines


def _is_signature(lines: list[str]) -> bool:
    """Tell whether what follows a closing is a name and a few short lines."""
    said = [line for line in lines if line]
    upto = next((index for index, line in enumerate(said) if _DISCLAIMER.fullmatch(line) or _DEVICE.fullmatch(line)), len(said))
    return upto <= _SIGNATURE_LINES and all(len(line) <= _SIGNATURE_LENGTH and "?" not in line for line in said[:upto])
