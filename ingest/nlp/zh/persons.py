"""Component ``qilian_zh_persons``: persons who are named in a role, and whom they work for."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.zh.bounds import alternation
from ingest.nlp.zh.words import HAN, note, zh_data

_RULES = zh_data("persons")
_BODIES = ("Agency", "Enterprise", "Institute", "Platform")
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|拓跋"
_CHINESE = rf"(?:(?:{_COMPOUND}){HAN}{{1,2}}|[{_RULES['surnames']}]{HAN}{{1,2}}?)"
_NAME = rf"(?:{HAN}{{1,6}}·{HAN}{{1,8}}|{_CHINESE})"
_POST = alternation(_RULES["posts"])
_SAID = alternation(_RULES["said"])
_END = rf"(?=[,。;:!?、()\"\n|\s]|$|{_SAID})"
_BYLINE = re.compile(
    rf"(?P<label>{alternation(list(_RULES['by']))})(?:[::]\s*|[  ]+|"
    rf"(?=\S))(?P<names>{_NAME}(?:[、  ]+(?!通讯员|记者|摄影|编辑){_NAME})*)(?=[)\s,。/|(]|$|"
    rf"摄|文|报道)"
)
_LABEL = re.compile(
    rf"(?P<label>{alternation(list(_RULES['by']))})\s?:\s*(?P<rest>[^\n|:]{{2,60}})"
)
_TITLED = re.compile(
    rf"(?P<post>(?:{_POST})(?:[、兼]+(?:{_POST}))*)(?:\"|:\s?)?(?P<name>(?!程师){_NAME}|"
    rf"{HAN}{{3,6}}?(?=(?:说|表示|介绍|告诉|指出|强调|认为|透露|坦言|担任)))(?:等)?{_END}"
)
_BEHIND = re.compile(
    rf"(?<![\u3400-\u9fff])(?P<name>{_NAME})(?:,|"
    rf"\()(?P<body>[^,。;()]{{0,30}}?)(?P<post>{_POST})(?=[,。;)]|$)"
)
_SPEAKER_BRACKET = re.compile(rf"(?P<name>{HAN}{{2,6}})\((?P<post>[^()]{{0,16}}?(?:{_POST}))\)")
_LAST_POST = re.compile(rf"(?:{_POST})$")
_CELL = re.compile(
    rf"(?P<name>{HAN}{{2,4}}|{HAN}{{1,6}}·{HAN}{{1,8}})(?:\((?P<post>[^()]{{2,20}})\))?[  ]*$"
)


@Language.factory("qilian_zh_persons")
def make_persons(nlp: Language, name: str) -> Persons:
    """The factory that spaCy calls."""
    return Persons()


class Persons:
    """Finds persons with their roles and employers."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        known = {(s.start_char, s.end_char) for s in doc.ents if s.label_ == "PER"}
        _bylines(draft, known)
        for found in _TITLED.finditer(draft.text):
            start, end = _span(draft, *found.span("name"), known)
            if _fits(draft, start, end):
                person = _add(draft, start, end, found["post"])
                _employ(draft, person, _employer(draft, found.start()), found.start())
                _appointed(draft, person, found.start())
        for pattern in (_BEHIND, _SPEAKER_BRACKET):
            for found in pattern.finditer(draft.text):
                if _fits(draft, *found.span("name")) and not draft.covered(*found.span("name")):
                    person = _add(draft, *found.span("name"), found["post"])
                    body = _employer(draft, found.start("post"))
                    _employ(draft, person, body, found.start("name"))
        return doc


def _span(draft: Draft, start: int, end: int, known: set[tuple[int, int]]) -> tuple[int, int]:
    """The analyser's span of a name where it begins at the same place and goes on."""
    longer = [b for a, b in known if a == start and end < b <= end + 3]
    end = longer[0] if longer else end
    post = _LAST_POST.search(draft.text[start:end])
    return start, start + post.start() if post and post.start() >= 2 else end


def _fits(draft: Draft, start: int, end: int) -> bool:
    name = draft.text[start:end]
    return not re.search(
        r"记者|通讯员|编辑|公司|大学|企业|技术|科技|单位|部门|代表|专家|团队|先后|介绍|表示|"
        r"等人|同志|委员",
        name,
    ) and not any(
        f.start < end and start < f.end for f in draft.found if f.type not in ("Region", "Person")
    )


def _add(draft: Draft, start: int, end: int, role: str) -> Found:
    return note(draft, "Person", start, end, role=role, confidence=0.85)


