"""Values of entering an office: before the gate knows anybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from ehr_tui.domain.access import Permission, User
from ehr_tui.domain.names import Name


class DeviceKind(StrEnum):
    """Where this terminal keeps its device secret, the factor of the machine."""

    KEYRING = "keyring"
    USB_FILE = "usb"
    NONE = "none"  # password-only slots: said plainly on the screen


class Stage(StrEnum):
    """How far a login got."""

    READY = "ready"
    ENROLLING = "enrolling"  # password and/or authenticator must be set first


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """What can be told of an office before anybody logs in."""

    path: PurePath
    exists: bool
    name: str  # of the file; the office's own name is inside
    demo: bool
    device: DeviceKind
    device_problem: str = ""  # code of ``error.<code>``: why there is no keyring
    problem: str = ""  # code of ``error.<code>``: why it cannot be opened
    problem_figures: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """What the wizard asks before it creates an office."""

    name: str
    login: str
    display_name: str
    password: str = field(repr=False)
    starting_data: bool = True  # the seven posts' departments, shifts and demand
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """A login that succeeded."""

    user: User
    office_name: str
    demo: bool
    stage: Stage
    must_change_password: bool
    must_enrol: bool
    language: str  # the user's own setting, empty when none
    theme: str
    protected: bool  # False: password-only slot, no machine factor
    permissions: frozenset[Permission] = frozenset()
    role_names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One user of the demo office, shown on its login screen."""

    login: str
    role: str
    password: str
    code: str
    seconds_left: int
