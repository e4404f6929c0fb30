"""How a package is called here, from a purl, a CPE name or OSV's ecosystem and name."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

LONGEST = 240


class Named(NamedTuple):
    """The name of a package and the scheme that orders its versions."""

    name: str
    scheme: str


ECOSYSTEMS = {
    "npm": "npm", "pypi": "pypi", "go": "golang", "maven": "maven", "rubygems": "gem",
    "nuget": "nuget", "crates": "cargo", "packagist": "generic", "hex": "semver",
    "pub": "semver", "swifturl": "semver", "debian": "deb", "ubuntu": "deb", "alpine": "generic",
    "red hat": "rpm", "rocky linux": "rpm", "almalinux": "rpm", "opensuse": "rpm", "suse": "rpm",
    "mageia": "rpm", "openeuler": "rpm", "github actions": "semver", "linux": "generic",
}  # fmt: skip
PURL_TYPES = {
    "npm": "npm", "pypi": "PyPI", "golang": "Go", "maven": "Maven", "gem": "RubyGems",
    "nuget": "NuGet", "cargo": "crates", "composer": "Packagist", "hex": "Hex", "pub": "Pub",
    "swift": "SwiftURL", "githubactions": "GitHub Actions",
}  # fmt: skip
DISTROS = {"debian": "Debian", "ubuntu": "Ubuntu", "alpine": "Alpine", "rocky": "Rocky Linux",
           "rocky-linux": "Rocky Linux", "almalinux": "AlmaLinux", "opensuse": "openSUSE"}  # fmt: skip
CODENAMES = {
    "buster": "debian-10", "bullseye": "debian-11", "bookworm": "debian-12", "trixie": "debian-13",
    "bionic": "ubuntu-18.04", "focal": "ubuntu-20.04", "jammy": "ubuntu-22.04",
    "noble": "ubuntu-24.04",
}  # fmt: skip


def of_ecosystem(ecosystem: str, name: str) -> Named | None:
    """OSV's ``ecosystem[:release]`` and package name; None: an ecosystem not known here."""
    base, _colon, release = ecosystem.partition(":")
    base = base.partition(".")[0]  # OSV names the one of Rust like an address
    scheme = ECOSYSTEMS.get(base.lower())
    if scheme is None or not name:
        return None
    release = release.removesuffix(":LTS")
    place = f"{base}:{release}" if release else base
    return Named(f"{place}/{_plain(base, name)}"[:LONGEST], scheme)


def _plain(base: str, name: str) -> str:
    """The name as its registry compares names."""
    kind = base.lower()
    if kind == "pypi":
        return re.sub(r"[-_.]+", "-", name).lower()
    return name.lower() if kind in {"npm", "nuget", "packagist", "hex", "pub"} else name


class Purl(NamedTuple):
    """A package URL, taken apart."""

    type: str
    namespace: str
    name: str
    version: str
    qualifiers: dict[str, str]


def purl(text: str) -> Purl | None:
    """None: not a package URL."""
    if not text.startswith("pkg:"):
        return None
    rest, _hash, _sub = text[4:].lstrip("/").partition("#")
    rest, _mark, query = rest.partition("?")
    path, at, version = rest.rpartition("@")
    if not at or "/" not in path:
        path, version = rest, ""
    kind, *namespace, name = path.split("/") if "/" in path else ("", "")
    if not kind or not name:
        return None
    found = "/".join(unquote(part) for part in namespace)
    return Purl(kind.lower(), found, unquote(name), unquote(version), dict(parse_qsl(query)))


def of_purl(text: str) -> tuple[Named, str] | None:
    """The package and the version that a package URL names; None: none that feeds speak of."""
    found = purl(text)
    if found is None or not found.version:
        return None
    named = _of_distro(found) if found.type in {"deb", "rpm", "apk"} else _of_type(found)
    return (named, found.version) if named else None


def _of_type(found: Purl) -> Named | None:
    base = PURL_TYPES.get(found.type)
    if base is None:
        return None
    between = ":" if base == "Maven" else "/"
    whole = f"{found.namespace}{between}{found.name}" if found.namespace else found.name
    return of_ecosystem(base, whole)


def _of_distro(found: Purl) -> Named | None:
    """Distributions speak of source packages within a release; without a release nothing is said."""
    distro = found.qualifiers.get("distro", "")
    return of_distro(distro, found.qualifiers.get("upstream", "").partition("@")[0] or found.name)


def of_distro(distro: str, source: str) -> Named | None:
    """``debian-12`` (or its code name) and the name of the source package."""
    distro = CODENAMES.get(distro.lower(), distro.lower())
    base, _dash, release = distro.rpartition("-")
    if base not in DISTROS or not release:
        return None
    if base == "alpine":
        release = "v" + ".".join(release.lstrip("v").split(".")[:2])
    elif base in {"debian", "rocky", "rocky-linux", "almalinux"}:
        release = release.split(".")[0]
    return of_ecosystem(f"{DISTROS[base]}:{release}", source)


CPE = re.compile(r"(?<!\\):")


def of_cpe(text: str) -> tuple[Named, str] | None:
    """CPE 2.3, or the URI of 2.2: ``cpe/part:vendor:product`` and the version ("" for any)."""
    if text.startswith("cpe:2.3:"):
        parts = [part.replace("\\", "") for part in CPE.split(text[8:])]
    elif text.startswith("cpe:/"):
        parts = [unquote(part) for part in text[5:].split(":")]
    else:
        return None
    if len(parts) < 3 or not all(parts[:3]) or "*" in parts[:3]:
        return None
    version = parts[3] if len(parts) > 3 and parts[3] not in {"*", "-"} else ""
    update = parts[4] if len(parts) > 4 and parts[4] not in {"*", "-", ""} else ""
    name = "cpe/" + ":".join(parts[:3]).lower()
    whole = f"{version} {update}" if version and update else version
    return Named(name[:LONGEST], "generic"), whole


def product(vendor: str, name: str) -> Named:
    """A product that has neither: found by a name that a person has confirmed, never by itself."""
    return Named(f"product/{vendor}/{name}"[:LONGEST].lower(), "generic")


def named_as(name: str) -> Named:
    """A package by the name it has here; what is no ecosystem's is ordered as a product."""
    base = name.partition("/")[0].partition(":")[0].lower()
    return Named(name, ECOSYSTEMS.get(base, "generic"))
