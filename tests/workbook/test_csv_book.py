"""CSV files as plants export them: encodings, delimiters, and what is no CSV."""

from __future__ import annotations

import pytest

from briefing.workbook.csv_book import guessed_delimiter, read_csv_book
from briefing.workbook.guard import Refused

TEXT = "Año;Ene\nEnergía;1,5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    """UTF-8 with and without mark, Windows-1252, UTF-16 with mark."""
    sheet = read_csv_book("a.csv", TEXT.encode(encoding)).sheets[0]

    assert [["Año", "Ene"], ["Energía", "1,5"]] == [[cell.value for cell in row.cells] for row in sheet.rows]
    assert "B2" == sheet.rows[1].cells[1].address


@pytest.mark.parametrize(("text", "delimiter"), [
    ("a,b,c\n1,2,3\n", ","), ("a;b\n1,5;2,5\n", ";"), ("a\tb\n1,5\t2\n", "\t"), ("a|b\n1|2\n", "|"), ("one word\nanother\n", ","), ('a,"b;c;d"\n1,"x;y;z"\n', ","),
])
def test_the_delimiter_is_told_from_the_lines(text: str, delimiter: str) -> None:
    """By how many fields the lines have alike; signs in quotes do not count."""
    assert delimiter == guessed_delimiter(text)


def test_a_stated_delimiter_is_obeyed_and_rows_keep_their_numbers() -> None:
    """`sep=;` as Excel writes it is row 1, and blank."""
    sheet = read_csv_book("a.csv", b"sep=;\na;b\n\n1;2\n").sheets[0]

    assert [2, 4] == [row.number for row in sheet.rows]


def test_line_breaks_in_quotes_stay_in_their_cell() -> None:
    """A multi-line remark is one cell."""
    sheet = read_csv_book("a.csv", b'a,"b\nc"\n').sheets[0]

    assert "b\nc" == sheet.rows[0].cells[1].value


@pytest.mark.parametrize(("data", "code"), [(b"", "FIL-102"), (b"  \n", "FIL-102"), (b"a,b\0c", "FIL-106"), (b"\xef\xbb\xbf\xff\xff", "FIL-111"), (b",,\n,,\n", "FIL-119")])
def test_what_is_no_csv_is_refused(data: bytes, code: str) -> None:
    """With words, never a traceback."""
    with pytest.raises(Refused) as refused:
        read_csv_book("a.csv", data)
    assert code == refused.value.finding.code
