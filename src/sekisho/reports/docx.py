"""The same content as a paper, as a Word document: for texts that people go on editing."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "BIZ UDPGothic"


def document(data: Mapping[str, Any]) -> bytes:
    """``data``: what ``paper()`` answers, with ``note`` and ``sections`` (heading and text)."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paper = data["paper"]
    made = Document()
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    core = made.core_properties
    core.title, core.author, core.language = paper["title"], paper["company"], paper["lang"]
    core.created = core.modified = datetime.fromisoformat(paper["at"]).replace(tzinfo=None)
    section = made.sections[0]
    section.header.paragraphs[0].text = "　".join(
        part
        for part in (paper["company"], paper["title"], paper["version"], paper["label"])
        if part
    )
    section.footer.paragraphs[0].text = f"{paper['as_of']}　{paper['position']}"
    made.add_heading(paper["title"], level=1)
    made.add_paragraph(data["note"])
    for head, body in data["sections"]:
        if head:
            made.add_heading(head, level=2)
        for line in body.split("\n"):
            made.add_paragraph(line)
    out = BytesIO()
    made.save(out)
    return out.getvalue()
