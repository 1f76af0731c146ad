"""Text files: encodings, the map back, furniture, dates, and files that are not what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SourceUnusable
from ingest.sources.dates import first_dateline, only_date
from ingest.sources.text import read_text, text_document


def test_the_map_leads_back_over_bom_crlf_and_curly_quotes() -> None:
    raw = "\ufeffA headline about “pumps” here\r\n\r\nThe firm grew by 5%.Its owner\u00a0left.\r\n"
    document = text_document("a.txt", raw.encode())
    assert document.text == raw
    assert '"pumps"' in document.clean
    assert "5%. Its owner left." in document.clean
    at = document.clean.index("owner left")
    start, end = document.span(at, at + len("owner left"))
    assert raw[start:end] == "owner\u00a0left"
    assert document.quote(start, end) == "owner left"
    assert document.title == 'A headline about "pumps" here'


def test_gb18030_is_read_where_utf8_fails() -> None:
    document = text_document("zh.txt", "青海省科技厅发布了新的规划".encode("gb18030"))
    assert document.text == "青海省科技厅发布了新的规划"
    assert document.language == "zh"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \r\n\t ", "empty"),
        ("bom.txt", b"\xef\xbb\xbf\n", "no text"),
        ("page.txt", b"%PDF-1.7 ...", "a PDF"),
        ("sheet.txt", b"PK\x03\x04....", "ZIP"),
        ("data.txt", b"ab\x00\x01\x02cd", "binary"),
        ("odd.txt", b"abc \xff\xff\xff def", "UTF-8"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceUnusable, match=said):
        read_text(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match=r"gone\.txt"):
        read_text(tmp_path / "gone.txt")


def test_furniture_is_removed_and_counted() -> None:
    document = text_document(
        "page.txt",
        "news.example.cn\n\nHome\n\nThe city opens a new incubator today\n\n"
        "Updated: Mar 18, 2019 Print\nShare - WeChat\n\npump.jpg\n\n"
        "Pumps at work. [Photo/XYZ]\n\nA copyright dispute over pumps has ended.\n\n"
        "Leave a Reply\n\nYour email address will not be published. Required fields are "
        "marked *\n\nCopyright©2024 Example. All rights reserved.\n\n京ICP备00000000号-6\n",
    )
    assert document.title == "The city opens a new incubator today"
    assert document.published == "2019-03-18"
    assert "A copyright dispute over pumps has ended." in document.clean
    for gone in ("WeChat", "Leave", "email", "ICP", "Copyright©", "jpg", "Photo", "Updated"):
        assert gone not in document.clean
    assert document.furniture == {
        "site name": 1, "navigation": 1,
        "date line": 1, "share links": 1, "image file": 1, "inline credit": 1,
        "reply form": 2, "copyright": 1, "licence number": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Next year, the county will build 3 parks.", True),
        ("Previous reforms brought 40 firms to the city.", True),
        ("Next-generation batteries are the focus.", True),
        ("Next: Salt lake forum opened", False),
        ("Previous article", False),
        ("Next > The fair closed", False),
    ],
)
def test_links_to_other_pages(line: str, kept: bool) -> None:
    document = text_document("page.txt", f"The city opens a new incubator\n\n{line}\n")
    assert (line in document.clean) == kept


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2016-01-13 08:47", "2016-01-13"),
        ("14 June 2022", "2022-06-14"),
        ("Sept. 3, 2021", "2021-09-03"),
        ("2021年9月3日", "2021-09-03"),
        ("June 31, 2021", None),
        ("In 2021 it rained", None),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    assert only_date(text) == iso


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("LINZ, 14 September 2023: The council met.", "2023-09-14"),
        ("Press release - 12 May 2023", "2023-05-12"),
        ("Novi Sad, 3 November 2022", "2022-11-03"),
        ("The firm was founded on 3 May 2001 in a barn.", None),
        ("Oakham, Tuesday 4 May 2021", "2021-05-04"),
        ("Energy Agency (EA), Oakham, 4 May 2021", "2021-05-04"),
        ("Published by the Energy Agency (EA), Oakham, on 4 May 2021. Contact:", "2021-05-04"),
        ("Posted 4 May 2021 in Open calls", "2021-05-04"),
        ("Last updated: May 4, 2021", "2021-05-04"),
        ("County Daily network, Oakham May 4, 2021 (reporter A. Lee) Yesterday", "2021-05-04"),
        ("2021-05-04 16:40:11 | Author: A. Lee | Edit: B. Lee", "2021-05-04"),
        ("2021-05-04 08:05 County Evening News", "2021-05-04"),
        ("Source: County Evening News 2021-05-04", "2021-05-04"),
        ("Newsroom › Press release 87 › 04.05.2021", "2021-05-04"),
        ("Annex to the media statement of 4 May 2021", "2021-05-04"),
        ("Source: Oakham Bureau    Author: A. Lee    Release time: 2021-05-04", "2021-05-04"),
        ("Issuing time: 2021-05-04   Source: Oakham Bureau   Clicks: 190", "2021-05-04"),
        ("en.oakham.example | Updated: May 4, 2021 | Print", "2021-05-04"),
        ("Oakham Daily | Published: 4 May 2021 Print", "2021-05-04"),
        ("Date of publication: 4 May 2021", "2021-05-04"),
        ("Date and place: 4 May 2021, 14:00-15:40, Oakham House", "2021-05-04"),
        ("Date: 4 May 2021 to 6 May 2021", None),
        ("Opening date: 4 May 2021", None),
        ("Deadline: 4 May 2021", None),
        ("Time: 4 May 2021", None),
        ("Status at 31 March 2021", None),
        ("Next meeting: 4 May 2021, Oakham", None),
        ("Meeting 14, held at Oakham House on 4 May 2021, 9.30 am", None),
        ("The Minister for Trade met the growers on 4 May 2021", None),
        ("Article 5 of the Act of 4 May 2021 (as amended)", None),
    ],
)
def test_datelines(line: str, iso: str | None) -> None:
    assert first_dateline([line]) == iso
