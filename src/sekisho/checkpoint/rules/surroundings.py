"""Rules about device, place and time. They only ever tighten: none of them gives access."""

from django.utils.translation import gettext_noop as _

from sekisho.checkpoint.index.facts import DeviceFacts
from sekisho.checkpoint.rules.case import UNLOOKED, Case, Failure

MISSING = {
    "disk_encrypted": _("storage encryption"),
    "screen_lock": _("screen lock"),
    "firewall": _("firewall"),
    "updated": _("updates"),
    "antivirus": _("malware protection"),
    "compliance": _("compliance, as a management service reports"),
}


def _device(case: Case) -> DeviceFacts | None:
    if case.device is UNLOOKED:
        pk = case.index.device_names.get(case.signals.device)
        case.device = case.index.devices.get(pk) if pk else None
    found: DeviceFacts | None = case.device
    return found


def device_known(case: Case) -> Failure | None:
    if case.terms.device == "none":
        return None
    if not case.signals.device:
        return Failure("device_unknown", _("It is not known which device is used."), unknown=True)
    device = _device(case)
    if device is None or not device.starts <= case.on <= device.ends:
        words = _("The device “%(name)s” is not registered.")
        return Failure("device_unknown", words, {"name": case.signals.device}, advice="device")
    if device.lost:
        return Failure("device_lost", _("The device was reported lost."))
    if device.holder is not None and device.holder != case.person.id:
        return Failure("device_of_another", _("The device is registered for somebody else."))
    case.until_day(device.ends)
    return None


def device_sound(case: Case) -> Failure | None:
    device = _device(case)
    if case.terms.device != "sound" or device is None:
        return None  # the rule before this one has said so
    if device.bad:
        return Failure("device_unsound", _("Missing on the device: %(what)s."), {"what": device.bad},
                       advice="device")  # fmt: skip
    if device.unseen:
        words = _("Not known of the device: %(what)s.")
        return case.gap(Failure("device_unseen", words, {"what": device.unseen}, advice="device"))
    return None


def device_fresh(case: Case) -> Failure | None:
    device = _device(case)
    if case.terms.device != "sound" or device is None:
        return None
    hours = case.terms.device_seconds // 3600
    if device.checked is None:
        return case.gap(Failure("device_stale", _("The state of the device was never read."),
                                advice="device"))  # fmt: skip
    age = case.now - device.checked
    if age > case.terms.device_seconds:
        words = _("The state of the device is %(age)s hours old; at most %(most)s are allowed.")
        return Failure(
            "device_stale", words, {"age": int(age // 3600), "most": hours}, advice="device"
        )
    case.until_moment(device.checked + case.terms.device_seconds)
    return None


def zone(case: Case) -> Failure | None:
    zones = case.terms.zones
    if not zones or case.signals.zone in zones:
        return None
    if not case.signals.zone:
        return Failure(
            "zone_unknown", _("It is not known from where access is sought."), unknown=True
        )
    words = _("From “%(zone)s” this class is not opened.")
    return Failure("zone", words, {"zone": case.signals.zone})


def hours(case: Case) -> Failure | None:
    if case.terms.hours is None:
        return None
    start, end = case.terms.hours
    if start <= case.hour < end:
        case.until_moment(case.now - case.now % 3600 + (end - case.hour) * 3600)
        return None
    return Failure("hours", _("This class is opened from %(start)s to %(end)s o'clock."),
                   {"start": start, "end": end})  # fmt: skip
