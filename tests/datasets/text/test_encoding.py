import codecs
import io
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.text.encoding import Encoding, detect, looks_binary, transcode

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
CELLS = {
    "French": "Orléans,Besançon,Nîmes,Évreux,Châteauroux,Sète,Béziers,Angoulême,Saint-Étienne,Île-de-France",
    "German": "München,Düsseldorf,Köln,Österreich,Straße,Größe,Nürnberg,Ärzte,Übergabe,Fußgänger,Lüneburg",
    "Spanish": "España,Málaga,Cádiz,A Coruña,León,Almería,año,población,teléfono,Jaén,Ávila,señal,número",
    "Portuguese": "São Paulo,Brasília,Goiânia,Ceará,Maranhão,população,município,região,código,endereço,João",
    "Italian": "città,qualità,Forlì,Cefalù,perché,università,lunedì,venerdì,più,Agrò,Mondovì,però,caffè",
    "Swedish": "Malmö,Göteborg,Örebro,Västerås,Jönköping,Umeå,Skåne,Gävle,Södertälje,Växjö,år,kön,ålder,förnamn",
    "Danish": "København,Ålborg,Århus,Sjælland,Helsingør,Næstved,Rønne,beløb,år,køn,gade nær sø,øl,æble,Tårnby",
    "Polish": "Łódź,Kraków,Wrocław,Poznań,Gdańsk,Białystok,Częstochowa,Śląsk,Toruń,Rzeszów,płeć,ćwierć",
    "Czech": "Plzeň,Ústí,České Budějovice,Hradec Králové,Žďár,Břeclav,příjmení,číslo,město,Třebíč",
    "Hungarian": "Győr,Székesfehérvár,Szombathely,Érd,Kőszeg,Hódmezővásárhely,név,összeg,Gyöngyös,Dunaújváros,Vő,űr",
    "Romanian": "Bucureşti,Iaşi,Timişoara,Braşov,Constanţa,Galaţi,judeţ,oraş,Bistriţa,Târgu Mureş,Piteşti",
    "Croatian": "Šibenik,Čakovec,Požega,Varaždin,Križevci,Đakovo,Poreč,Županja,općina,Ježevo,šećer",
    "Turkish": "İstanbul,Eskişehir,Diyarbakır,Şanlıurfa,Muğla,Iğdır,Aydın,Kırşehir,Çorum,Gümüşhane",
    "Lithuanian": "Šiauliai,Panevėžys,Klaipėda,Mažeikiai,Kėdainiai,Telšiai,Tauragė,Ukmergė,Plungė,Šilutė",
    "Latvian": "Rīga,Liepāja,Jūrmala,Rēzekne,Jēkabpils,Cēsis,Kuldīga,Saldus,Krāslava,Ķekava,Mārupe,Līvāni",
    "Russian": "Москва,Санкт-Петербург,Новосибирск,Казань,Самара,область,улица,фамилия,имя,дата рождения,Уфа,КРАЙ",
    "Ukrainian": "Київ,Харків,Львів,Одеса,Дніпро,Запоріжжя,область,вулиця,прізвище,Чернівці,Вінниця,Ужгород,ціна",
    "Bulgarian": "София,Пловдив,Варна,Бургас,Русе,Стара Загора,Плевен,област,община,име,фамилия,цена,Търново",
    "Greek": "Αθήνα,Θεσσαλονίκη,Πάτρα,Ηράκλειο,Λάρισα,Βόλος,όνομα,επώνυμο,τιμή,ημερομηνία,Χανιά,δήμος,Ρόδος",
    "Hebrew": "תל אביב,ירושלים,חיפה,באר שבע,נתניה,שם משפחה,תאריך,מחיר,עיר,רחוב,אשדוד,פתח תקווה",
    "Arabic": "القاهرة,الإسكندرية,الجيزة,بغداد,دمشق,الرياض,جدة,الاسم,التاريخ,المدينة,السعر,الدوحة",
    "Thai": "กรุงเทพมหานคร,เชียงใหม่,ภูเก็ต,ขอนแก่น,จังหวัด,อำเภอ,ชื่อ,ราคา,วันที่,นครราชสีมา",
    "Japanese": "東京都,大阪府,北海道,神奈川県,横浜市,名前,住所,電話番号,さいたま市,ひらがな,データ,合計,価格",
    "Chinese": "北京市,上海市,广东省,深圳市,姓名,地址,电话,价格,数量,合计,浙江省,南京市,日期,公司名称",
    "Taiwanese": "臺北市,高雄市,新竹縣,姓名,地址,電話,價格,數量,合計,桃園市,日期,公司名稱,臺灣,鄉鎮",
    "Korean": "서울특별시,부산광역시,대구,인천,경기도,이름,주소,전화번호,가격,수량,합계,날짜,회사,제주",
}
CODECS = {
    "cp1252": "French German Spanish Portuguese Italian Swedish Danish",
    "latin-1": "French German Spanish Portuguese Italian Swedish Danish",
    "iso8859_15": "French German Spanish Portuguese",
    "mac_roman": "French German Spanish Portuguese Swedish Danish",
    "cp850": "French German Spanish Portuguese Swedish Danish",
    "cp437": "German Spanish Swedish",
    "cp1250": "Polish Czech Hungarian Romanian Croatian",
    "iso8859_2": "Polish Czech Hungarian Romanian",
    "cp1251": "Russian Ukrainian Bulgarian",
    "koi8_r": "Russian",
    "cp866": "Russian",
    "cp1253": "Greek",
    "cp1254": "Turkish",
    "cp1255": "Hebrew",
    "cp1256": "Arabic",
    "cp1257": "Lithuanian Latvian",
    "cp874": "Thai",
    "cp932": "Japanese",
    "euc_jp": "Japanese",
    "gb18030": "Chinese",
    "big5": "Taiwanese",
    "cp949": "Korean",
}
PAIRS = [(codec, language) for codec, languages in CODECS.items() for language in languages.split()]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"))


