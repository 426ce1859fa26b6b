"""`discover`: read every connection, keep a snapshot, show a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from rich.text import Text

from aigov_connectors import registry
from aigov_connectors.cli.client_names import is_among, no_such_client
from aigov_connectors.cli.configuration import configuration
from aigov_connectors.cli.earlier import Earlier
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.policy_names import care_words, names_nothing
from aigov_connectors.cli.progress import following
from aigov_connectors.cli.resuming import checkpoint_beside, resume_words
from aigov_connectors.cli.running import Run, exit_code, read, require_writable, snapshot_of
from aigov_connectors.cli.show.layout import fitting, line
from aigov_connectors.cli.show.summary import Room, failures, summary
from aigov_connectors.cli.snapshots import DEFAULT_FILE
from aigov_connectors.cli.stored import store_of
from aigov_connectors.cli.terminal import Terminal, reader_is_gone, show
from aigov_connectors.config import Config
from aigov_connectors.errors import ConfigurationError, StoreError
from aigov_connectors.inventory import ConnectionStatus, Inventory, Severity, Verdict
from aigov_connectors.resuming import KeptConnection
from aigov_connectors.rules import Finding, Topic
from aigov_connectors.running.discovering import DiscoveryOptions
from aigov_connectors.running.opening import prepare
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.store import CheckpointFile, file_of

__all__ = [
    "DEFAULT_FILE",
    "DiscoverRequest",
    "discover",
    "drift_words",
    "keep",
    "show_summary",
    "vendor_names",
]

STANDARD_OUTPUT = "-"

_SCREEN_LINES = 40
_ROOMS = ((Room.WIDE, 12, 4), (Room.TIGHT, 8, 2))
"""How a screen is used: settings that are listed at most and at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverRequest:
    """What was asked for on the command line."""

    config: Path | None = None
    connections: Sequence[str] = ()
    clients: Sequence[str] = ()
    resources: Sequence[str] = ()
    output: str | None = None
    """A file, `-` for standard output, None for the default file."""
    as_json: bool = False
    deadline: float | None = None
    """Seconds."""
    fail_on: Severity | None = None
    min_coverage: float | None = None
    """Percent of the resources of each connection that must have been read."""
    min_known: float | None = None
    """Percent of the features of each connection that must be known."""
    quiet: bool = False
    log_json: bool = False
    """Standard error holds the log as JSON lines and nothing else."""
    store: str | None = None
    """Where runs are kept; None takes the store of the configuration, if there is one."""
    resume_within: timedelta | None = None
    """How old what a run that was not done has read may be, to be taken over; None reads all."""

    @property
    def to_standard_output(self) -> bool:
        """Whether the snapshot goes to standard output."""
        return self.output == STANDARD_OUTPUT or self.as_json

    @property
    def file(self) -> Path | None:
        """The file to keep the snapshot in; None where it only goes to standard output."""
        if self.output == STANDARD_OUTPUT or (self.output is None and self.as_json):
            return None
        return Path(self.output) if self.output else DEFAULT_FILE


