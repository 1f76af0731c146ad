"""Relations of Chinese clauses that no single trigger states: joint work, transfers, 依托, 针对."""

from __future__ import annotations

import re
from itertools import combinations

from ingest.nlp.draft import Draft, Found
from ingest.nlp.zh.rows import BODIES, first_row, governed, joined
from ingest.nlp.zh.words import HAN, clause_start

_TOGETHER = re.compile(r"会同|联合|携手|联手|协同|牵头")
_JOINT = re.compile(
    r"(?:\([^()]*\))?(?:两家|三家|\d+家|等)?(?:单位|企业|双方|"
    r"三方)?[,已将还正拟要于在日前近日今年去年\d年月日]*(?:,)?(?:进行|开展|签署|签订|达成|建立|"
    r"正式|再次|深化)?[^,。;、]{0,8}?(?:联合|共同|共建|合作|协作|签约|携手|联手|协同|合力|战略|"
    r"产学研|联盟|协议|攻关|结成|联建)"
)
_JOINERS = re.compile(
    r"(?:等)?(?:[\d一二三四五六七八九十]+[家所个])?(?:单位|企业|机构|高校|院所)?"
    r"(?:共同|联合|协同|积极|首批|集中|率先|正式|先后|成功)*"
    r"(?:参与|参加|加盟|入驻|进驻|加入|入选|入围)(?:组建|建设|共建)?(?=[,。;]|$)"
)
_TRANSFER = re.compile(
    r"(?:转让|许可|授权|出售|卖|转移|独占许可|普通许可|排他许可)(?:使用)?给|(?P<to>向|"
    r"给)(?=[^,。;]{2,40}(?:转让|许可|出售|授权|转移))"
)
_AIM = re.compile(r"针对|为解决|为破解|为攻克|围绕|为此|为突破|面对")
_IN_ORDER = re.compile(
    r"(?:^|[,。;])(?:为|为了)(?:深入|全面|切实|更好|进一步|认真|扎实)*(?:贯彻落实|贯彻|落实|"
    r"推进|实施)"
)


def add_clauses(
    draft: Draft, found: list[Found], sentence: tuple[int, int], topic: list[Found],
    negative: re.Pattern[str],
) -> None:  # fmt: skip
    """Adds the relations of a sentence's clauses; ``topic``: what the sentence before is about."""
    _jointly(draft, found, sentence, negative)
    _transfers(draft, found, sentence, topic)
    _aimed(draft, found, sentence)
    _in_order(draft, found, sentence)
    _relying(draft, found, sentence)
    _joiners(draft, found, sentence)
    _holders(draft, found, sentence, topic)


def _jointly(
    draft: Draft, found: list[Found], sentence: tuple[int, int], negative: re.Pattern[str]
) -> None:
    """Coordinated bodies that act together collaborate, each with each."""
    bodies = [f for f in found if f.type in BODIES]
    groups: list[list[Found]] = []
    for body in bodies:
        if groups and joined(draft, groups[-1][-1], body) and body.start - groups[-1][-1].end < 24:
            groups[-1].append(body)
        else:
            groups.append([body])
    for group in groups:
        distinct = list({(f.type, f.key): f for f in group}.values())
        before = draft.text[max(sentence[0], group[0].start - 1) : group[0].start]
        if len(distinct) < 2 or before in ("与", "同", "向", "对"):
            continue
        inside = draft.text[group[0].start : group[-1].end]
        for f in group:
            inside = inside.replace(draft.text[f.start : f.end], "·")
        behind = draft.text[group[-1].end : min(sentence[1], group[-1].end + 30)]
        if negative.search(behind[:16]) or not (_TOGETHER.search(inside) or _JOINT.match(behind)):
            continue
        for one, other in _pairs(draft, group, distinct):
            draft.link("COLLABORATES_WITH", one, other, group[0].start, group[-1].end, 0.75)


def _pairs(draft: Draft, group: list[Found], distinct: list[Found]) -> list[tuple[Found, Found]]:
    """Who works with whom: 甲、乙与丙签约 joins each of the first with the last."""
    for turn, (one, other) in enumerate(zip(group, group[1:], strict=False)):
        between = draft.text[one.end : other.start]
        rowed = turn > 0 or len(group) > turn + 2
        if (
            rowed
            and re.search(r"(?:与|同)$", between)
            and "、" in draft.text[group[0].start : group[-1].end]
        ):
            return [(a, b) for a in group[: turn + 1] for b in group[turn + 1 :] if a.key != b.key]
    return list(combinations(distinct, 2))


