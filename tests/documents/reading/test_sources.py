import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sekisho.domains.documents.reading import Unreadable, read, structure

from .pdf import pdf

TEXT = "見本の方針\n守ることを約束する。\n備え\n鍵をかける。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_text_reads_the_same_in_every_encoding(encoding):
    lines = read(TEXT.encode(encoding), "a.txt").lines
    assert [line.text for line in lines] == TEXT.split()


def test_bytes_in_no_known_encoding_are_refused_with_a_way_out():
    with pytest.raises(Unreadable) as refused:
        read(b"\x81\xff\xfe\x00\x80 \xff", "a.txt")
    assert refused.value.hint


def test_an_unknown_kind_names_the_kinds_that_can_be_read():
    with pytest.raises(Unreadable) as refused:
        read(b"x", "a.doc")
    assert ".docx" in str(refused.value.hint)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_an_empty_file_is_refused(name):
    with pytest.raises(Unreadable):
        read(b" \n ", name)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Unreadable):
        read(tmp_path / "none.txt")


def test_the_hash_is_that_of_the_bytes(tmp_path):
    import hashlib

    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    source = read(file)
    assert source.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (source.name, source.kind) == ("a.txt", "txt")


def test_wrapped_english_lines_are_joined_and_japanese_lines_are_not():
    text = "Rules\n\nEverybody who works here keeps the doors of the building locked\nand wears a badge.\n"
    assert read(text.encode(), "a.txt").lines[1].text.endswith("locked and wears a badge.")
    assert len(read("鍵をかける\n窓を閉じる\n".encode(), "a.txt").lines) == 2


def test_markdown_headings_give_the_levels():
    text = (
        "# Rules\n\nWe keep secrets.\n\n## People\n\nEverybody helps.\n\n### Board\n\nThe board decides:\n\n"
        "- plans\n- money\n\nIt meets monthly.\n\n## Doors\n\n1. Lock them.\n2. Count the keys.\n"
    )
    found = structure(read(text.encode(), "a.md"))
    assert found.title == "Rules"
    assert [c.number for c in found.clauses] == [
        *("0.1", "1.1", "1.2", "1.2.1", "1.2.2", "1.2.3", "2.1", "2.2"),
    ]


def test_markdown_may_have_no_title_above_equal_headings():
    found = structure(read(b"# Doors\n\nLock them.\n\n# Keys\n\nCount them.\n", "a.md"))
    assert found.title == ""
    assert [c.number for c in found.clauses] == ["1.1", "2.1"]


def test_html_headings_and_lists_are_read_and_scripts_are_not():
    page = """<html><head><title>x</title><meta charset="utf-8"><style>p{}</style></head><body>
    <nav><a href="/">Home</a></nav><h1>きまり</h1><p>守る。</p><h2>備え</h2><p>次の<b>備え</b>をする。</p>
    <ul><li>鍵をかける</li><li>窓を閉じる</li></ul><h2>事故</h2><ol><li>知らせる</li><li>止める</li></ol>
    <script>alert(1)</script></body></html>"""
    found = structure(read(page.encode(), "a.html"))
    assert found.title == "きまり"
    assert [(c.number, c.text) for c in found.clauses] == [
        ("0.1", "守る。"),
        ("1.1", "次の備えをする。"),
        ("1.1.1", "鍵をかける"),
        ("1.1.2", "窓を閉じる"),
        ("2.1", "知らせる"),
        ("2.2", "止める"),
    ]


def test_html_in_shift_jis_is_read_as_it_says():
    page = '<meta charset="Shift_JIS"><h1>きまり</h1><p>守る。</p><h2>備え</h2><p>鍵。</p>'
    assert structure(read(page.encode("cp932"), "a.html")).title == "きまり"


def _numbered(document, pattern, form):
    """Give the document a numbering of its own, as Word writes it; the numId."""
    root = document.part.numbering_part.element
    name = str(900 + len(root))
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), name)
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", pattern)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    root.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), name)
    target = OxmlElement("w:abstractNumId")
    target.set(qn("w:val"), name)
    num.append(target)
    root.append(num)
    return name


def _listed(document, text, number):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    numbered = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", number)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        numbered.append(child)
    properties.append(numbered)


def _bytes(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_headings_numbers_and_tables_are_read():
    document = docx.Document()
    document.add_heading("見本の規程", 0)
    document.add_paragraph("会社は情報を守る。")
    document.add_heading("備え", 1)
    document.add_paragraph("次の備えをする。")
    document.add_paragraph("鍵をかける", style="List Bullet")
    document.add_paragraph("窓を閉じる", style="List Bullet")
    document.add_heading("担当", 2)
    document.add_paragraph("担当を置く。")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "区分", "扱い"
    found = structure(read(_bytes(document), "a.docx"))
    assert found.title == "見本の規程"
    assert [(c.number, c.text) for c in found.clauses] == [
        ("0.1", "会社は情報を守る。"),
        ("1.1", "次の備えをする。"),
        ("1.1.1", "鍵をかける"),
        ("1.1.2", "窓を閉じる"),
        ("1.2", "担当を置く。"),
        ("1.2.1", "区分 | 扱い"),
    ]


def test_numbers_that_word_draws_are_the_texts_own():
    document = docx.Document()
    document.add_paragraph("見本の規程")
    articles = _numbered(document, "第%1条", "japaneseCounting")
    items = _numbered(document, "(%1)", "aiueo")
    _listed(document, "この規程は、情報を守るために定める。", articles)
    _listed(document, "次の者を置く。", articles)
    _listed(document, "統括者", items)
    _listed(document, "担当者", items)
    found = structure(read(_bytes(document), "a.docx"))
    assert [c.number for c in found.clauses] == ["1", "2", "2.1", "2.2"]


def test_a_damaged_word_document_is_refused():
    with pytest.raises(Unreadable):
        read(b"PK\x03\x04 not a document", "a.docx")


def test_an_archive_that_unpacks_to_far_too_much_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    with pytest.raises(Unreadable) as refused:
        read(out.getvalue(), "bomb.docx")
    assert "unpacks" in str(refused.value.message) or "展開" in str(refused.value)


def test_pdf_lines_that_the_page_broke_are_joined_and_page_furniture_is_dropped():
    pages = [
        [
            "Sample Ltd - internal",
            "Rules for keeping things safe",
            "1. Doors",
            "Everybody who works in this building keeps its doors locked",
            "and wears a badge.",
            "Page 1 of 3",
        ],
        ["Sample Ltd - internal", "2. Keys", "Keys are counted every month.", "Page 2 of 3"],
        ["Sample Ltd - internal", "3. Windows", "Windows are shut at night.", "Page 3 of 3"],
    ]
    found = structure(read(pdf(pages), "a.pdf"))
    assert found.title == "Rules for keeping things safe"
    assert [(c.number, c.text) for c in found.clauses] == [
        ("1.1", "Everybody who works in this building keeps its doors locked and wears a badge."),
        ("2.1", "Keys are counted every month."),
        ("3.1", "Windows are shut at night."),
    ]


def test_a_damaged_pdf_is_refused():
    with pytest.raises(Unreadable):
        read(b"%PDF-1.7 nothing here", "a.pdf")


def test_a_pdf_without_text_says_that_it_may_be_a_scan():
    with pytest.raises(Unreadable) as refused:
        read(pdf([[]]), "a.pdf")
    assert "OCR" in str(refused.value.hint)
