"""Bytes become the text that was written, or are refused; nothing is guessed that the bytes do not show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import encoding

ROMANIAN = (
    "cod;denumire;total\n65.02;Învățământ, școli și creșe în Țigănești;1,5\n66.02;SĂNĂTATE ȘI ÎNGRIJIRE ȚINTĂ;2,5\n"
)
HUNGARIAN = "kód;megnevezés\n81.02;Fűtés és működés, őrség, ÁRVÍZTŰRŐ TÜKÖRFÚRÓGÉP\n"
GERMAN = "Größe;Maß\nÖffentliche Gebäude;Straßen für Fußgänger\n"
QUOTED = "Școala „Traian” – clădirea\n"
PAGES = ("cp1250", "iso8859_2", "iso8859_16")


def as_page(text: str, page: str) -> bytes:
    """The bytes a program of that page writes: those without ș write ş."""
    return text.translate(str.maketrans("șțȘȚ", "şţŞŢ") if page != "iso8859_16" else {}).encode(page)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", [ROMANIAN, HUNGARIAN, GERMAN, ROMANIAN + HUNGARIAN + GERMAN])
def test_a_code_page_says_what_its_utf8_twin_says(text: str, page: str) -> None:
    decoded, _ = encoding.text(as_page(text, page), "x")
    assert encoding.comma(decoded) == text
    assert encoding.text(text.encode(), "x") == (text, "utf-8")


@pytest.mark.parametrize(("page", "text"), [("cp1250", QUOTED), ("iso8859_16", QUOTED.replace("–", "-"))])
def test_quotation_marks_tell_the_pages_apart(page: str, text: str) -> None:
    decoded, name = encoding.text(as_page(text, page), "x")
    assert name == page
    assert encoding.comma(decoded) == text


def test_the_hungarian_u_tells_8859_16_from_the_others() -> None:
    assert encoding.text("fűtés".encode("iso8859_16"), "x") == ("fűtés", "iso8859_16")
    assert encoding.text("fűtés".encode("iso8859_2"), "x")[0] == "fűtés"


def test_the_serbian_s_tells_8859_2_from_windows_1250() -> None:
    assert encoding.text("Opština Žombolj, škola".encode("iso8859_2"), "x") == ("Opština Žombolj, škola", "iso8859_2")
    assert encoding.text("Opština Žombolj, škola".encode("cp1250"), "x") == ("Opština Žombolj, škola", "cp1250")


@pytest.mark.parametrize(("name", "mark"), [("utf-8-sig", b""), ("utf-16", b""), ("utf-16-be", b"\xfe\xff")])
def test_byte_order_marks(name: str, mark: bytes) -> None:
    assert encoding.text(mark + ROMANIAN.encode(name), "x")[0] == ROMANIAN


@pytest.mark.parametrize("name", ["cp1251", "cp852", "koi8-r", "iso8859_5"])
def test_other_encodings_are_refused_rather_than_misread(name: str) -> None:
    text = "Школа и вртић у граду, саобраћај" if name != "cp852" else "învăţământ şi şcoli, Ţara"
    encoded = text.replace("ћ", "h").replace("ј", "i").encode(name, "ignore")
    with pytest.raises(RefusedError, match="expected a file saved as UTF-8"):
        encoding.text(encoded, "x")


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfa\xff", b"\xff\xfea", b"\x81\x8d\x8f\x9d"])
def test_broken_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="expected a file saved as UTF-8"):
        encoding.text(data, "x")


ASCII = st.characters(min_codepoint=32, max_codepoint=126)
LANGUAGES = st.sampled_from(["ăâîșțĂÂÎȘȚ", "áéíóöőúüűÁÉÍÓÖŐÚÜŰ", "äöüßÄÖÜ"])


@given(st.data(), LANGUAGES, st.sampled_from(PAGES))
def test_encode_and_decode_are_inverse(data: st.DataObject, letters: str, page: str) -> None:
    text = data.draw(st.text(st.one_of(ASCII, st.sampled_from(letters)), max_size=60))
    written = as_page(text, page)
    try:
        expected = written.decode()  # `ÂȘ` in ISO 8859-16 is `ª` in UTF-8, which goes first
    except UnicodeDecodeError:
        expected = text
    assert encoding.comma(encoding.text(written, "x")[0]) == encoding.comma(expected)


def test_bytes_that_are_utf8_are_read_as_that() -> None:
    assert encoding.text("ÂȘ".encode("iso8859_16"), "x") == ("ª", "utf-8")


@given(st.text())
def test_utf8_is_always_read_as_itself(text: str) -> None:
    assert encoding.text(text.encode(errors="ignore"), "x")[0] == text.encode(errors="ignore").decode().removeprefix(
        "\ufeff"
    )


def test_cedillas_become_commas_and_nothing_else_changes() -> None:
    assert encoding.comma("Şcoală, ţară, ŢARĂ, şi ç") == "Școală, țară, ȚARĂ, și ç"


@given(st.text(st.sampled_from("ăâîșțÎșdeagi éőßЉ"), min_size=1))
def test_utf8_taken_for_windows_is_recognised_and_nothing_else_is(text: str) -> None:
    misread = text.encode().decode("cp1252", "ignore")
    if misread.encode("cp1252") == text.encode() and misread != text:
        assert encoding.mangled(misread) == text
    assert encoding.mangled(text) is None


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(name: str) -> None:
    assert encoding.text("cod;denumire\n65.02;Învățământ".encode(name), "x") == (
        "cod;denumire\n65.02;Învățământ",
        "utf-16",
    )
    assert encoding.text(b"a\0b\0\0\0", "x") == ("a\0b\0\0\0", "utf-8")