def discover(request: DiscoverRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: the configuration or a selection does not fit.
        StoreError: the store cannot be opened, or the run could not be kept in it; the snapshot
            file is written before.
    """
    config = configuration(request.config)
    if not config.connections:
        raise ConfigurationError(
            "the configuration has no connection",
            hint="Add a [[connections]] table; aigov-connectors vendors shows what each needs.",
        )
    if request.file is not None:
        require_writable(request.file)
    beside = (request.file, _store_file(request, config))
    with checkpoint_beside(beside, required=request.resume_within is not None) as checkpoint:
        return _discover(request, terminal, config, checkpoint)


def _store_file(request: DiscoverRequest, config: Config) -> Path | None:
    url = request.store or (
        config.store.url.get_secret_value() if config.store is not None else None
    )
    return None if url is None else file_of(url)


def _discover(
    request: DiscoverRequest,
    terminal: Terminal,
    config: Config,
    checkpoint: CheckpointFile | None,
) -> ExitCode:
    earlier = Earlier(
        store_of(request.store, config),
        request.file,
        connections=prepare(config, connections=list(request.connections) or None),
        kept=_kept(request, checkpoint),
    )
    options: DiscoveryOptions = {
        "connections": list(request.connections) or None,
        "resources": list(request.resources) or None,
        "deadline": None if request.deadline is None else timedelta(seconds=request.deadline),
        "previous": earlier.clients(),
        "counted_since": earlier.counted_since,
        "counted_for": earlier.counted_for,
        "checkpoint": checkpoint,
        "resume_within": request.resume_within,
    }
    for doubt in _doubted(request.clients, config, options.get("previous")):
        terminal.err.print(doubt, soft_wrap=True)
    run = run_with_progress(config, options, terminal, quiet=request.quiet, as_log=request.log_json)
    inventory = earlier.completed(run.inventory)
    previous = earlier.inventory(beside=inventory)
    try:
        snapshot = snapshot_of(inventory, config.policy, clients=request.clients, previous=previous)
    except ConfigurationError as error:
        if checkpoint is None:
            raise
        raise ConfigurationError(
            str(error), hint=f"{error.hint or ''} What was read is kept: add --resume.".strip()
        ) from error
    file = _file_for(run, request.file)
    if file is not None:
        keep(snapshot, file)
    kept = earlier.keep(snapshot)
    try:
        if request.to_standard_output:
            terminal.write_document(snapshot.pieces())
        if request.quiet and not request.log_json:  # else the log has it
            for failure in failures(snapshot.inventory):
                terminal.err.print(failure, soft_wrap=True)
        if not request.quiet and not (request.log_json and request.to_standard_output):
            show_summary(
                snapshot,
                terminal,
                aside=request.to_standard_output,
                next_steps=_next_steps(snapshot, file),
                interrupted=run.interrupted,
                kept_in=file,
                before=resume_words(run.resumed, asked=request.resume_within is not None),
            )
            console = terminal.err if request.to_standard_output else terminal.out
            if kept is not None:
                console.print(line(("Run: ", "dim"), kept))
            problems = names_nothing(
                config,
                today=snapshot.inventory.finished_at.date(),
                inventory=run.inventory,
                judged=None if request.clients else snapshot.assessment,
            )
            if problems:
                of_run = "" if file is None else f" --run {file}"
                words = f"{care_words(problems)} See aigov-connectors policy{of_run}."
                console.print(line(("Policy: ", "bold yellow"), words), soft_wrap=True)
            if drifted := drift_words(snapshot.assessment.findings):
                hint = ": aigov-connectors diff" if kept is not None else ""
                words = f"{drifted} than in the run before{hint}"
                console.print(line(("Drift: ", "bold yellow"), words), soft_wrap=True)
    except BrokenPipeError:  # the reader has seen enough; the answer in the exit code still counts
        reader_is_gone()
    return exit_code(
        snapshot,
        interrupted=run.interrupted,
        fail_on=request.fail_on,
        min_coverage=request.min_coverage,
        min_known=request.min_known,
    )


def _doubted(wanted: Iterable[str], config: Config, previous: Inventory | None) -> Iterator[Text]:
    """What is said before the long reads of a name that nobody had until now: it may be new."""
    known = {entry.name for entry in config.clients}
    ids: set[str] = {entry.id for entry in config.clients if entry.id is not None}
    for client in previous.clients if previous is not None else ():
        known |= {client.name, *client.also_known_as}
        ids.add(client.id)
    if not known:
        return
    for name in wanted:
        if name not in ids and not is_among(name, known):
            hint = no_such_client(name, known).hint or ""
            told = hint if hint.startswith("Did") else "It is looked for among those that are read."
            if previous is None and told is not hint:
                continue  # the configuration names some clients only
            yield line(("Care: ", "bold yellow"), f"no client was named {name!r} so far. {told}")


def _kept(
    request: DiscoverRequest, checkpoint: CheckpointFile | None
) -> list[KeptConnection | None]:
    """What the run may take over."""
    if checkpoint is None or request.resume_within is None:
        return []
    try:
        return list(checkpoint.kept().values())
    except StoreError:
        return []  # the discovery meets it too, and says so


_DRIFT_WORDS = {
    "autonomy-rose": ("goes further without a person", "go further without a person"),
    "unknown-switch-appeared": ("unknown setting more", "unknown settings more"),
    "coverage-fell": ("connection was seen less of", "connections were seen less of"),
}


def drift_words(findings: Iterable[Finding]) -> str:
    """`2 go further without a person, 1 unknown setting more`; empty where nothing does."""
    counts = Counter(one.rule for one in findings if one.topic is Topic.DRIFT)
    return ", ".join(
        f"{counts[rule]:,} {words[counts[rule] != 1]}"
        for rule, words in _DRIFT_WORDS.items()
        if counts[rule]
    )


def _file_for(run: Run, file: Path | None) -> Path | None:
    """Where the snapshot goes: an interrupted run does not take the place of a whole one."""
    if file is None or not run.interrupted or not file.exists():
        return file
    return file.with_name(f"{file.stem}.interrupted{file.suffix}")


def run_with_progress(
    config: Config,
    options: DiscoveryOptions,
    terminal: Terminal,
    *,
    quiet: bool,
    as_log: bool = False,
) -> Run:
    """Read everything, with progress on standard error; `as_log` as events of the log."""
    with following(terminal.err, quiet=quiet, as_log=as_log) as on_event:
        return read(config, options, on_event=on_event)


def keep(snapshot: Snapshot, file: Path) -> None:
    """Write the snapshot, for its owner alone.

    Raises:
        ConfigurationError: the file cannot be written.
    """
    try:
        snapshot.save(file)
    except OSError as error:
        raise ConfigurationError(
            f"the snapshot {file} cannot be written: {error.strerror}",
            hint="Name another file with --output, or --output - for standard output.",
        ) from error


def show_summary(
    snapshot: Snapshot,
    terminal: Terminal,
    *,
    next_steps: Sequence[tuple[str, str]],
    aside: bool = False,
    interrupted: bool = False,
    kept_in: Path | None = None,
    before: Sequence[Text] = (),
) -> None:
    """Print the summary so that it fits one screen.

    `aside` where standard output is taken; `before` are lines to print first.
    """
    console = terminal.err if aside else terminal.out
    names = vendor_names(snapshot.inventory)
    if interrupted:
        console.print(line(("Interrupted: this is what was read until then.", "bold yellow")))
    for words in before:
        console.print(words, soft_wrap=True)
    views = [
        partial(
            summary,
            snapshot,
            width=console.width,
            rows=rows,
            vendor_names=names,
            next_steps=next_steps,
            detail="aigov-connectors findings" + _named(kept_in),
            room=room,
        )
        for room, most, least in _ROOMS
        for rows in range(most, least - 1, -1)
    ]
    view = fitting(views, console, lines=_SCREEN_LINES - (kept_in is not None) - len(before))
    show(console, view)
    if kept_in is not None:
        console.print(line(("Snapshot: ", "dim"), f"{kept_in}"))


def vendor_names(inventory: Inventory) -> dict[str, str]:
    """Vendor id to the name that people use, for the vendors that are installed here."""
    installed = set(registry.vendors())
    return {
        one.vendor: registry.load(one.vendor).name
        for one in inventory.connections
        if one.vendor in installed
    }


def _named(file: Path | None) -> str:
    """The file as `findings` wants it; what went to standard output alone is in none we know."""
    return " FILE" if file is None else "" if file == DEFAULT_FILE else f" {file}"


def _has_clients_apart(inventory: Inventory) -> bool:
    """Whether a client that nobody declared is missing in one of several tools."""
    tools = {one.vendor for one in inventory.connections}
    return any(
        one.kind == "client"
        and not one.is_declared
        and {member.vendor for member in one.members} < tools
        for one in inventory.clients
    )


def _next_steps(snapshot: Snapshot, file: Path | None) -> list[tuple[str, str]]:
    """The three things that help most after this run."""
    named = _named(file)
    broken = [
        one.name
        for one in snapshot.inventory.connections
        if one.status is not ConnectionStatus.COMPLETED
    ]
    steps: list[tuple[str, str]] = []
    if broken:
        steps.append(
            ("aigov-connectors check", f"why {', '.join(broken)} was not read, what helps")
        )
    if snapshot.assessment.failed:
        steps.append(
            (
                f"aigov-connectors findings{named}",
                "one screen, gravest first; explain and the digits of a line tell the rest",
            )
        )
    else:
        steps.append((f"aigov-connectors findings{named}", "what could not be told, and why"))
    if any(
        one.topic is Topic.KNOWLEDGE and one.verdict is Verdict.UNDETERMINED
        for one in snapshot.assessment.findings
    ):
        steps.append(("aigov-connectors catalogue --open", "what to ask a person, and attest"))
    if _has_clients_apart(snapshot.inventory):
        steps.append(
            (
                f"aigov-connectors clients{named} --unmatched --suggest",
                "who may be one client: say so in the configuration",
            )
        )
    steps.append(
        ("aigov-connectors discover --fail-on high", "for a schedule: exit code 1 on these")
    )
    return steps[:3]
