"""Every rule, in the order in which a person would pass them."""

from sekisho.checkpoint.company import deciding
from sekisho.checkpoint.rules import information, person, surroundings
from sekisho.checkpoint.rules.gates import Fixer, Gate, Rule

RULES = (
    Rule("account", Gate.IDENTITY, person.account, ("O075",), Fixer.ADMIN, emergency=False),
    Rule("identity", Gate.IDENTITY, person.identity, ("O076",), Fixer.SELF, emergency=False),
    Rule("employed", Gate.STANDING, person.employed, ("O005",), Fixer.ADMIN, emergency=False),
    Rule("person_free", Gate.STANDING, person.person_free, ("O101",), Fixer.COMMITTEE),
    Rule("acknowledged", Gate.STANDING, person.acknowledged, ("O002",), Fixer.SELF),
    Rule("pledged", Gate.STANDING, person.pledged, ("O012",), Fixer.COMMITTEE),
    Rule("trained", Gate.TRAINING, person.trained, ("O094",), Fixer.SELF),
    Rule("device_known", Gate.DEVICE, surroundings.device_known, ("O075",), Fixer.ADMIN),
    Rule("device_sound", Gate.DEVICE, surroundings.device_sound, ("O075", "O077"), Fixer.SELF),
    Rule("device_fresh", Gate.DEVICE, surroundings.device_fresh, ("O075",), Fixer.SELF),
    Rule("zone", Gate.PLACE, surroundings.zone, ("O075",), Fixer.SELF),
    Rule("hours", Gate.PLACE, surroundings.hours, ("O075",), Fixer.SELF),
    Rule("classified", Gate.INFORMATION, information.classified, ("O050",), Fixer.MANAGER,
         emergency=False),
    Rule("held", Gate.INFORMATION, information.held, ("O052",), Fixer.MANAGER, of_asset=True,
         emergency=False),
    Rule("asset_free", Gate.INFORMATION, information.asset_free, ("O101",), Fixer.COMMITTEE,
         of_asset=True),
    Rule("company_policy", Gate.INFORMATION, deciding.company, ("O053",), Fixer.COMMITTEE,
         of_asset=True, every=deciding.failures),
    Rule("right", Gate.RIGHT, information.right, ("O053", "O055", "O068"), Fixer.MANAGER,
         of_asset=True),
)  # fmt: skip
OF_CLASS = tuple(rule for rule in RULES if not rule.of_asset)
OF_ASSET = tuple(rule for rule in RULES if rule.of_asset)
