"""What strace writes is read rightly: the proof that nobody outside is called rests on it."""

from __future__ import annotations

import pytest

from tests.privacy.network import called, is_of_this_machine

CALLS = {
    '12 connect(5, {sa_family=AF_INET, sin_port=htons(4200), sin_addr=inet_addr("127.0.0.1")}, 16) = 0': True,
    '12 connect(5, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.7")}, 16) = -1': False,
    'connect(5, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", '
    "&sin6_addr), sin6_scope_id=0}, 28) = 0": True,
    'connect(5, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", '
    "&sin6_addr), sin6_scope_id=0}, 28) = 0": False,
    '7  connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT': True,
    '7  sendto(3, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20': True,
    '7  sendto(3, "\\1\\0"..., 40, MSG_NOSIGNAL, {sa_family=AF_INET, sin_port=htons(53), '
    'sin_addr=inet_addr("192.0.2.53")}, 16) = 40': False,
    "7  connect(3, {sa_family=AF_INET, sa_data=...}, 16) = 0": False,  # an address that can't be read is not trusted
}  # fmt: skip


@pytest.mark.parametrize("line", CALLS)
def test_addresses_of_other_machines_are_told_apart(line: str) -> None:
    ((_, family, address),) = called([line])
    assert is_of_this_machine(family, address) is CALLS[line]


def test_lines_that_call_nobody_are_passed_over() -> None:
    assert called(['7 sendto(3, "x", 1, 0, NULL, 0) = 1', "7 +++ exited with 0 +++", ""]) == {}
