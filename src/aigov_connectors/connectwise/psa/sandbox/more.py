"""Skills of a board, and booked times with their approval, as full records."""

from typing import Any

from aigov_connectors.connectwise.psa.sandbox import planted
from aigov_connectors.connectwise.psa.sandbox.directory import info, ref
from aigov_connectors.connectwise.psa.sandbox.query import Table
from aigov_connectors.sandbox.times import DAY, iso
from aigov_connectors.sandbox.world import SECRET_MARK, World

Row = dict[str, Any]

_STATUSES = ("Open", "PendingApproval", "ApprovedByTierOne", "Rejected", "Billed")
_BOOKED_FOR = 30  # clients, however many there are


def skill_mappings(world: World, board: int) -> list[Row]:
    """Return which skill a board asks for which tickets."""
    if board != planted.SERVICE_DESK:
        return []
    return [
        {
            "id": 1,
            "type": ref(board * 100 + 1, "Incident"),
            "skillCategory": ref(2, "Network"),
            "skill": ref(4, "Firewall"),
            "board": ref(board, planted.BOARDS[board]),
            "_info": info(world, "skillMapping", 1),
        }
    ]


def time_entries(world: World) -> Table:
    """Return booked times, with a text and a rate that a careful reader leaves out."""
    days = range(40, 0, -1)
    rows: list[Row] = [
        {
            "id": 5000 + place,
            "chargeToId": 70_000 + place,
            "chargeToType": "ServiceTicket",
            "company": ref(planted.company_id(client), planted.company_name(client)),
            "member": ref(141, "M Lee", identifier="mlee"),
            "timeStart": iso(world.end - day * DAY, digits=0),
            "actualHours": 0.5,
            "notes": f"called about {SECRET_MARK}",
            "hourlyRate": 150.0,
            "enteredBy": "mlee" if place % 3 else "zofiqapi",
            "dateEntered": iso(world.end - day * DAY, digits=0),
            "status": _STATUSES[place % len(_STATUSES)],
            "ticket": {"id": 70_000 + place, "summary": "Something is not as it should be"},
            "_info": info(world, "timeEntry", 5000 + place, days=day),
        }
        for place, day in enumerate(days)
        for client in (world.clients[place % _BOOKED_FOR],)
    ]

    def value(number: int, path: str) -> Any:
        if path in ("lastUpdated", "_info/lastUpdated"):
            return world.end - days[number] * DAY
        return rows[number][path]

    return Table(len(rows), rows.__getitem__, value)
