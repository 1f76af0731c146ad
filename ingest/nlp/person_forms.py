"""How texts name persons: the patterns of `ingest.nlp.persons`, from bylines to minutes.

Each has a group ``name`` (or ``names``), most a group ``post`` or ``role``.
"""

from __future__ import annotations

import re

from ingest.nlp.lexicon import words

HONOUR = (
    r"(?:Dr|Prof|Mr|Ms|Mrs|Miss|Mx|Sir|Dame|Lord|Lady|Baroness|Professor|Academician|Shri|Smt|"
    r"Sri|Datuk|Dato['’]?|Datin|Tan Sri|Tun|Puan|Encik|Cr|Cllr|Councillor|Hon|Rev|Eng|Engr|Ing|Ir|"
    r"Dipl\.-Ing|Herr|Frau|Señor|Señora|Sheikh|Senator|Minister|Mayor|Capt|Captain|Col|Lt|Gen|"
    r"Madam|Mme|Monsieur|Don|Doña)\.?"
)
ROLES = r"Intern|Reporter|Correspondent|Photographer|Trainee|Editor|Photo|Text|Edit|Author|Source"
WORD = rf"(?!(?:{ROLES})\b)" + r"[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*"
NAME = (
    rf"(?:(?:{HONOUR}) )*(?:[A-Z]\. ?){{0,3}}{WORD}"
    r"(?: (?:(?:de|da|do|dos|del|van|von|der|den|bin|al|el|la|y|i|e) )*"
    rf"(?:[A-Z]\.|{WORD})){{1,3}}"
)
PLAIN = rf"(?:[A-Z]\. ?){{0,3}}{WORD}(?: (?:[A-Z]\. )?{WORD}){{0,2}}"
POSTS = "|".join(sorted(words("person_posts"), key=len, reverse=True))
PEOPLE = "|".join(sorted(words("person_kinds"), key=len, reverse=True))
TITLE_WORD = r"(?:" + "|".join(sorted(words("person_titles"), key=len, reverse=True)) + ")"
POST = rf"(?:{POSTS}|{PEOPLE})(?:-general)?"
SPEAKS = (
    r"(?:said|says|told|pointed|introduced|noted|added|stressed|announced|explained|confessed|"
    r"believes|admitted|stated|commented|remarked|revealed|recalled|emphasi[sz]ed)"
)
BYLINES = (
    re.compile(
        r"[(\[](?:[^()\n]{0,30}?[ /,])?(?P<role>(?i:author|reporter|by|editor|correspondent|"
        rf"journalist|text|photo by))s?:? ?(?P<names>{NAME}(?:(?:,| and| &|/|、)? {NAME})*)[)\]]",
    ),
    re.compile(
        r"\b(?:(?:The|Our|the|our|staff|trainee|intern) )?(?P<role>reporter|correspondent|"
        r"journalist|Reporter|Correspondent|intern|trainee|photographer|editor|translator|Intern|"
        r"Photographer|Trainee|Editor)s?:? "
        rf"(?P<names>{PLAIN})(?!\w)(?! (?!{ROLES})[A-Z])"
    ),
    re.compile(
        rf"\b(?P<role>Author|Reporter|Correspondent)s?: ?(?P<names>{PLAIN}(?:(?:,| and|、| /)? "
        rf"{PLAIN}){{0,3}})(?![\w-]| [A-Z])"
    ),
    re.compile(
        rf"^(?:(?P<role>By|Reported by|Written by|Author|Reporter|Text):? )(?P<names>{NAME})"
        rf"(?=$|,| and | [|·•—–-] )",
        re.MULTILINE,
    ),
    re.compile(
        r"(?:^|(?<=\W))(?P<role>(?i:(?:responsible |chief |executive |copy |"
        r"web )?edit(?:or|ed by)?|"
        r"editor[- ]in[- ](?:charge|chief)|text|words|story|writer|written by|author|photos?|"
        r"pictures?|proofread(?:er|ing)|reviewer|translator|translation|"
        r"interpretation))s? ?[:：/] ?"
        rf"(?P<names>{PLAIN}(?:(?:,| and|、| /)? {PLAIN}){{0,3}})"
        r"(?=\s*(?:$|[|;,)/\]]| {2,}|[A-Z]\w+ ?[:：]))",
        re.MULTILINE,
    ),
)
SIGNED = re.compile(r"[(（](?P<name>[A-Z][a-z]+ [A-Z][a-z]+)[)）][\"”]?[ \t]*$", re.MULTILINE)
"""A Chinese name alone in brackets at the end of a paragraph is its reporter's."""
TITLED = re.compile(
    rf"\b(?P<post>(?:(?i:{TITLE_WORD}) ){{0,3}}(?i:{POST})"
    rf"(?: of [A-Z][\w]+(?: (?:and )?[A-Z]\w+){{0,3}}?)??) "
    rf"(?P<name>(?:{HONOUR} )?{PLAIN})(?![\w-]| [A-Z])"
)
OFFICE = re.compile(
    rf"\b(?P<post>(?i:{TITLE_WORD} )?(?i:{POST})) (?:of|for) (?:the )?[^,.;\n]{{3,70}}, "
    rf"(?P<name>{NAME})(?=[,.;]|$| (?:said|has|made|visited|attended|opened|signed))"
)
HONOURED = re.compile(rf"\b(?P<post>{HONOUR}) (?P<name>{NAME})(?! [A-Z])")
BECAME = re.compile(
    rf"\b(?P<name>{PLAIN}),? (?:as|(?:joined|joins)(?: [^.,;]{{2,60}}?)? as|serves? as|"
    r"served as|acts as|was elected|was appointed|"
    r"was named|has been (?:elected|appointed|named)|is appointed|becomes|became|is)(?: as)? "
    r"(?:the |its |their |an? )?(?:first |new |founding |current |acting |[a-z]+ing )?"
    rf"(?P<post>(?:(?i:{TITLE_WORD}) ){{0,3}}(?i:{POST}))\b"
)
WROTE = re.compile(
    r"\b(?P<role>(?i:taken|minuted|recorded|prepared|compiled|written|drafted|edited|translated|"
    rf"photographed|reported|signed)) by:? (?P<name>(?:[A-Z]\. ?)+{WORD}|{NAME})(?=[,.;)\n|]|$)"
)
CLERK = re.compile(
    r"^[^\n]{0,80}?\b(?P<role>Minutes|Minute-taker|Recorder|Secretary|Rapporteur|Clerk|Note-taker|"
    r"Taken by): "
    rf"(?P<name>(?:[A-Z]\. ?)+{WORD}|{NAME})(?=[,.;)\n|]|$)",
    re.MULTILINE,
)
BRACKETED = re.compile(
    rf"\b(?P<name>{NAME}) \((?:(?P<post>(?:[\w'-]+ ){{0,4}}?(?i:{POST})),? )?"
    r"(?P<at>[A-Z][^()\n]{3,80})\)"
)
SAID = re.compile(
    rf"\b(?:said|says|added|explained|according to|noted|stated|told by|quoted) "
    rf"(?P<name>{NAME})(?:, (?:the |an? )?(?P<post>(?:[\w'’&-]+ ){{0,5}}?(?i:{POST}))\b)?"
    rf"(?P<at> (?:of|at|for) (?:the )?)?"
)
SAID_ROLE = re.compile(
    rf"\b(?:said|says|added|explained) (?P<post>(?:[a-z][\w-]+ ){{1,3}})(?P<name>{NAME})(?=[.,;]|$)"
)
WHO = re.compile(
    rf"\b(?P<name>{NAME}), who (?P<post>heads|leads|runs|directs|chairs|founded|manages|"
    rf"coordinates)\b"
)
POST_COMMA = re.compile(
    rf"\b(?P<post>(?:(?i:{TITLE_WORD}) ){{0,3}}(?i:{POST})), (?P<name>{NAME})(?=[,.;]|$)"
)
PRESENT = re.compile(
    r"^(?:Present|Attendees|Attending|In attendance|Participants|Apologies|Regrets|"
    r"Members?)[^:\n]{0,20}:"
    r"(?P<row>[^\n]+)",
    re.MULTILINE,
)
SPOKE = re.compile(rf"(?:^|[.\"”,:] )(?P<name>{NAME}) (?:also |further )?{SPEAKS}\b", re.MULTILINE)
OF_BODY = re.compile(
    rf"\b(?P<name>{NAME}),? (?:of|from|at) (?:the )?(?P<at>[A-Z][^,.;\n]{{2,60}}),? {SPEAKS}\b"
)
ACTS = (
    rf"(?:{SPEAKS}|presided|chaired|attended|visited|delivered|conveyed|read|spoke|hosted|opened|"
    r"led|signed|sighed|predicts|predicted|stressed|replied|answered|recalls|thinks|hopes|made)"
)
HEADING = re.compile(
    rf"\b(?P<post>(?i:{POST})) of (?:the )?[^,.;\n]{{3,70}}? (?P<name>{WORD} {WORD}) {ACTS}\b"
)
ONE_NAME = re.compile(
    rf"\b(?P<post>(?:(?i:{TITLE_WORD}) ){{0,3}}(?i:{POST})) (?P<name>[A-Z][a-z]{{3,14}}) "
    rf"{SPEAKS}\b|"
    rf"\bsaid (?P<name_>[A-Z][a-z]{{3,14}}), (?:an? |"
    rf"the )?(?P<post_>(?:(?i:{TITLE_WORD}) ){{0,3}}(?i:{POST}))\b"
)
"""A name of one word, as in Tibetan or Mongolian, right behind a post: "official Tashi said"."""
"""A Chinese name behind its post and body: "director of the county bureau Zhou Ming said"."""
BESIDE = re.compile(rf" (?P<name>{PLAIN}) (?:also |further |frankly )?{SPEAKS}\b")
LABEL = re.compile(
    r"^(?P<label>(?:[\w/'& -]{0,40}?\b(?:contacts?|enquiries|inquiries|information|registrar|"
    rf"attributable to|signed|sd/-|{POSTS})\b[\w/ -]{{0,30}}?)(?::| -| –|(?<=/-)|(?<=to)))\s*"
    rf"(?P<name>(?-i:{NAME}))(?P<rest>[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
CONTACT = re.compile(
    rf"\b(?i:contacts?|enquiries|inquiries)(?: [\w -]{{1,40}})?: (?P<name>{NAME})(?P<rest>[^\n]*)"
)
POSTED = re.compile(
    rf"\b(?P<name>{NAME}), (?:(?P<article>an?) |the |its |our )?"
    rf"(?P<post>(?:[\w'’&-]+ ){{0,4}}?(?i:{POST}))\b"
    r"(?= (?:of|at|for|in|and|from|with)\b|[,.;)\"\n]|$)",
    re.MULTILINE,
)
