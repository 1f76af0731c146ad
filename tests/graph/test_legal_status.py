"""Words of registers on a patent's legal status, read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.legal_status import LegalStatus, legal_status


@pytest.mark.parametrize(("state", "words"), [
    ("alive", "ACTIVE|PATENTED|granted|In force|有权|授权|质押|有权-质押|"
              "专利权部分无效|fee payment|质押合同登记的注销|"
              "专利实施许可合同备案的注销|Active, expires 2035-03-04"),
    ("lapsed", "EXPIRED|INACTIVE|DISCONTINUED|Expired - Fee Related|not in force|失效|"
               "未缴年费|无权|期限届满|撤回|驳回|视为撤回|专利权终止|全部无效|revoked|"
               "发明专利申请公布后的视为撤回|"
               "DEEMED WITHDRAWAL OF PATENT APPLICATION AFTER PUBLICATION (PATENT LAW 2001)"),
    ("pending", "PENDING|实质审查|公开|审中|在审|未授权|not granted|"
                "ENTRY INTO SUBSTANTIVE EXAMINATION"),
    ("licensed", "许可|专利实施许可合同备案的生效|Licensed|有权-许可"),
    ("unknown", "转让|专利申请权、专利权的转移|UNKNOWN|许可变更|transfer of patent right|-|"),
])
def test_the_words_of_registers(state: str, words: str) -> None:
    for word in words.split("|"):
        assert legal_status(word).state == state, word
        assert legal_status(word).words == word


def test_an_event_of_no_state_hides_no_other() -> None:
    assert legal_status("授权;转让") == LegalStatus("alive", "授权", "")


HISTORY = "2015-03-04 公开; 20150401 实质审查的生效; 2017年5月10日 授权"


@pytest.mark.parametrize(("more", "state", "date"), [
    ("", "alive", "2017-05-10"),
    ("; 2020.06.01 未缴年费专利权终止", "lapsed", "2020-06-01"),
    ("; 2020-06-01 未缴年费专利权终止; 2020-09-01 专利权的恢复", "alive", "2020-09-01"),
    ("; 2018-01-09 专利实施许可合同备案的生效", "licensed", "2018-01-09"),
    ("; 2018-01-09 专利实施许可合同备案的生效; 2019-01-01 缴纳年费", "licensed", "2018-01-09"),
    ("; 2018-01-09 专利实施许可合同备案的生效; 2019-01-01 许可合同备案的注销",
     "alive", "2019-01-01"),
    ("; 2021-02-03 专利权的转移", "alive", "2017-05-10"),
])
def test_the_latest_of_dated_entries_counts(more: str, state: str, date: str) -> None:
    found = legal_status(HISTORY + more)
    assert (found.state, found.date) == (state, date)
    assert found.words in HISTORY + more
    entries = (HISTORY + more).split("; ")
    assert legal_status("; ".join(reversed(entries))) == found


def test_without_dates_the_end_of_a_right_counts() -> None:
    assert legal_status("公开；授权；专利权终止").state == "lapsed"
    assert legal_status("授权；专利权终止；专利权的恢复").state == "alive"


def test_the_register_s_own_date() -> None:
    assert legal_status("granted", "2021-05") == LegalStatus("alive", "granted", "2021-05")
    assert legal_status("abandoned 2019-13-45").date == ""
    assert legal_status("Expiry date: 2030-01-01; in force").date == ""


@given(st.text(max_size=60))
def test_any_text_has_a_status(words: str) -> None:
    assert legal_status(words).state in ("alive", "licensed", "pending", "lapsed", "unknown")
