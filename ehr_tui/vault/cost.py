"""What a password guess costs: Argon2id and its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ehr_tui.errors import VaultError
from ehr_tui.vault.secret import KEY_BYTES, Secret

_MIB = 1024  # in KiB
_LABEL = b"ehr-tui/1/slot"
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class ArgonCost:
    """Argon2id parameters: memory in KiB, passes, lanes.

    Four lanes as in RFC 9106: what a guess costs is the memory times the passes, and more lanes shorten only the wait.
    """

    memory_kib: int
    iterations: int
    lanes: int

    DEFAULT: ClassVar[ArgonCost]
    PASSWORD_ONLY: ClassVar[ArgonCost]
    FLOOR: ClassVar[ArgonCost]
    CAP: ClassVar[ArgonCost]

    def acceptable(self) -> bool:
        """Whether it lies between FLOOR and CAP: below, guessing is cheap; above, a file could stall the machine."""
        low, high = ArgonCost.FLOOR, ArgonCost.CAP
        return (
            low.memory_kib <= self.memory_kib <= high.memory_kib
            and low.iterations <= self.iterations <= high.iterations
            and 1 <= self.lanes <= high.lanes
        )

    def check(self) -> None:
        """Raises VaultError ``vault.keyfile_cost`` when not acceptable."""
        if not self.acceptable():
            raise VaultError(
                "vault.keyfile_cost",
                memory=self.memory_kib // _MIB,
                passes=self.iterations,
                lanes=self.lanes,
                most_memory=ArgonCost.CAP.memory_kib // _MIB,
                least_memory=ArgonCost.FLOOR.memory_kib // _MIB,
            )


ArgonCost.DEFAULT = ArgonCost(128 * _MIB, 3, 4)
ArgonCost.PASSWORD_ONLY = ArgonCost(256 * _MIB, 3, 4)
ArgonCost.FLOOR = ArgonCost(64 * _MIB, 1, 4)
ArgonCost.CAP = ArgonCost(1024 * _MIB, 16, 16)


def derive(password: bytes, salt: bytes, device_secret: Secret | None, cost: ArgonCost) -> Secret:
    """The wrapping key of a slot, 32 bytes.

    Raises VaultError ``vault.keyfile_cost`` (parameters) or ``vault.memory`` (the machine has too little).
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    cost.check()
    work = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
        ad=_LABEL,
        secret=None if device_secret is None else device_secret.reveal(),
    )
    try:
        return Secret(work.derive(password))
    except MemoryError as error:
        raise VaultError("vault.memory", memory=cost.memory_kib // _MIB) from error
