"""Whom a report is for, and what may therefore stand in it.

A report for one client is made from an inventory that holds nobody else; what is left is text that
people wrote at a vendor, and counts over everyone. Every such text passes through `Sight`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aigov_connectors.inventory import Client, Evidence, Inventory, JsonScalar, Reach
from aigov_connectors.rules import Finding, SubjectKind

__all__ = ["HIDDEN", "Sight"]

HIDDEN = "[not shown]"
"""Stands where another client's name stood, or a number that may count others."""

_TELLING = 5  # characters: a shorter id of another client is a number that anything may have


@dataclass(frozen=True)
class Sight:
    """What one reader may see: everything, or what concerns one client."""

    client: Client | None = None
    _names: re.Pattern[str] | None = None
    _ids: frozenset[str] = frozenset()
    _own: frozenset[str] = frozenset()
    _alone: frozenset[str] = frozenset()
    """Deployments that reach this client and nobody else; none whose reach is not known."""
    _shared: frozenset[str] = frozenset()
    """Ids of evidence that others' deployments rest on too."""

    @classmethod
    def of(cls, inventory: Inventory, client: Client) -> Sight:
        """The sight of one client; `inventory` is the whole one, which knows the others."""
        others = [one for one in inventory.clients if one.id != client.id and one.kind == "client"]
        own = frozenset(word.casefold() for word in _words_of(client))
        names = {word for one in others for word in _words_of(one)} | set(_words_of(client))
        texts = sorted((re.escape(word) for word in names), key=len, reverse=True)
        known = {member.vendor_id for member in client.members}
        open_ended = {one.key for one in inventory.deployments if one.reach is Reach.UNKNOWN}
        alone = frozenset(
            key
            for key, rows in inventory.clients_by_deployment.items()
            if {row.client for row in rows} == {client.id} and key not in open_ended
        )
        return cls(
            client=client,
            _names=re.compile(rf"(?<!\w)(?:{'|'.join(texts)})(?!\w)", re.IGNORECASE)
            if texts
            else None,
            _ids=frozenset(m.vendor_id for one in others for m in one.members) - known,
            _own=own,
            _alone=alone,
            _shared=frozenset(
                proof
                for one in inventory.deployments
                if one.key not in alone
                for proof in one.evidence
            ),
        )

    @property
    def is_whole(self) -> bool:
        """Whether everything may be seen."""
        return self.client is None

    def text(self, text: str) -> str:
        """Text without the name or a telling id of another client."""
        if self._names is None:
            return text
        return self._names.sub(
            lambda found: found[0] if found[0].casefold() in self._own else HIDDEN, text
        )

    def counts(self, text: str, instead: str) -> str:
        """Text of which no number may count others: `instead` where it has one."""
        if self.is_whole or not re.search(r"\d", text):
            return self.text(text)
        return self.text(instead)

    def is_own(self, deployment: str) -> bool:
        """Whether what was read of a deployment is about this reader alone."""
        return self.is_whole or deployment in self._alone

    def value(self, value: JsonScalar, *, own: bool) -> str:
        """A value as text; a number of something that others share is left out."""
        told = _told(value)
        if own or isinstance(value, bool):
            return self.text(told)
        return self.counts(told, HIDDEN)

    def is_own_proof(self, evidence: Evidence) -> bool:
        """Whether no deployment that others share rests on it too."""
        return evidence.id not in self._shared

    def object_id(self, evidence: Evidence) -> str | None:
        """The vendor's id of what was read, unless it is that of another client."""
        found = evidence.fact.object_id
        if found is None or found in self._ids:
            return None
        return self.text(found)

    def sentence(self, finding: Finding) -> str:
        """What a finding says; without its settings where others share them."""
        subject = finding.subject
        if self.is_whole or (subject.kind is SubjectKind.DEPLOYMENT and self.is_own(subject.key)):
            return self.text(finding.because)
        does = self.counts(finding.does or finding.title, finding.title)
        return f"{self.text(subject.name)}: {does}."


def _words_of(client: Client) -> Iterator[str]:
    """By what a client may be named in a text: names, handles, domains, and ids that tell."""
    named = [client.name, client.id]
    for member in client.members:
        named += [member.name, *member.domains]
        named += [one for one in (*member.handles, member.vendor_id) if len(one) >= _TELLING]
    yield from {word for word in named if len(word.strip()) > 1}


def _told(value: JsonScalar) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case _:
            return f"{value}"