def _joiners(draft: Draft, found: list[Found], sentence: tuple[int, int]) -> None:
    """P 由 A 牵头, B、C等单位参与: B and C join P."""
    for trigger in _JOINERS.finditer(draft.text, *sentence):
        bodies = [
            f
            for f in found
            if f.type in ("Enterprise", "Institute", "Agency") and f.end <= trigger.start() + 1
        ]
        if not bodies or trigger.start() - bodies[-1].end > 2:
            continue
        group = [bodies[-1]]
        for earlier in reversed(bodies[:-1]):
            if not joined(draft, earlier, group[0]) or governed(draft, group[0]):
                break
            group.insert(0, earlier)
        whole = [
            f for f in found if f.type in ("Platform", "Programme") and f.end <= group[0].start
        ]
        for body in group if whole else []:
            draft.link("MEMBER_OF", body, whole[-1], whole[-1].start, trigger.end(), 0.65)


def _holders(
    draft: Draft, found: list[Found], sentence: tuple[int, int], topic: list[Found]
) -> None:
    """A problem that a sentence ascribes to 企业 or 公司 is that of the firm it speaks of."""
    held = {k.object for k in draft.links if k.type in ("HAS_PROBLEM", "TARGETS")}
    words = draft.text[slice(*sentence)]
    for trouble in (f for f in found if f.type == "Problem" and (f.type, f.key) not in held):
        near = [f for f in found if f.type in ("Enterprise", "Industry") and f.end <= trouble.start]
        firms = near or [f for f in topic if f.type == "Enterprise"]
        if firms and re.search(r"企业|公司|我们|生产|产品|工艺|急需|亟需", words):
            draft.link(
                "HAS_PROBLEM",
                firms[-1],
                trouble,
                max(sentence[0], min(firms[-1].start, trouble.start)),
                trouble.end,
                0.5,
            )


def drop_echoes(draft: Draft) -> None:
    """What a body has developed it does not also work in; what it works in it does not target."""
    pairs = {(k.type, k.subject, k.object) for k in draft.links}
    draft.links = [
        k for k in draft.links
        if not (k.type in ("OPERATES_IN", "TARGETS") and ("DEVELOPS", k.subject, k.object) in pairs)
        and not (k.type == "TARGETS" and ("OPERATES_IN", k.subject, k.object) in pairs)
    ]  # fmt: skip


def _transfers(
    draft: Draft, found: list[Found], sentence: tuple[int, int], topic: list[Found]
) -> None:
    """A 将 T 转让给 B: A develops T, B takes it."""
    for trigger in _TRANSFER.finditer(draft.text, *sentence):
        takers = [
            f
            for f in found
            if f.type in ("Enterprise", "Institute")
            and trigger.end() <= f.start <= trigger.end() + 20
        ]
        works = [f for f in found if f.type in ("Technology", "Patent")]
        if trigger["to"]:
            things = [f for f in works if trigger.end() <= f.start < trigger.end() + 70]
        else:
            at = trigger.start()
            things = [f for f in works if f.end <= at + 1 and f.start > at - 90]
        owners = [
            f
            for f in found
            if f.type in ("Institute", "Enterprise")
            and f.end <= trigger.start()
            and f not in takers
        ]
        owners = owners or [f for f in topic if f.type in ("Institute", "Enterprise")]
        for thing in things:
            if owners:
                owner = owners[-1]
                draft.link(
                    "DEVELOPS",
                    owner,
                    thing,
                    max(sentence[0], min(owner.start, thing.start)),
                    thing.end,
                    0.75,
                )
            for taker in takers[:1]:
                draft.link(
                    "LICENSES",
                    taker,
                    thing,
                    min(thing.start, taker.start),
                    max(taker.end, thing.end),
                    0.75,
                )


