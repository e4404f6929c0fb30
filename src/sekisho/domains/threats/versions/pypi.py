"""Python's versions, as PEP 440 orders them."""

import re

from sekisho.domains.threats.versions.parts import number, word

FORM = re.compile(
    r"""v?(?:(?P<epoch>\d+)!)?(?P<release>\d+(?:\.\d+)*)
    (?:[-_.]?(?P<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?P<pre_n>\d*))?
    (?:-(?P<post_only>\d+)|(?P<post>[-_.]?(?:post|rev|r)[-_.]?(?P<post_n>\d*)))?
    (?P<dev>[-_.]?dev[-_.]?(?P<dev_n>\d*))?
    (?:\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?""",
    re.VERBOSE,
)
PHASES = {"alpha": b"a", "a": b"a", "beta": b"b", "b": b"b"}  # everything else is a candidate
LEAST, MOST = b"\x00", b"\xff"


def pypi(text: str) -> bytes:
    found = FORM.fullmatch(text.strip().lower())
    if not found:
        raise ValueError(text)
    post = found["post_only"] if found["post_only"] is not None else found["post_n"]
    return b"".join((
        number(found["epoch"] or "0"),
        _release(found["release"]),
        _phase(found, is_post=post is not None),
        LEAST if post is None else b"\x01" + number(post or "0"),
        MOST if found["dev"] is None else b"\x01" + number(found["dev_n"] or "0"),
        _local(found["local"]),
    ))  # fmt: skip


def _release(text: str) -> bytes:
    """Zeros at the end say nothing: 1.0 is 1."""
    parts = text.split(".")
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    return b"".join(b"\x02" + number(part) for part in parts) + b"\x01"


def _phase(found: re.Match[str], *, is_post: bool) -> bytes:
    """A bare development release comes before the first alpha."""
    if found["pre"] is None:
        return LEAST if found["dev"] is not None and not is_post else MOST
    return b"\x01" + PHASES.get(found["pre"], b"rc") + b"\x00" + number(found["pre_n"] or "0")


def _local(text: str | None) -> bytes:
    if text is None:
        return LEAST
    parts = re.split(r"[-_.]", text)
    keys = (b"\x02" + number(p) if p.isdigit() else b"\x01" + word(p) for p in parts)
    return b"".join(keys) + LEAST