def table(language, codec, seed, size):
    """A CSV of so many cells in a language, with numbers and dates around them."""
    choose = random.Random(seed)
    cells = choose.sample(CELLS[language].split(","), size)
    rows = [f"{i},{cell},{choose.random() * 100:.2f},2024-03-1{i % 10}\r\n" for i, cell in enumerate(cells)]
    return "id,name,value,date\r\n" + "".join(rows).encode(codec, "ignore").decode(codec)


def decoded(content):
    found = detect(content)
    target = io.BytesIO()
    strays = transcode(io.BytesIO(content), target, found)
    return target.getvalue().decode(), strays


@pytest.mark.parametrize(("codec", "language"), PAIRS)
def test_a_table_in_an_old_codec_reads_as_it_was_written(codec, language):
    for seed in range(5):
        text = table(language, codec, seed, 10)
        assert decoded(text.encode(codec)) == (text, (0, ()))
        assert not detect(text.encode(codec)).sure


def test_97_of_100_tables_of_few_cells_read_as_they_were_written():
    right = [
        decoded(text.encode(codec))[0] == text
        for codec, language in PAIRS
        for seed in range(6)
        for text in [table(language, codec, seed, 4)]
    ]
    assert sum(right) / len(right) >= 0.97


@pytest.mark.parametrize(
    "text",
    ["price\n£25\n", "t\n20 °C\n", "said\nit’s\n", "n\nand so on…\n", "p\n10 €\n", "a–b\n1\n", "n\nCafé\n", "w\n5 µm\n"]
    + ["area\n10 m²\n", "name\nCuraçao\nCôte d'Ivoire\nÅland\n", "x\n±3\n", "n\nKöln\n", "VILLE\nORLÉANS\n"],
)
def test_a_sign_or_two_in_plain_text_are_windows_1252(text):
    assert decoded(text.encode("cp1252"))[0] == text


@pytest.mark.parametrize("form", ["{},{} €", "{},{}€", "€ {},{}", "€{},{}", "{},{} €;Zürich"])
@pytest.mark.parametrize("rows", [3, 30, 300])
def test_many_different_prices_in_euros_are_windows_1252(form, rows):
    text = "id;price\n" + "".join(f"{row};{form.format(row, row % 90 + 10)}\n" for row in range(rows))
    assert decoded(text.encode("cp1252"))[0] == text


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        (b"", Encoding("utf-8")),
        (b"a,b\n1,2\n", Encoding("utf-8")),
        ("größe\n".encode(), Encoding("utf-8")),
        ("größe €".encode()[:-1], Encoding("utf-8")),
        ("größe\n".encode("utf-8-sig"), Encoding("utf-8", bom=3)),
        (codecs.BOM_UTF16_LE + "a,é".encode("utf-16-le"), Encoding("utf-16-le", bom=2)),
        (codecs.BOM_UTF16_BE + "a,é".encode("utf-16-be"), Encoding("utf-16-be", bom=2)),
        (codecs.BOM_UTF32_LE + "a,é".encode("utf-32-le"), Encoding("utf-32-le", bom=4)),
        (codecs.BOM_UTF32_BE + "a,é".encode("utf-32-be"), Encoding("utf-32-be", bom=4)),
        ("name,größe\n1,2\n".encode("utf-16-le"), Encoding("utf-16-le")),
        ("name,größe\n1,2\n".encode("utf-16-be"), Encoding("utf-16-be")),
        ("城市,人口\n北京市,21540000\n上海市,24870000\n".encode("utf-16-le"), Encoding("utf-16-le")),
        ("город,число\nМосква,13\nКазань,1\n".encode("utf-16-be"), Encoding("utf-16-be")),
        ("name,größe\n1,2\n".encode("utf-32-le"), Encoding("utf-32-le")),
        ("name,größe\n1,2\n".encode("utf-32-be"), Encoding("utf-32-be")),
        (b"name,code\0\0\0\nAnn,1\0\0\0\nBob,22\0\0\n", Encoding("utf-8")),
        ("Łódź Gdańsk größe ".encode() * 5 + b"caf\xe9", Encoding("utf-8")),
    ],
)
def test_marks_zero_bytes_and_utf_8_are_sure(sample, expected):
    assert detect(sample) == expected


