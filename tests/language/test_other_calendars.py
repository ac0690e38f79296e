"""Dates in other calendars, alone and beside the same in this one: read as those of this calendar, or left out."""

from __future__ import annotations

import pytest

from infobox.language.lexicon import languages, lexicon
from infobox.values import dates


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("sv", "27 juni (jul.), 28 juni (sv.), 8 juli (greg.) 1709", "1709-07-08", "1709-07-08"),
        ("sv", "28 juni (sv.), 8 juli (greg.) 1709", "1709-07-08", "1709-07-08"),
        ("de", "27. Juni (jul.), 28. Juni (xyz), 8. Juli (greg.) 1709", "1709-07-08", "1709-07-08"),
        ("de", "5. Juni (jul.) 1709", "1709-06-05", "1709-06-05"),
        ("sv", "5 jul. 1709", "1709-07-05", "1709-07-05"),
        ("en", "27 June (O.S.), 28 June (Sw.), 8 July (N.S.) 1709", "1709-07-08", "1709-07-08"),
        ("en", "2 August (Foo), 12 August (Bar) 1690", "1690-08-02", "1690-08-12"),
        ("tr", "31 Mart 1325 (13 Nisan 1909)", "1909-04-13", "1909-04-13"),
        ("tr", "1338 (1922) – 1339 (1923)", "1922", "1923"),
        ("ar", "583 / 1187", "1187", "1187"),
        ("ar", "1071 (463)", "1071", "1071"),
        ("fa", "۱۳۶۱ (۱۹۸۲)", "1982", "1982"),
        ("fa", "۳ خرداد ۱۳۶۱ برابر با ۲۴ مه ۱۹۸۲", "1982-05-24", "1982-05-24"),
        ("ar", "17 رمضان 2 هـ (13 مارس 624م)", "0624-03-13", "0624-03-13"),
        ("ru", "12 (24) — 29 июня (11 июля) 1812", "1812-06-24", "1812-07-11"),
        ("ru", "21 июня (3 июля) — 23 июня (5 июля) 1854 года, Крым", "1854-07-03", "1854-07-05"),
        ("ru", "21 июня (3 июля) 1854, ст. ст. в скобках нет", "1854-07-03", "1854-07-03"),
        ("vi", "8/3 âm lịch (9 tháng 4 năm 1288)", "1288-04-09", "1288-04-09"),
        ("uk", "16 (28) травня 1648", "1648-05-16?", "1648-05-28?"),
        ("ru", "2—3 (13—14) августа 1700", "1700-08-13", "1700-08-14"),
        ("fa", "۱ فروردین ۱۳۶۱ (۲۱ مارس ۱۹۸۲) تا ۱۰ فروردین ۱۳۶۱ (۳۰ مارس ۱۹۸۲)", "1982-03-21", "1982-03-30"),
        ("fa", "۱ فروردین ۱۳۶۱ تا ۱۰ فروردین ۱۳۶۱ (۲۱ تا ۳۰ مارس ۱۹۸۲)", "1982-03-21", "1982-03-30"),
        ("en", "718–1492", "0718", "1492"),
    ],
)
def test_the_date_in_this_calendar_counts(language: str, text: str, start: str, end: str) -> None:
    assert dates.read(text, "", lexicon(language))[:2] == (start, end)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "Rumi 26 Ağustos 1338"),
        ("tr", "31 Mart 1325 (R)"),
        ("en", "Buddhist era 2484"),
        ("en", "2484 BE"),
        ("en", "Vikram Samvat 1971"),
        ("en", "1971 (1914)"),
        ("ru", "2—3 (14—15) августа 1700"),
        ("fa", "۱ فروردین ۱۳۶۱ (۲۱ مارس ۱۹۸۲) تا ۱۰ فروردین ۱۳۶۱"),
        ("es", "año 1200 de la era hispánica"),
        ("pt", "1423 da era de César"),
        ("ru", "1361 (хиджра)"),
        ("ru", "6888 год от сотворения мира"),
        ("uk", "583 рік гіджри"),
        ("de", "583 der Hidschra"),
        ("sv", "583 e.H."),
        ("ja", "神武天皇即位紀元2600年"),
        ("ja", "コプト暦1000年"),
        ("ja", "紀元2600年"),
        ("zh", "民國前1年"),
        ("zh", "孔子紀年2460年"),
        ("zh", "共和曆2年"),
        ("ko", "회력 583년"),
    ],
)
def test_a_date_in_another_calendar_is_left_out(language: str, text: str) -> None:
    assert dates.read(text, "", lexicon(language)) == dates.DateReading()


@pytest.mark.parametrize("text", ["5. V. 1809", "5.V.1809", "5-V-1809", "5/V/1809"])
@pytest.mark.parametrize("language", sorted(languages()))
def test_a_roman_numeral_between_a_day_and_a_year_is_a_month(language: str, text: str) -> None:
    assert dates.read(text, "", lexicon(language))[:2] == ("1809-05-05", "1809-05-05")


@pytest.mark.parametrize("text", ["5.V. – 7.VI.1809", "5. V. – 7. VI. 1809"])
@pytest.mark.parametrize("language", sorted(languages()))
def test_so_it_is_at_both_ends_of_a_range(language: str, text: str) -> None:
    assert dates.read(text, "", lexicon(language))[:2] == ("1809-05-05", "1809-06-07")


def test_a_year_with_a_word_before_a_comma_is_that_of_the_day_after_it() -> None:
    assert dates.read("1514 yılı, 23 Ağustos", "", lexicon("tr"))[:2] == ("1514-08-23", "1514-08-23")
    assert dates.read("1514 yılı, Foo", "", lexicon("tr"))[:2] == ("1514", "1514")
