"""People: what rosters need to know of them (``Person``) and the rest of their record (``Details``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ehr_tui.domain.ids import ContactId, DepartmentId, PersonId, PostId


class Sex(StrEnum):
    """As in the identity document; UNKNOWN until entered."""

    UNKNOWN = ""
    FEMALE = "female"
    MALE = "male"


class Education(StrEnum):
    """Highest education, lowest first; the order is that of ``list(Education)``."""

    UNKNOWN = ""
    JUNIOR = "junior"  # 初中
    SENIOR = "senior"  # 高中
    VOCATIONAL = "vocational"  # 中专
    COLLEGE = "college"  # 大专
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"


@dataclass(frozen=True, slots=True)
class Competence:
    """A post a person can take, from–to inclusive; ``until`` None while it lasts.

    ``experienced``: may coach and be the experienced one of a shift.  ``coached_until``: last day of the coaching
    stage 带教期 at this post, by ``coach``; it has nothing to do with a contract's probation.
    """

    post: PostId
    since: date
    until: date | None = None
    experienced: bool = False
    coached_until: date | None = None
    coach: PersonId | None = None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def coached(self, day: date) -> bool:
        """Whether the coaching stage lasts on a day."""
        return self.holds(day) and self.coached_until is not None and day <= self.coached_until


@dataclass(frozen=True, slots=True)
class TaskMark:
    """可做 (``may``) or 不可做: a task of the task list, from–to inclusive."""

    task: str
    may: bool
    since: date | None = None
    until: date | None = None
    note: str = ""

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the office rosters.  ``latin`` is the name in pinyin; ``number`` may be empty until given.

    ``phone`` is masked (138****1234); the whole number comes only by the intent that records the look.
    """

    id: PersonId
    number: str
    name: str
    latin: str
    department: DepartmentId | None
    post: PostId | None
    competences: tuple[Competence, ...] = ()
    hire_date: date | None = None
    leave_date: date | None = None  # last day employed
    phone: str = ""
    note: str = ""
    sex: Sex = Sex.UNKNOWN
    standby_pool: bool = False  # 备用库: asked first when cover is needed
    tasks: tuple[TaskMark, ...] = ()

    def employed(self, day: date) -> bool:
        """Whether the day lies between hiring and leaving, both inclusive."""
        return (self.hire_date is None or self.hire_date <= day) and (
            self.leave_date is None or day <= self.leave_date
        )

    def may_take(self, post: PostId, day: date) -> bool:
        """Whether the person can take a post on a day."""
        return any(c.post == post and c.holds(day) for c in self.competences)


@dataclass(frozen=True, slots=True)
class Details:
    """The part of a record that no roster needs.  ``languages`` are codes of the language list, ``skills`` free words.

    ``erased`` is when what has no purpose left was taken out.
    """

    birth_date: date | None = None
    education: Education = Education.UNKNOWN
    major: str = ""
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    erased: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call for a person; ``phone`` is masked as a person's own."""

    id: ContactId
    name: str
    relation: str = ""
    phone: str = field(default="", repr=False)


class PersonState(StrEnum):
    """Where somebody stands on a day; the first that fits."""

    ERASED = "erased"
    LEFT = "left"
    NOT_YET = "not_yet"  # hired for a later day
    LEAVING = "leaving"  # the last day is set and still to come
    PROBATION = "probation"  # 试用期 of the contract in force
    COACHED = "coached"  # 带教期 at the home post
    ACTIVE = "active"
