"""A client's questionnaire of 500 rows: read, 200 answers to propose from, kept, and written back."""

import io
import os
from datetime import UTC, date, datetime

import bench

ROWS = int(os.environ.get("BENCH_ROWS", "500"))
KNOWN = int(os.environ.get("BENCH_KNOWN", "200"))
TOPICS = (
    "規程の周知",
    "資産の台帳",
    "権限の棚卸",
    "退職者の停止",
    "暗号化の方式",
    "教育の実施",
    "事故の報告",
    "委託先の評価",
)


def main(kind: str) -> None:
    bench.prepare()
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    from sekisho.domains.assurance.answering import Library, guessed, questions
    from sekisho.registers.actor import Act, service
    from sekisho.registers.commands import write_many
    from sekisho.registers.exchange.filling import filled
    from sekisho.registers.plan import Line
    from sekisho.registers.register import registry
    from tests.given.answers import a_client_questionnaire

    bench.say(f"{kind}: {ROWS} questions, {KNOWN} answers", bench.load())
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("No", "確認事項", "回答", "備考"))
        for n in range(ROWS):
            sheet.write_row(
                n + 1,
                0,
                (n, f"第{n}項 {TOPICS[n % 8]}について、{n}の手順を定めていますか。", "", ""),
            )
    body = out.getvalue()

    def read() -> list[tuple[int, str]]:
        cells = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        return questions(cells, guessed(cells))

    asked = read()
    assert len(asked) == ROWS, len(asked)
    known = [f"{TOPICS[n % 8]}は{n}の手順で定めていますか" for n in range(KNOWN)]

    def propose() -> int:
        library = Library(known)
        return sum(library.likest(text) is not None for _row, text in asked)

    def export() -> bytes:
        return filled(body, {0: {(row, 3): "定めています。" for row, _text in asked}})

    def keep() -> None:
        act = Act(
            service("operator"), datetime(2026, 11, 1, 3, tzinfo=UTC), "bench", date(2026, 11, 1)
        )
        one = a_client_questionnaire()
        lines = [Line({"questionnaire": one.pk, "row": row, "column": 3, "question": text, "answer": "定めています。"})
                 for row, text in asked]  # fmt: skip
        write_many(registry["client_questions"], act, lines)

    for what, call, aim in (
        ("reading the file and guessing its columns", read, "< 1 s"),
        ("proposing an answer to every question", propose, "< 2 s"),
        ("keeping every line by the commands", keep, "< 3 s"),
        ("writing the answers into the client's file", export, "< 1 s"),
    ):
        wall, cpu = bench.timed(3, call)
        bench.say(what, f"{wall * 1000:,.0f} ms, {cpu * 1000:,.0f} CPU", aim)


if __name__ == "__main__":
    bench.on_both(main, __file__)