def _aimed(draft: Draft, found: list[Found], sentence: tuple[int, int]) -> None:
    """针对 P, A与B共建 L: the institutes and platforms take up P; a firm among them has it."""
    for trigger in _AIM.finditer(draft.text, *sentence):
        troubles = [f for f in found if f.type == "Problem" and 0 <= f.start - trigger.end() < 60]
        before = [f for f in found if f.type in BODIES and f.end <= trigger.start()]
        behind = [
            f
            for f in found
            if f.type in (*BODIES, "Programme") and troubles and f.start >= troubles[-1].end
        ]
        actors = [f for f in behind if not governed(draft, f)] if not before else before[-1:]
        for trouble in troubles:
            start, end = trigger.start(), trouble.end
            for actor in actors[:4]:
                kind = "HAS_PROBLEM" if actor.type == "Enterprise" else "TARGETS"
                draft.link(kind, actor, trouble, min(start, actor.start), max(end, actor.end), 0.6)


def _in_order(draft: Draft, found: list[Found], sentence: tuple[int, int]) -> None:
    """为落实 P, A …: who acts in the main clause implements P."""
    for trigger in _IN_ORDER.finditer(draft.text, *sentence):
        policies = [f for f in found if f.type == "Policy" and 0 <= f.start - trigger.end() < 40]
        policies = first_row(draft, policies, False)
        if not policies:
            continue
        actors = [
            f
            for f in found
            if f.type in (*BODIES, "Region", "Programme") and f.start >= policies[-1].end
        ]
        actors = [f for f in actors if not governed(draft, f)]
        group = first_row(draft, actors, False)
        programmes = [f for f in actors if f.type == "Programme"][:1]
        for actor in [*group, *programmes] or ([draft.seat] if draft.seat else []):
            for policy in policies:
                draft.link(
                    "IMPLEMENTS",
                    actor,
                    policy,
                    trigger.start(),
                    max(policy.end, policy.start),
                    0.65,
                )


def _relying(draft: Draft, found: list[Found], sentence: tuple[int, int]) -> None:
    """依托 X 建设(的) Y: X runs Y; 在 R 共建 Y: Y is in R."""
    text = draft.text
    for trigger in re.finditer(r"依托(?:单位)?(?:为|是)?|由", text[slice(*sentence)]):
        at = sentence[0] + trigger.end()
        hosts = [
            f for f in found if f.type in ("Institute", "Enterprise", "Agency") and f.start == at
        ]
        if not hosts:
            continue
        group = first_row(
            draft, [f for f in found if f.type == hosts[0].type and f.start >= at], False
        )
        works = [
            f for f in found if f.type in ("Institute", "Platform") and f.start >= group[-1].end
        ]
        if works and re.fullmatch(
            rf"{HAN}{{0,6}}(?:建设|组建|成立|设立|建立|打造|牵头|承建|运营)(?:的|了)?{HAN}{{0,4}}",
            text[group[-1].end : works[0].start],
        ):
            for host in group:
                for work in first_row(draft, works, False):
                    draft.link("RUNS", host, work, host.start, work.end, 0.75)
        before = [
            f
            for f in found
            if f.type in ("Institute", "Platform") and f.end <= at - 2 and at - f.end < 12
        ]
        if before and trigger.group().startswith("依托"):
            draft.link("RUNS", group[0], before[-1], before[-1].start, group[0].end, 0.7)
    for region in (f for f in found if f.type == "Region"):
        clause = clause_start(text, region.start, sentence[0])
        if text[max(clause, region.start - 1) : region.start] != "在":
            continue
        hosted = re.match(
            rf"{HAN}{{0,4}}(?:成立|揭牌|挂牌|落户|建成|开工|奠基|启用|投用|落地|投产)",
            text[region.end : region.end + 10],
        )
        for work in [
            f
            for f in found
            if hosted
            and f.type in ("Institute", "Platform", "Enterprise")
            and region.start - 6 < f.end < region.start
        ]:
            draft.link("LOCATED_IN", work, region, work.start, region.end, 0.75)
        act = re.match(
            rf"{HAN}{{0,4}}(?:共建|成立|建设|设立|建成|组建|建立|挂牌|揭牌|打造|新建|联合建设|"
            rf"联合共建)",
            text[region.end : region.end + 12],
        )
        works = [
            f
            for f in found
            if f.type in ("Institute", "Platform", "Enterprise")
            and act
            and 0 <= f.start - region.end - act.end() <= 12
        ]
        for work in first_row(draft, works, False):
            draft.link("LOCATED_IN", work, region, region.start, work.end, 0.75)
