"""An installation with a unit and a few records everybody changes."""

from sekisho.config.upgrade import upgrade
from sekisho.registers.commands import write, write_many
from sekisho.registers.plan import Line
from tests.kill.company import LONG_AGO, act, an_asset, assets, registry

HOT = 5


def main() -> None:
    upgrade()
    unit = write(registry["units"], act(), {"name": "営業部", "code": "S1", "starts_on": LONG_AGO})
    write_many(assets(), act(), [Line(an_asset(f"みなの台帳{n}", unit)) for n in range(HOT)])