def test_pieces_of_utf_8_cut_within_characters_are_utf_8():
    content = ("Größe,Länge,Łódź,東京都\n" * 2000).encode()
    for cut in range(20):
        assert detect(content[: 9000 + cut] + content[20_000 + 3 * cut : 29_000 + cut]).codec == "utf-8"


def test_pieces_of_two_byte_text_cut_within_characters_keep_their_codec():
    content = ("東京都,大阪府,名前\n" * 2000).encode("cp932")
    assert {detect(content[: 9000 + cut] + content[20_000 + cut : 29_000]).codec for cut in range(9)} == {"cp932"}


def test_stray_bytes_in_utf_8_are_windows_1252_and_counted_with_their_lines():
    content = "größe,Łódź,Gdańsk\r\n".encode() * 3 + b"caf\xe9,\x93x\x94\r\n" + "köln\n".encode() * 4
    text, (count, first) = decoded(content)
    assert text.splitlines()[3] == "café,“x”"
    assert (count, first) == (3, ((4, b"\xe9"), (4, b"\x93"), (4, b"\x94")))


def test_only_the_first_five_strays_are_shown_however_the_lines_end():
    for end in ("\n", "\r", "\r\n"):
        content = (end.encode() + b"\xff") * 9
        count, first = transcode(io.BytesIO(content), io.BytesIO(), Encoding("utf-8"))
        assert (count, first) == (9, tuple((line, b"\xff") for line in range(2, 7)))


def test_strays_beyond_the_first_block_have_the_right_lines():
    content = b"0123456789012\r\n" * 40_000 + b"\xe9\r\n"
    assert transcode(io.BytesIO(content), io.BytesIO(), Encoding("utf-8")) == (1, ((40_001, b"\xe9"),))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-32"])
@given(text=TEXTS)
def test_unicode_always_reads_back_equal(codec, text):
    assert decoded(text.encode(codec)) == (text, (0, ()))


@given(content=st.binary(max_size=400))
@settings(max_examples=300)
def test_arbitrary_bytes_never_raise(content):
    looks_binary(content)
    text, (count, first) = decoded(content)
    assert len(first) <= min(count, 5)
    assert text.isascii() or len(text) <= len(content)


@given(content=st.binary(max_size=60))
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-32-be", "cp932", "euc_jp", "gb18030", "cp950", "cp949", "cp1252"])
def test_no_bytes_are_too_wrong_for_a_stated_codec(codec, content):
    target = io.BytesIO()
    count, _ = transcode(io.BytesIO(content), target, Encoding(codec))
    assert count <= len(content)
    assert target.getvalue().decode() is not None


@pytest.mark.parametrize(
    ("sample", "binary"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", True),
        (b"PK\x03\x04\x14\0\0\0\x08\0", True),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", True),
        (b"\x7fELF\x02\x01\x01" + bytes(50), True),
        (random.Random(1).randbytes(5000), True),
        (bytes(1000), True),
        (b"", False),
        (b"a,b\n1,2\n", False),
        (b"PAR1,PAR2\n1,2\n", False),
        (b"name,code\0\0\0\nAnn,1\0\0\0\n", False),
        (b"one\x01 odd byte," + b"fine text\n" * 20, False),
        ("größe\n".encode("utf-16"), False),
        ("größe,1\n".encode("utf-16-le") * 3, False),
        ("名前,年齢\n".encode("cp932"), False),
    ],
)
def test_binary_files_are_told_from_text(sample, binary):
    assert looks_binary(sample) is binary


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
@pytest.mark.parametrize(
    ("name", "codec", "word"),
    [
        ("shift_jis.csv", "cp932", "名前"),
        ("KEN_ALL.CSV", "cp932", "ﾎｯｶｲﾄﾞｳ"),
        ("utf16.csv", "utf-16-le", "José"),
        ("utf-16le_encoded.csv", "utf-16-le", "\n"),
        ("hflabs_city_ru.csv", "utf-8", "Адыгея"),
    ],
)
def test_files_from_the_world_read_well(name, codec, word):
    content = (SHARED / name).read_bytes()
    assert detect(content).codec == codec
    assert word in decoded(content)[0]
