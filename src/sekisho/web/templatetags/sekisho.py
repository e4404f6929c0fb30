"""The components of the face as template tags: ``{% load sekisho %}``.

/components shows every one with sample data; each template in web/parts/ says what it takes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sekisho.web import calendar as months
from sekisho.web import charts, inputs
from sekisho.web.templatetags.days import day
from sekisho.web.words import SEALS, STATES, Text, glyph

register = template.Library()
FEW = 3
"""Risks that a cell of a map names where the others stand in a list."""
SMALL = 3
CLASSES = (("pub", "i-c0"), ("int", "i-c1"), ("conf", "i-c2"), ("gok", "i-c3"))


@register.simple_tag
def icon(name: str, size: str = "", label: Text = "") -> SafeString:
    """``{% icon "i-policy" %}``; size ``s`` is 16 px. With a label it speaks, else it is silent."""
    css = "ic ic-s" if size == "s" else "ic"
    if label:
        words = '<svg class="{}" role="img" aria-label="{}"><use href="#{}"/></svg>'
        return format_html(words, css, label, name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>', css, name)


@register.simple_tag
def seal(state: str, size: str = "") -> SafeString:
    """``{% seal "not_kept" %}``: kept, at_risk, not_kept, unknown, awaiting, out_of_scope; size s, xl."""
    css = " ".join(filter(None, ("seal", SEALS[state], size)))
    words = '<span class="{}"><span aria-hidden="true">{}</span><span class="vh">{}</span></span>'
    return format_html(words, css, glyph(state), STATES[state])


@register.simple_tag
def state(code: str) -> Text:
    """The word of a state: 遵守, 要注意, 未遵守 …"""
    return STATES[code]


@register.simple_tag
def cls(label: Text, level: int | None = None) -> SafeString:
    """``{% cls "機密" 2 %}``: class label with bars; level 0 public … 3 strictest, None unclassified."""
    if level is None:
        return format_html('<span class="tag ng">{}</span>', label)
    css, bars = CLASSES[max(0, min(level, len(CLASSES) - 1))]
    words = '<span class="cls {}"><svg aria-hidden="true"><use href="#{}"/></svg>{}</span>'
    return format_html(words, css, bars, label)


@register.simple_tag
def badge(text: Text, tone: str = "") -> SafeString:
    """``{% badge "重大" "ng" %}``: tones ok, warn, ng, wait, info, line. Finished things get none."""
    return format_html('<span class="{}">{}</span>', f"tag {tone}".strip(), text)


@register.simple_tag
def kbd(keys: str) -> SafeString:
    """``{% kbd "G P" %}``: one cap per key."""
    return mark_safe("".join(format_html("<kbd>{}</kbd>", key) for key in keys.split()))  # noqa: S308 each part is escaped


@register.inclusion_tag("web/parts/bar.html")
def bar(
    kept: int = 0,
    soon: int = 0,
    overdue: int = 0,
    unknown: int = 0,
    total: int | None = None,
    *,
    size: str = "",
    label: Text = "",
) -> dict[str, Any]:
    """``{% bar kept=289 soon=8 overdue=3 unknown=0 total=300 %}``; size thin or fat."""
    counts = {"kept": kept, "soon": soon, "overdue": overdue, "unknown": unknown}
    drawn = charts.population(counts, total)
    return {**drawn, "size": size, "label": label or drawn["label"]}


@register.inclusion_tag("web/parts/bar.html")
def shares(parts: Sequence[tuple[str, float]], label: Text, size: str = "") -> dict[str, Any]:
    """A bar of other things: ``parts`` are (CSS class b-…, amount); the label says the numbers."""
    total = sum(amount for _css, amount in parts)
    return {"pieces": charts.pieces(parts, total), "label": label, "size": size}


@register.inclusion_tag("web/parts/spectrum.html")
def spectrum(clauses: Iterable[Any]) -> dict[str, Any]:
    """One tick per clause in document order; clauses have number, state, url, chapter."""
    return {"chapters": charts.chapters(clauses)}


@register.inclusion_tag("web/parts/columns.html")
def columns12(values: Sequence[Any], *, legend: bool = True) -> dict[str, Any]:
    """Twelve months of stacked states; values are ``{"label", "parts": [(state, n)…]}``."""
    return {**charts.columns(values), "show_legend": legend}


@register.inclusion_tag("web/parts/field.html")
def field(one: Any, **more: Any) -> dict[str, Any]:
    """``{% field input %}``: an ``inputs.Input`` or a field of a Django form; more overrides."""
    made = one if isinstance(one, inputs.Input) else inputs.of_bound(one)
    for name, value in more.items():
        setattr(made, name, value)
    return {"f": made}


@register.inclusion_tag("web/parts/errsum.html")
def errsum(source: Any, whole: Iterable[Text] = ()) -> dict[str, Any]:
    """``{% errsum form %}`` or of a list of inputs: what to put right, each linked to its field."""
    if isinstance(source, forms.BaseForm):
        whole = [str(message) for message in source.non_field_errors()]
        source = [inputs.of_bound(one) for one in source]
    return {"problems": inputs.problems(source or (), whole)}


@register.inclusion_tag("web/parts/facts.html")
def facts(pairs: Iterable[tuple[Text, Any]] | Mapping[Text, Any]) -> dict[str, Any]:
    """``{% facts pairs %}``: a definition list of (label, value); days are written out, nothing is —."""
    told = pairs.items() if isinstance(pairs, Mapping) else pairs
    return {"pairs": [(label, day(v) if isinstance(v, date) else v) for label, v in told]}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Newest first: items have at (text or time), title, text, mark (done, ng, wait, next), href."""
    return {"items": items}


