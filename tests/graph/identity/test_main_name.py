"""Which names are fit to stand over an organisation."""

from __future__ import annotations

import pytest

from graph.identity.main_name import shortened


@pytest.mark.parametrize("name", [
    "Univ. Norbu", "Norbu Univ", "UNIV NORBU", "INST SALT LAKES", "Dept. of Salt", "Lab of Brine",
    "NORBU ACAD SCI", "Ｎｏｒｂｕ Ltd", "ﬁne Brine Works", "Norbu Univ., Ltd.",
])
def test_shortened_words_and_letters_of_another_width(name: str) -> None:
    assert shortened(name)


@pytest.mark.parametrize("name", [
    "University of Norbu", "NORBU UNIVERSITY", "Institut Norbu", "Norbu Program Office",
    "Norbu Co., Ltd.", "NORBU CO LTD", "Norbu Corp.", "Norbu Pte. Ltd.", "Norbu S.p.A.",
    "A. B. Salt Works", "Norbu e.V.", "盐湖（诺布）研究所", "NSI", "",
])
def test_whole_names_legal_forms_initials_and_acronyms(name: str) -> None:
    assert not shortened(name)
