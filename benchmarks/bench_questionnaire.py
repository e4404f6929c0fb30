"""A questionnaire of 500 questions as a sheet: out, in again, and every answer written by the command."""

import io
import os
import time

import bench

ROWS = int(os.environ.get("BENCH_QUESTIONS", "500"))


def main(kind: str) -> None:
    bench.prepare()
    from django.utils import timezone

    from sekisho.domains.suppliers import answer_sheet
    from sekisho.domains.suppliers.models import AssessmentAnswer
    from sekisho.packs import questionnaires
    from sekisho.registers.actor import Act, service
    from sekisho.registers.commands import write_many
    from sekisho.registers.plan import Line
    from sekisho.registers.register import registry
    from tests.given.engagements import a_questionnaire, an_assessment, an_assessment_answer

    head, _, rest = questionnaires.text_of("supplier").partition("[S01]")
    body = rest.partition("[S02]")[0]
    content = head + "".join(f"[Q{n:04d}]{body}" for n in range(ROWS))
    form = a_questionnaire(content=content.strip())
    one = an_assessment(questionnaire=form, state="answering")
    for n, question in enumerate(one.questions):
        an_assessment_answer(assessment=one, question=question.code, place=n, answer="")
    act = Act.now(service("operator"), timezone.now(), "bench", "Asia/Tokyo")
    lines = [answer_sheet.Line(q, "体制", "full", "範囲は全社", "規程集") for q in one.questions]
    bench.say(f"{kind}: a questionnaire of {ROWS:,} rows", bench.load())
    kept: dict[str, bytes] = {}

    def floor() -> None:
        """The same cells in a bare workbook."""
        import xlsxwriter

        book = xlsxwriter.Workbook(io.BytesIO())
        page = book.add_worksheet()
        for n, line in enumerate(lines):
            page.write_row(n, 0, [line.question.code, line.group, "", "○", line.supplement])
        book.close()

    def out() -> None:
        kept["book"] = answer_sheet.write("質問票", one.number, "ja", lines)

    def read() -> None:
        found = answer_sheet.read(io.BytesIO(kept["book"]), one.questions)
        assert len(found.answers) == ROWS, found.faults[:3]

    def write() -> None:
        rows = AssessmentAnswer.objects.filter(assessment=one).select_related("assessment")
        given = [Line({"answer": "full", "supplement": "範囲は全社"}, row) for row in rows]
        write_many(registry["assessment_answers"], act, given)

    spent = {}
    for name, work in (("bare workbook", floor), ("sheet out", out), ("sheet in", read),
                       ("answers written", write)):  # fmt: skip
        wall = time.perf_counter()
        work()
        spent[name] = time.perf_counter() - wall
        times = spent[name] / spent["bare workbook"]
        bench.say(name, f"{spent[name] * 1000:,.0f} ms, {times:.1f} × a bare workbook")


if __name__ == "__main__":
    bench.on_both(main, __file__)
