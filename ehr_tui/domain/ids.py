"""Integer keys as distinct types, so that a person is never passed where a post is meant."""

from __future__ import annotations

from typing import NewType

PersonId = NewType("PersonId", int)
DepartmentId = NewType("DepartmentId", int)
PostId = NewType("PostId", int)
ShiftKindId = NewType("ShiftKindId", int)
DutyId = NewType("DutyId", int)
ContractId = NewType("ContractId", int)
DemandId = NewType("DemandId", int)
UserId = NewType("UserId", int)
ImportId = NewType("ImportId", int)
RestrictionId = NewType("RestrictionId", int)
ContactId = NewType("ContactId", int)
CalloutId = NewType("CalloutId", int)
