"""A command under strace → every address it or its children called. `python -m tests.privacy.network COMMAND …`.

Needs strace. Ends as the command is ended: an interrupt goes to the command. Fails where an address is not of this
machine. What the tests' own watch can't hear, calls of compiled libraries, is heard here.
"""

from __future__ import annotations

import ipaddress
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

_CALLS: Final = "connect,sendto,sendmsg,sendmmsg"
_FAMILY: Final = re.compile(r"^(?:\d+ +)?(\w+)\(.*?sa_family=(AF_\w+)(.*)$")
_IPV4: Final = re.compile(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)')
_IPV6: Final = re.compile(r'sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"')
_FILE: Final = re.compile(r"sun_path=(@?\"[^\"]*\")")
_OF_THIS_MACHINE: Final = frozenset({"AF_UNIX", "AF_NETLINK", "AF_UNSPEC"})


def called(lines: Iterable[str]) -> Counter[tuple[str, str, str]]:
    """How often each (call, family, address) stands in what strace wrote."""
    found: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        told = _FAMILY.match(line)
        if told is not None:
            found[told[1], told[2], _address(told[2], told[3])] += 1
    return found


def is_of_this_machine(family: str, address: str) -> bool:
    """Whether a call stays here: a socket file, the kernel, loopback."""
    if family in _OF_THIS_MACHINE:
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def main(command: Sequence[str]) -> int:
    """Run the command under strace and tell whom it called."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        traced = [
            "strace",
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-s",
            "256",
            "-e",
            f"trace={_CALLS}",
            "-o",
            str(log),
            *command,
        ]
        process = subprocess.Popen(traced)
        while process.poll() is None:
            try:
                process.wait()
            except KeyboardInterrupt:
                continue  # the command has it as well, and ends as it sees fit
        found = called(log.read_text("utf-8", errors="replace").splitlines())
    outside = [(family, address) for _, family, address in found if not is_of_this_machine(family, address)]
    lines = [f"{'call':10}{'family':12}{'times':>8}  address"]
    lines += [f"{call:10}{family:12}{times:>8}  {address}" for (call, family, address), times in sorted(found.items())]
    lines.append(f"{sum(found.values())} calls, {len(outside)} addresses that are not of this machine")
    sys.stdout.write("\n".join(lines) + "\n")
    return process.returncode if len(outside) == 0 else 1


def _address(family: str, told: str) -> str:
    found = {"AF_INET": _IPV4, "AF_INET6": _IPV6}.get(family, _FILE).search(told)
    if found is None:
        return "?"
    return found[1] if family not in ("AF_INET", "AF_INET6") else found[2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
