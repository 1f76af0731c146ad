"""Languages: scripts, small words, mixed and very short texts."""

from __future__ import annotations

import pytest

from ingest.sources.language import language_name, language_of

SENTENCES = {
    "en": "The city opened twelve new parks for pumps in 2019 and the firms are pleased with it.",
    "zh": "全市2019年新建泵业园区12个，企业对结果表示满意。",
    "de": "Die Stadt hat im Jahr 2019 zwölf neue Parks für Pumpen eröffnet, und die Betriebe sind "
          "mit dem Ergebnis zufrieden, wie es in dem Bericht heißt.",
    "fr": "La ville a ouvert douze nouveaux parcs pour les pompes en 2019 et les entreprises sont "
          "satisfaites des résultats, selon le rapport.",
    "es": "La ciudad abrió doce nuevos parques de bombas en 2019 y las empresas están satisfechas "
          "con los resultados, según el informe que se publicó.",
    "pt": "A cidade abriu doze novos parques de bombas em 2019 e as empresas estão satisfeitas com "
          "os resultados, segundo o relatório da prefeitura.",
    "it": "La città ha aperto dodici nuovi parchi per le pompe nel 2019 e le imprese sono "
          "soddisfatte dei risultati, secondo il rapporto della regione.",
    "nl": "De stad heeft in 2019 twaalf nieuwe parken voor pompen geopend en de bedrijven zijn "
          "tevreden met het resultaat, volgens het rapport van de stad.",
    "pl": "Miasto otworzyło w 2019 roku dwanaście nowych parków i przedsiębiorstwa są zadowolone z "
          "wyników, które zostały opisane w raporcie oraz na stronie.",
    "tr": "Şehir 2019 yılında pompalar için on iki yeni park açtı ve şirketler bu sonuçtan çok "
          "memnun olarak daha fazla yatırım için bir plan yaptı.",
    "ru": "Город открыл в 2019 году двенадцать новых парков для насосов, и предприятия довольны.",
    "ja": "市は2019年にポンプのための新しい工業団地を12か所開設し、企業は結果に満足している。",
    "ko": "시는 2019년에 펌프를 위한 새로운 단지 12곳을 열었고 기업들은 결과에 만족하고 있다.",
    "ar": "افتتحت المدينة في عام 2019 اثنتي عشرة حديقة جديدة للمضخات والشركات راضية عن النتائج.",
    "bo": "གྲོང་ཁྱེར་གྱིས་ཐོན་སྐྱེད་ཁང་གསར་པ་བཅུ་གཉིས་བཙུགས།",
    "sv": "Staden öppnade tolv nya parker för pumpar 2019 och företagen är nöjda med resultatet "
          "som det står i rapporten från länet.",
    "ro": "Orașul a deschis douăsprezece parcuri noi pentru pompe în 2019 și firmele sunt "
          "mulțumite de rezultate, după cum se spune în raport.",
    "hu": "A város tizenkét új parkot nyitott a szivattyúk számára 2019-ben, és a cégek "
          "elégedettek az eredménnyel, ahogy ez a jelentés szerint is van, mert nem volt más.",
    "vi": "Thành phố đã mở mười hai khu công nghiệp mới cho máy bơm trong năm 2019 và các doanh "
          "nghiệp hài lòng với kết quả này.",
}


@pytest.mark.parametrize(("code", "text"), SENTENCES.items())
def test_one_sentence_is_enough(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "en"), ("12", "en"), ("Lintao", "en"), ("临洮", "zh"),
        ("Weihe Pump GmbH, Dr. Karl von der Heide", "en"),
        ("Weihe Pumpen und Ventile GmbH | 12 | Lintao\nLoess Wolle AG | 7 | Huating\n" * 20, "en"),
        ("泵 Pump 12\n阀 Valve 7", "en"),
        ("Σ α = 0.05, β = 0.2", "en"),
        ("α-particles and β-decay were measured by the bureau in the year.", "en"),
    ],
)
def test_little_or_no_running_text_is_english_or_chinese(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("en", "en", "en", "zh"), "en"),
        (("zh", "zh", "zh", "en"), "zh"),
        (("en", "en", "en", "de"), "en"),
        (("de", "de", "de", "en"), "de"),
        (("zh", "zh", "zh", "ja"), "zh"),
        (("zh", "zh", "ko"), "zh"),
        (("ru", "ru", "en"), "ru"),
        (("en", "en", "ru"), "en"),
    ],
)
def test_a_mixed_text_is_what_most_of_it_is(parts: tuple[str, ...], code: str) -> None:
    assert language_of("\n".join(SENTENCES[part] for part in parts * 3)) == code


def test_names_of_languages() -> None:
    assert language_name("de") == "German"
    assert language_name("no") == "Norwegian"
