"""How reports come in at the demo company: a link at the reception, a mail of a stranger, an exercise,
and the person designated for whistle-blowers."""

from datetime import timedelta

from sekisho.registers.actor import service
from sekisho.simulation.organisation import Firm


def open_doors(firm: Firm) -> None:
    """From the spring on there is a way in for people without an account, and somebody for secrets."""
    stage = firm.stage
    stage.at(stage.last - timedelta(days=200), lambda: _doors(firm), 10)
    stage.at(stage.last - timedelta(days=30), lambda: _exercise(firm), 13)
    stage.at(stage.last - timedelta(days=2), lambda: _mail(firm), 9)


def _doors(firm: Firm) -> None:
    stage = firm.stage
    officer, chair = firm.parts["miura"], firm.parts["sakaki"]
    stage.one("appointments", role="designated", person=officer.pk, starts_on=stage.on,
              decided_on=stage.on, decided_by="取締役会", minute="従事者指定書")  # fmt: skip
    stage.one("report_links", stage.by(chair), name="本社受付",
              ends_on=stage.on + timedelta(days=365))  # fmt: skip


def _exercise(firm: Firm) -> None:
    """A desk exercise runs on the real pages, under a number of its own."""
    stage = firm.stage
    chair = firm.parts["sakaki"]
    act = stage.by(chair)
    one = stage.one("incidents", act, category="phishing", title="訓練：取引先を装うメール",
                    text="訓練。取引先を装うメールを、管理者がそろって受けたという想定。", drill=True,
                    personal_data="no", noticed_at=act.at)  # fmt: skip
    stage.one("timeline_entries", stage.by(chair), incident=one.pk, kind="decision",
              text="連絡網で全員がそろうまで14分。次回は夜間を想定する。")  # fmt: skip
    one = stage.move(stage.by(chair), "incidents", "triage", one, category="phishing",
                     severity="minor", severity_reason="訓練のため")  # fmt: skip
    stage.move(stage.by(chair), "incidents", "close_light", one, cause="attack",
               cause_text="訓練の想定", evidence_needed="no", evidence_reason="訓練のため")  # fmt: skip


def _mail(firm: Firm) -> None:
    stage = firm.stage
    act = stage.act(service("intake"))
    one = stage.one("incidents", act, category="other", title="貴社の封筒を駅で拾いました", channel="mail",
                    text="駅のベンチで貴社の名前の入った封筒を拾い、駅の窓口に届けました。",
                    informant="通りがかりの者 <passer@example.com>", unverified=True,
                    personal_data="no", noticed_at=act.at)  # fmt: skip
    engine, chair = stage.act(service("engine")), firm.parts["sakaki"]
    told = [
        (firm.parts[mail], "committee") for mail in ("sakaki", "miura", "kashiwagi", "katagiri")
    ]
    rows = [{"incident": one.pk, "person": person.pk, "capacity": capacity, "told_at": engine.at}
            for person, capacity in told]  # fmt: skip
    stage.add("incident_alerts", rows, engine)
    one = stage.move(stage.by(chair), "incidents", "triage", one, category="other",
                     severity="near_miss", severity_reason="封筒は空だった")  # fmt: skip
    stage.move(stage.by(chair), "incidents", "close_light", one, cause="mistake",
               cause_text="空の封筒を置き忘れた。", evidence_needed="no", evidence_reason="記録で足りる")  # fmt: skip
