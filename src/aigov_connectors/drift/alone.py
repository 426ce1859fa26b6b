"""A deployment that only one of two runs has: new or gone, or not seen, or not ruled out."""

from __future__ import annotations

from aigov_connectors.drift.authors import who_and_when
from aigov_connectors.drift.making import deployment_subject, directed, gravity, missing
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.drift.wording import clients_of, state_words
from aigov_connectors.inventory import Autonomy, Basis, Deployment
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.levels import in_force
from aigov_connectors.inventory.sight import Sight, Unseen

__all__ = ["alone_change"]


def alone_change(pair: Pair, deployment: Deployment, *, later: bool) -> Change:
    """State that only one of the two runs has a deployment; `later`: the later one."""
    home, other = (pair.after, pair.before) if later else (pair.before, pair.after)
    sight = pair.sight_before if later else pair.sight_after
    clients = clients_of(deployment, home)
    unseen = sight.of_deployment(deployment, clients)
    move = missing(later=later, unseen=unseen is not None)
    doubted = None
    if unseen is None:
        doubted = (pair.sight_after if later else pair.sight_before).doubts(deployment, clients)
    if doubted is not None:
        move = Move.HIDDEN if later else Move.REVEALED
    if unseen is not None or doubted is not None:
        cause = Cause.VISIBILITY
    elif deployment.feature not in other.feature_by_id and pair.catalogue_changed(
        deployment.vendor
    ):
        cause = Cause.CATALOGUE_UPDATE
    else:
        cause = Cause.DRIFT
    if deployment.basis is Basis.ATTESTED and not _is_out_of_sight(sight, deployment):
        cause = Cause.CONFIGURATION
    subject = deployment_subject(deployment, home)
    label = state_words(deployment)
    return Change(
        aspect=Aspect.DEPLOYMENT,
        move=move,
        direction=directed(_direction_alone(deployment, move), cause),
        cause=cause,
        severity=gravity(deployment),
        subject=subject,
        because=_doubted_words(subject.name, label, move, doubted)
        if doubted
        else _alone_words(subject.name, label, move, unseen),
        before=None if later else label,
        after=label if later else None,
        clients=clients,
        evidence_before=() if later else deployment.evidence,
        evidence_after=deployment.evidence if later else (),
        gaps_before=_gaps(unseen if later else doubted),
        gaps_after=_gaps(doubted if later else unseen),
        **who_and_when(pair, deployment, cause=cause),
    )


def _is_out_of_sight(sight: Sight, deployment: Deployment) -> bool:
    """Whether a credential that is shown other clients is why nobody attests it for one of them."""
    return sight.of_scope(deployment.vendor, deployment.tenant_id) is not None


def _gaps(unseen: Unseen | None) -> tuple[str, ...]:
    return () if unseen is None else unseen.gaps


def _doubted_words(name: str, label: str, move: Move, doubted: Unseen) -> str:
    """Of what only the run holds that saw less, since it could not rule it out."""
    if move is Move.HIDDEN:
        return f"{name} may act, which can no longer be ruled out: {doubted.because} ({label})."
    return f"{name} is ruled out now; in the run before it was {label}: {doubted.because}."


def _direction_alone(deployment: Deployment, move: Move) -> Direction:
    if move in (Move.HIDDEN, Move.REVEALED):
        return Direction.UNSEEN if move is Move.HIDDEN else Direction.SEEN
    if in_force(deployment) is False or deployment.autonomy is Autonomy.ADVISORY:
        return Direction.UNCLEAR
    if move is Move.APPEARED:
        return Direction.WORSE
    # What was only inferred from an effect may be there still, and have had no effect lately.
    known = deployment.basis is not Basis.INFERRED and deployment.acts
    return Direction.BETTER if known else Direction.UNCLEAR


def _alone_words(name: str, label: str, move: Move, unseen: Unseen | None) -> str:
    why = "" if unseen is None else unseen.because
    match move:
        case Move.APPEARED:
            return f"{name} is new: {label}."
        case Move.GONE:
            return f"{name} is gone; it was {label}."
        case Move.HIDDEN:
            return f"{name} is no longer visible: {why}. It was {label}."
        case _:
            return f"{name} is visible now ({label}); in the run before: {why}."
