"""What two runs were told to look at, and what both of them did.

A run may be limited to some clients, or to some resources. What one of the two was told to leave
out it did not miss, and nothing of it came or went: of the clients that both hold everything is
compared, and one sentence says of whom nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.inventory import Inventory, Severity
from aigov_connectors.inventory.comparing import common_clients, without_clients
from aigov_connectors.rules import Subject, SubjectKind
from aigov_connectors.rules.words import listed
from aigov_connectors.snapshot import Snapshot

__all__ = ["asked_for", "in_common", "scope_changes"]

_NAMED = 4  # clients and resources named in a sentence


def in_common(before: Snapshot, after: Snapshot) -> tuple[Snapshot, Snapshot]:
    """Both runs with the clients that both were to hold; as they are where that is everyone."""
    wanted = common_clients(before.inventory, after.inventory)
    if () in wanted:  # of nobody is anything known in both runs
        return _emptied(before), _emptied(after)
    return _limited(before, wanted[0]), _limited(after, wanted[1])


def _emptied(run: Snapshot) -> Snapshot:
    inventory = without_clients(run.inventory).model_copy(update={"limited_to": ()})
    return Snapshot(inventory=inventory, assessment=run.assessment.with_findings(()))


def asked_for(before: Snapshot, after: Snapshot, client: str) -> tuple[Snapshot, Snapshot]:
    """Two runs narrowed to one client, which is no limit of theirs, where one of them left it out.

    Then that is what is told: not that the other was shown for this client alone.
    """
    if before.inventory.limited_to == after.inventory.limited_to:
        return before, after
    return _blank(before, client), _blank(after, client)


def _blank(run: Snapshot, client: str) -> Snapshot:
    """Nothing of the client, whom one of the two runs left out; limited as the run itself was."""
    limits = run.inventory.limited_to
    inventory = without_clients(run.inventory)
    held = {"limited_to": () if limits == (client,) else limits}
    return Snapshot(
        inventory=inventory.model_copy(update=held), assessment=run.assessment.with_findings(())
    )


def _limited(run: Snapshot, wanted: tuple[str, ...] | None) -> Snapshot:
    if wanted is None:
        return run
    known = run.inventory.client_by_id
    part = run.only([one for one in wanted if one in known])
    # Also of those whom it looked for and did not find.
    inventory = part.inventory.model_copy(update={"limited_to": wanted})
    return part.model_copy(update={"inventory": inventory})


def scope_changes(before: Inventory, after: Inventory) -> Iterator[Change]:
    """Say in one sentence each what only one of two runs was told to look at."""
    wanted = common_clients(before, after)
    if wanted[0] is not None:  # for the later run holds fewer
        yield _change("clients", _names(after), later=True)
    if wanted[1] is not None:
        yield _change("clients", _names(before), later=False)
    one, other = set(before.limited_resources), set(after.limited_resources)
    if other and not (one and one <= other):
        yield _change("resources", _shortened(sorted(other)), later=True)
    if one and not (other and other <= one):
        yield _change("resources", _shortened(sorted(one)), later=False)


def _change(what: str, whom: str, *, later: bool) -> Change:
    """The later run looked at less (`later`), or the earlier had."""
    run = "This run" if later else "The run before"
    if what == "clients":
        rest = "of others nothing is known now" if later else "of others nothing was known then"
        told = f"{run} was limited to clients ({whom}): only of them is anything compared, {rest}."
    else:
        rest = "what it left out is not gone" if later else "what it left out is not new"
        told = f"{run} was limited to resources ({whom}): {rest}."
    return Change(
        aspect=Aspect.SCOPE,
        move=Move.HIDDEN if later else Move.REVEALED,
        direction=Direction.UNSEEN if later else Direction.SEEN,
        cause=Cause.CONFIGURATION,
        severity=Severity.MEDIUM if later else Severity.INFO,
        subject=Subject(
            kind=SubjectKind.FEATURE, key=f"scope/{what}", name="What was looked at", connection=""
        ),
        because=told,
        before=None if later else whom,
        after=whom if later else None,
    )


def _names(inventory: Inventory) -> str:
    """Those that the run names; a client who asks is not told who the others are."""
    known = inventory.client_by_id
    names = sorted(known[one].name for one in inventory.limited_to if one in known)
    return _shortened(names) if names else "others"


def _shortened(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return listed(names if more <= 0 else [*names[:_NAMED], f"{more} more"])