def _bylines(draft: Draft, known: set[tuple[int, int]]) -> None:
    for found in _BYLINE.finditer(draft.text):
        at = found.start("names")
        before = draft.text[max(0, found.start() - 1) : found.start()]
        if (
            found["label"] in ("文", "主任", "编辑", "负责人", "联系人")
            and draft.text[found.end("label")] not in "::  "
        ):
            continue
        if found["label"] == "文" and before not in ("", "\n", "(", "/"):
            continue
        for part in re.finditer(
            _NAME + r"(?=[、\s)(,。/|]|$|摄|文|报道)", draft.text[at : found.end("names") + 1]
        ):
            start, end = at + part.start(), at + part.end()
            if _fits(draft, start, end) and not draft.covered(start, end, "Person"):
                _add(draft, start, end, _RULES["by"][found["label"]])
    for found in _LABEL.finditer(draft.text):
        rest = found["rest"].rstrip()
        name = _CELL.search(rest)
        if not name or draft.covered(
            found.start("rest"), found.start("rest") + len(rest), "Person"
        ):
            continue
        if name.start() and not re.match(r"[  ]", rest[name.start() - 1]):
            continue
        start = found.start("rest") + name.start("name")
        if not _fits(draft, start, start + len(name["name"])):
            continue
        role = name["post"] or _RULES["by"][found["label"]]
        person = _add(draft, start, start + len(name["name"]), role)
        body = next((f for f in draft.within(found.start("rest"), start, *_BODIES)), None)
        if body:
            draft.link("WORKS_FOR", person, body, found.start(), person.end, 0.75)


def _employer(draft: Draft, at: int) -> Found | None:
    """The body right before a post, or the one that 该中心, 实验室 or 公司 before it means."""
    near = [
        f for f in draft.found
        if f.type in _BODIES and 0 <= at - f.end <= 8 and not f.embedded
        and not re.search(r"[,。;:、!?\"]", draft.text[f.end : at])
    ]  # fmt: skip
    if near:
        return max(near, key=lambda f: (f.end, -f.start))
    word = re.search(
        r"(?:该|本)?(实验室|研究院|研究所|研究中心|中心|公司|企业|学院|学校|大学|医院|平台|"
        r"联盟|基地|协会|集团|合作社|厂|局|厅|校|院|所)(?:首任|常务|现任|执行|党委|党组|技术|"
        r"研发部?|业务)?$",
        draft.text[max(0, at - 12) : at],
    )
    if not word:
        return None
    ends = {
        "公司": ("公司",),
        "企业": ("公司", "厂", "社"),
        "校": ("大学", "学院"),
        "院": ("院",),
        "所": ("所",),
    }.get(word[1], (word[1],))
    earlier = [
        f for f in draft.found
        if f.type in _BODIES and f.end <= at and not f.embedded
        and f.name.rstrip("》”").endswith(ends)
    ]  # fmt: skip
    return max(earlier, key=lambda f: f.end, default=None)


_OFFICES = {
    "院长": "院",
    "所长": "所",
    "主任": "实验室 中心",
    "董事长": "公司",
    "总经理": "公司",
    "校长": "大学 学院",
    "会长": "协会",
    "理事长": "联盟",
}


def _last_ending(draft: Draft, ends: list[str], at: int) -> Found | None:
    """The last body before an offset whose name ends so, but the one right before it."""
    earlier = [
        f for f in draft.found
        if f.type in _BODIES and f.end < at - 8 and f.name.endswith(tuple(ends)) and not f.embedded
    ]  # fmt: skip
    return max(earlier, key=lambda f: f.end, default=None)


def _appointed(draft: Draft, person: Found, at: int) -> None:
    """研究院院长由青海大学教授周明担任: he also works for the body of the office."""
    if not re.match(r"担任|兼任|出任", draft.text[person.end : person.end + 2]):
        return
    start = draft.sentence_at(at)[0]
    named = re.match(
        rf"担任(?:首任|名誉)?(?P<post>{_POST})", draft.text[person.end : person.end + 12]
    )
    if named:
        head = next((h for p, h in _OFFICES.items() if named["post"].endswith(p)), "")
        body = head and _last_ending(draft, head.split(), person.start)
        person.role = named["post"]
        _employ(draft, person, body or None, person.start)
        return
    office = re.search(rf"(?:首任|名誉)?(?P<post>{_POST})由", draft.text[start:at])
    if office:
        person.role = office["post"]
        _employ(draft, person, _employer(draft, start + office.start()), start + office.start())


def _employ(draft: Draft, person: Found, body: Found | None, start: int) -> None:
    if body:
        begin = (
            body.start if person.start - body.start < 200 and body.start < person.start else start
        )
        draft.link("WORKS_FOR", person, body, begin, person.end, 0.75)
