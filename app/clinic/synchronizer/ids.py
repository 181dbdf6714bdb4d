"""Ids: which resource of the server is which of ours, and references by the one or the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from app.clinic.synchronizer.needs import Resource
    from storage.links import State

Key = tuple[str, str]
URN: Final = "urn:uuid:"
# The system of what is a URI by itself (HL7 FHIR R4, identifier-registry).
_URI: Final = "urn:ietf:rfc:3986"
_THEIRS: Final = "id/"
_OURS: Final = "id of/"
_NAMES: Final = UUID("5d0b5a0e-6a54-4f7e-8d53-1f6f7a5cb0c4")


class Ids:
    """What is remembered of ids, from one run to the next; nothing where the server takes ours."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.any = state.knows(_THEIRS)

    def theirs(self, key: Key) -> str | None:
        """The server's id of one of ours, or None."""
        found: str | None = self._state.get(f"{_THEIRS}{key[0]}/{key[1]}") if self.any else None
        return found

    def ours(self, key: Key) -> str | None:
        """Our id of one of the server's, or None."""
        found: str | None = self._state.get(_place(key)) if self.any else None
        return found

    def learn(self, key: Key, theirs: str) -> None:
        """Remember the server's id of one of ours, in place of what was known."""
        if self.theirs(key) != theirs:
            self.any = True
            before = self.ours((key[0], theirs))
            if before is not None and self.theirs((key[0], before)) == theirs:
                # A server that was set back gives its ids again: this one is another resource's now.
                self.forget((key[0], before))
            self._state.set(f"{_THEIRS}{key[0]}/{key[1]}", theirs)
            self._state.set(_place((key[0], theirs)), key[1])

    def forget(self, key: Key) -> None:
        """Forget an id that the server does not have any more."""
        self._state.forget(f"{_THEIRS}{key[0]}/{key[1]}")


def key_of(resource: Resource) -> Key:
    """Type and id of a resource."""
    return str(resource["resourceType"]), str(resource.get("id", ""))


def named(resource: Resource) -> tuple[Resource, str]:
    """A resource with an identifier, and that as "system|value"; its id as a URI where it has none."""
    stated = resource.get("identifier")
    if not stated:
        stated = [{"system": _URI, "value": f"{URN}{resource['id']}"}]
        resource = {**resource, "identifier": stated}
    one = stated[0] if isinstance(stated, list) else stated
    return resource, f"{one['system']}|{one['value']}"


def outward(resource: Resource, theirs: Callable[[Key], str | None], beside: Iterable[Key]) -> Resource:
    """A resource with references as the server knows them.

    Args:
        theirs: the server's id of one of ours. beside: what is made in the same transaction.
    """
    made = set(beside)

    def change(reference: Mapping[str, Any]) -> Mapping[str, Any]:
        key = _target(reference)
        if key is None or not _is_ours(key[1]):
            return reference
        if (id_ := theirs(key)) is not None:
            return {**reference, "reference": f"{key[0]}/{id_}"}
        if key in made:
            return {**reference, "reference": URN + key[1]}
        # It has no address yet, so it is named: HL7 FHIR R4, references.html#logical.
        rest = {name: value for name, value in reference.items() if name != "reference"}
        return {**rest, "type": key[0], "identifier": {"system": _URI, "value": URN + key[1]}}

    changed: Resource = _walked(resource, change)
    return changed


def inward(resource: Resource, ours: Callable[[Key], str | None]) -> Resource:
    """A resource with references as records know them. ours: our id of one of the server's."""

    def change(reference: Mapping[str, Any]) -> Mapping[str, Any]:
        by_name = reference.get("identifier")
        if "reference" not in reference and isinstance(by_name, Mapping) and by_name.get("system") == _URI:
            id_ = str(by_name.get("value", "")).removeprefix(URN)
            return {"reference": f"{reference.get('type', '')}/{id_}"}
        key = _target(reference)
        id_or_none = ours(key) if key else None
        return {**reference, "reference": f"{key[0]}/{id_or_none}"} if key and id_or_none else reference

    changed: Resource = _walked(resource, change)
    return changed


def _walked(part: Any, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Any:
    """A part of a resource with each reference changed."""
    if isinstance(part, Mapping):
        if isinstance(part.get("reference"), str) or (
            isinstance(part.get("type"), str) and "identifier" in part
        ):
            return change(part)
        return {name: _walked(value, change) for name, value in part.items()}
    return [_walked(one, change) for one in part] if isinstance(part, list | tuple) else part


def _target(reference: Mapping[str, Any]) -> Key | None:
    """Type and id that a reference names, also with a whole address; None for anything else."""
    parts = str(reference.get("reference", "")).split("/_history/")[0].split("/")
    return (parts[-2], parts[-1]) if len(parts) >= 2 and parts[-1] else None


def _is_ours(id_: str) -> bool:
    try:
        return str(UUID(id_)) == id_
    except ValueError:
        return False


def _place(theirs: Key) -> str:
    """The name under which our id of one of the server's is remembered; theirs may be longer than a name."""
    return f"{_OURS}{uuid5(_NAMES, '/'.join(theirs))}"