@register.inclusion_tag("web/parts/stepper.html")
def stepper(steps: Sequence[Text], current: int) -> dict[str, Any]:
    """Numbered steps; ``current`` counts from 0, those before it are done."""
    return {"steps": list(enumerate(steps)), "current": current}


@register.inclusion_tag("web/parts/phase.html")
def phase(steps: Sequence[Text], current: int, label: Text = "") -> dict[str, Any]:
    """Stages of a case as a bar; ``current`` counts from 0."""
    return {"steps": list(enumerate(steps)), "current": current, "label": label}


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: Text) -> dict[str, Any]:
    """Links that look like tabs: items have title, href, current, count."""
    return {"items": items, "label": label}


@register.inclusion_tag("web/parts/chips.html")
def chips(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Filters as words: items have title, href, count, state (seal), current, off (removes)."""
    return {"items": items}


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(
    context: Mapping[str, Any], previous: str = "", following: str = "", said: Text = ""
) -> dict[str, Any]:
    """Key paging: the cursors of the pages before and after ("" if none); keeps the filters."""
    return {
        "request": context.get("request"),
        "previous": previous,
        "following": following,
        "said": said,
    }


@register.inclusion_tag("web/parts/progress.html")
def progress(job: Mapping[str, Any]) -> dict[str, Any]:
    """Long work; polls ``url`` every 2 s until ``finished``. job: title, done, total, said, url, cancel."""
    return {"job": job}


@register.inclusion_tag("web/parts/heat.html")
def heatmap(
    risks: Iterable[Mapping[str, Any]], impacts: Sequence[Text], chances: Sequence[Text],
    more: str = "", axes: Sequence[str] = ("row", "column"),
) -> dict[str, Any]:  # fmt: skip
    """A table of impact by likelihood, 5×5 or smaller: risks have impact and chance (from 1), number,
    url, worse. Axis words from 1 up. ``more``: address of a list that takes both ``axes``; with it
    a full cell names its first ones and leads there."""
    cells: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for risk in risks:
        cells.setdefault((risk["impact"], risk["chance"]), []).append(risk)
    most = FEW if more else None
    steps = charts.STEPS if len(impacts) > SMALL else charts.SMALL_STEPS
    rows = []
    for impact in range(len(impacts), 0, -1):
        row = []
        for c in range(1, len(chances) + 1):
            held = cells.get((impact, c), [])
            row.append({
                "score": impact * c, "step": charts.heat(impact * c, steps), "risks": held[:most],
                "more": len(held) - len(held[:most]), "more_url": f"{more}{axes[0]}={impact}&{axes[1]}={c}",
            })  # fmt: skip
        rows.append({"head": f"{impact} {impacts[impact - 1]}", "cells": row})
    return {"rows": rows, "chances": list(enumerate(chances, 1))}


@register.inclusion_tag("web/parts/calendar.html")
def calendar(
    month: date, events: Iterable[Mapping[str, Any]], today: date | None = None
) -> dict[str, Any]:
    """A month from Monday: events have on (date), title, href, tone (ng, w, g)."""
    return {"month": month, "weeks": months.weeks(month, events), "today": today}


def _block(name: str, where: Mapping[str, Any]) -> SafeString:
    """What a template of web/parts/ makes of ``where``."""
    return mark_safe(render_to_string(f"web/parts/{name}.html", dict(where)))  # noqa: S308


@register.simple_block_tag
def note(content: str, tone: str = "") -> SafeString:
    """``{% note "warn" %}…{% endnote %}``: tones ok, warn, ng; none is plain information."""
    return format_html('<div class="{}">{}</div>', f"note {tone}".strip(), content)


@register.simple_block_tag
def sheet(
    content: str, title: Text = "", said: Text = "", end: Text = "", *, pad: bool = True, id: str = ""  # noqa: A002 an HTML id
) -> SafeString:  # fmt: skip
    """``{% sheet title="経過" said="…" end=link %}…{% endsheet %}``: a card with its heading."""
    where = {"content": content, "title": title, "said": said, "end": end, "pad": pad, "id": id}
    return _block("sheet", where)


@register.simple_block_tag
def dialog(
    content: str,
    id: str,  # noqa: A002 an HTML id
    title: Text,
    *,
    wide: bool = False,
) -> SafeString:
    """``{% dialog "del" "取り消しますか" %}body and <div class="df">buttons</div>{% enddialog %}``.

    Opened by ``data-dialog="del"``; a button with ``data-close`` leaves it.
    """
    where = {"content": content, "id": id, "title": title, "wide": wide}
    return _block("dialog", where)


@register.simple_block_tag
def empty(content: str, title: Text, text: Text = "", tone: str = "") -> SafeString:
    """``{% empty "まだ資産が登録されていません" "…" %}the best first action{% endempty %}``."""
    body = mark_safe(content.strip())  # noqa: S308 rendered by the template
    where = {"content": body, "title": title, "text": text, "tone": tone}
    return _block("empty", where)


@register.simple_block_tag
def actbar(content: str, said: Text = "") -> SafeString:
    """``{% actbar "未判定 14件" %}buttons{% endactbar %}``: stays at the foot of its sheet."""
    words = '<div class="actbar"><span class="small">{}</span><span class="grow"></span>{}</div>'
    return format_html(words, said, content)
