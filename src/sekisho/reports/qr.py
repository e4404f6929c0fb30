"""QR codes as SVG, drawn here from the modules alone: one path, no style, fit for page and paper."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004 asks for four)."""


def svg(text: str, title: str = "") -> SafeString:
    """The QR code of ``text`` (error correction M), as large as its container."""
    rows = _modules(text)
    side = len(rows) + 2 * QUIET
    named = format_html('role="img" aria-label="{}"', title) if title else 'aria-hidden="true"'
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {0} {0}" {1}>'
        '<rect width="{0}" height="{0}" fill="#fff"/><path fill="#000" d="{2}"/></svg>',
        side, SafeString(named), _path(rows),
    )  # fmt: skip


def _modules(text: str) -> list[list[bool]]:
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    found: list[list[bool]] = code.get_matrix()
    return found


def _path(rows: list[list[bool]]) -> str:
    """One rectangle for each run of dark modules in a row."""
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = next((n for n in range(len(row) - x) if not row[x + n]), len(row) - x)
            if run:
                parts.append(f"M{x + QUIET} {y + QUIET}h{run}v1h-{run}z")
            x += run or 1
    return "".join(parts)
