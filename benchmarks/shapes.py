"""Shapes of payloads to measure with: schemas, a valid payload of each, and faulty ones.

`ISSUE` is like what GitHub's webhooks send about an issue: wide records with many optional and nullable fields, texts
and moments.  `CATALOG` is like citm_catalog.json, with which JSON parsers are measured: maps, arrays, small records.
"""

from __future__ import annotations

import copy
import random
from typing import Any

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
FLAG = {"type": "boolean"}
MOMENT = {"type": "string", "format": "date-time"}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def mapping(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


def record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "properties": required | (optional or {}), "required": list(required)}


def changed(payload: Any, *path: str | int, to: Any) -> Any:
    """A copy of a payload with another value at one place."""
    found = place = copy.deepcopy(payload)
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return found


def without(payload: Any, *path: str | int) -> Any:
    """A copy of a payload without the value at one place."""
    found = place = copy.deepcopy(payload)
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return found


USER_URLS = ("url", "html_url", "followers_url", "gists_url", "repos_url", "events_url")
REPOSITORY_URLS = ("url", "html_url", "forks_url", "keys_url", "teams_url", "hooks_url", "tags_url")
ISSUE: dict[str, Any] = {
    **record(
        {
            "action": {"enum": ["opened", "edited", "closed", "reopened", "labeled", "assigned"]},
            "issue": ref("Issue"),
            "repository": ref("Repository"),
            "sender": ref("User"),
        },
        {"label": ref("Label"), "assignee": nullable(ref("User"))},
    ),
    "$defs": {
        "User": record(
            {
                "login": TEXT,
                "id": WHOLE,
                "node_id": TEXT,
                **dict.fromkeys(USER_URLS, TEXT),
                "site_admin": FLAG,
            },
            {
                "type": {"enum": ["User", "Bot", "Organization"]},
                "gravatar_id": nullable(TEXT),
                "name": nullable(TEXT),
                "email": nullable(TEXT),
            },
        ),
        "Label": record(
            {"id": WHOLE, "name": TEXT, "color": TEXT, "default": FLAG}, {"description": nullable(TEXT)}
        ),
        "Milestone": record(
            {"id": WHOLE, "number": WHOLE, "title": TEXT, "state": {"enum": ["open", "closed"]}},
            {"creator": ref("User"), "due_on": nullable(MOMENT), "description": nullable(TEXT)},
        ),
        "Reactions": record({"total_count": WHOLE, "heart": WHOLE, "laugh": WHOLE, "confused": WHOLE}),
        "Issue": record(
            {
                "id": WHOLE,
                "number": WHOLE,
                "title": TEXT,
                "user": ref("User"),
                "labels": array(ref("Label")),
                "state": {"enum": ["open", "closed"]},
                "comments": WHOLE,
                "created_at": MOMENT,
                "updated_at": MOMENT,
                "url": TEXT,
                "html_url": TEXT,
            },
            {
                "locked": FLAG,
                "assignee": nullable(ref("User")),
                "assignees": array(ref("User")),
                "milestone": nullable(ref("Milestone")),
                "closed_at": nullable(MOMENT),
                "body": nullable(TEXT),
                "reactions": ref("Reactions"),
                "active_lock_reason": nullable(TEXT),
                "author_association": {"enum": ["OWNER", "MEMBER", "CONTRIBUTOR", "NONE"]},
            },
        ),
        "Repository": record(
            {
                "id": WHOLE,
                "name": TEXT,
                "full_name": TEXT,
                "private": FLAG,
                "owner": ref("User"),
                **dict.fromkeys(REPOSITORY_URLS, TEXT),
                "created_at": MOMENT,
                "pushed_at": MOMENT,
            },
            {
                "description": nullable(TEXT),
                "homepage": nullable(TEXT),
                "language": nullable(TEXT),
                "size": WHOLE,
                "score": {"type": "number"},
                "stargazers_count": WHOLE,
                "topics": array(TEXT),
                "default_branch": TEXT,
                "archived": FLAG,
                "disabled": FLAG,
            },
        ),
    },
}


def _user(number: int) -> dict[str, Any]:
    return {
        "login": f"user-{number}",
        "id": number,
        "node_id": f"U_{number:08}",
        **{name: f"https://api.example.com/users/user-{number}/{name}" for name in USER_URLS},
        "site_admin": False,
        "type": "User",
        "gravatar_id": None,
    }


ISSUE_PAYLOAD: dict[str, Any] = {
    "action": "labeled",
    "issue": {
        "id": 73464126,
        "number": 2,
        "title": "Spelling error in the README file",
        "user": _user(1),
        "labels": [
            {"id": n, "name": f"label {n}", "color": "fc2929", "default": n == 1, "description": None}
            for n in range(3)
        ],
        "state": "open",
        "comments": 0,
        "created_at": "2015-05-05T23:40:28Z",
        "updated_at": "2015-05-05T23:40:28Z",
        "url": "https://api.example.com/repos/o/r/issues/2",
        "html_url": "https://example.com/o/r/issues/2",
        "locked": False,
        "assignee": None,
        "assignees": [_user(2), _user(3)],
        "milestone": {"id": 9, "number": 1, "title": "v1.0", "state": "open", "creator": _user(4)},
        "closed_at": None,
        "body": "It looks like you accidently spelled 'commit' with two 't's.",
        "author_association": "MEMBER",
        "reactions": {"total_count": 3, "heart": 1, "laugh": 2, "confused": 0},
    },
    "repository": {
        "id": 35129377,
        "name": "r",
        "full_name": "o/r",
        "private": False,
        "owner": _user(5),
        **{name: f"https://api.example.com/repos/o/r/{name}" for name in REPOSITORY_URLS},
        "created_at": "2015-05-05T23:40:12Z",
        "pushed_at": "2015-05-05T23:40:27Z",
        "description": "",
        "homepage": None,
        "language": "Python",
        "size": 0,
        "topics": ["json", "schema"],
        "default_branch": "main",
    },
    "sender": _user(1),
}
ISSUE_FAULTS = (
    changed(ISSUE_PAYLOAD, "action", to="burned"),
    changed(ISSUE_PAYLOAD, "issue", "labels", 2, "id", to="2"),
    changed(ISSUE_PAYLOAD, "issue", "created_at", to="yesterday"),
    changed(ISSUE_PAYLOAD, "issue", "assignees", 1, "site_admin", to=1),
    changed(ISSUE_PAYLOAD, "repository", "size", to=None),
    without(ISSUE_PAYLOAD, "issue", "milestone", "creator", "login"),
)

NAMES = ("area", "audience", "block", "seat_category", "subject", "topic", "venue")
CATALOG: dict[str, Any] = {
    **record(
        {f"{name}_names": mapping(TEXT) for name in NAMES}
        | {
            "events": mapping(ref("Event")),
            "performances": array(ref("Performance")),
            "topic_sub_topics": mapping(array(WHOLE)),
        }
    ),
    "$defs": {
        "Event": record(
            {
                "id": WHOLE,
                "name": TEXT,
                "description": nullable(TEXT),
                "logo": nullable(TEXT),
                "subtitle": nullable(TEXT),
                "sub_topic_ids": array(WHOLE),
                "topic_ids": array(WHOLE),
            }
        ),
        "Price": record({"amount": WHOLE, "audience_sub_category_id": WHOLE, "seat_category_id": WHOLE}),
        "Area": record({"area_id": WHOLE, "block_ids": array(WHOLE)}),
        "SeatCategory": record({"seat_category_id": WHOLE, "areas": array(ref("Area"))}),
        "Performance": record(
            {
                "id": WHOLE,
                "event_id": WHOLE,
                "name": nullable(TEXT),
                "logo": nullable(TEXT),
                "prices": array(ref("Price")),
                "seat_categories": array(ref("SeatCategory")),
                "start": WHOLE,
                "venue_code": TEXT,
            }
        ),
    },
}


def _catalog() -> dict[str, Any]:
    """The payload, the same at every call."""
    draw = random.Random(1)

    def number() -> int:
        return draw.randrange(100_000_000, 400_000_000)

    def numbers(most: int) -> list[int]:
        return [number() for _ in range(draw.randrange(1, most))]

    def some_text() -> str | None:
        return draw.choice([None, f"/images/{number()}.png"])

    events = {}
    for _ in range(30):
        key = number()
        events[str(key)] = {
            "id": key,
            "name": f"Concert {key}",
            "description": None,
            "logo": some_text(),
            "subtitle": None,
            "sub_topic_ids": numbers(5),
            "topic_ids": numbers(3),
        }
    performances = [
        {
            "id": number(),
            "event_id": int(key),
            "name": None,
            "logo": some_text(),
            "prices": [
                {"amount": 90250, "audience_sub_category_id": number(), "seat_category_id": number()}
                for _ in range(draw.randrange(1, 6))
            ],
            "seat_categories": [
                {
                    "seat_category_id": number(),
                    "areas": [{"area_id": number(), "block_ids": []} for _ in range(draw.randrange(1, 12))],
                }
                for _ in range(draw.randrange(1, 6))
            ],
            "start": 1_372_701_600_000,
            "venue_code": "PLEYEL_PLEYEL",
        }
        for key in events
    ]
    return {
        **{f"{name}_names": {str(number()): f"{name} {n}" for n in range(20)} for name in NAMES},
        "events": events,
        "performances": performances,
        "topic_sub_topics": {str(number()): numbers(8) for _ in range(5)},
    }


CATALOG_PAYLOAD = _catalog()
CATALOG_FAULTS = (
    changed(CATALOG_PAYLOAD, "area_names", "x", to=1),
    changed(CATALOG_PAYLOAD, "performances", 7, "prices", 0, "amount", to=0.5),
    changed(CATALOG_PAYLOAD, "performances", 29, "seat_categories", 0, "areas", 0, "block_ids", to=["x"]),
    changed(CATALOG_PAYLOAD, "performances", 0, "name", to=False),
    without(CATALOG_PAYLOAD, "performances", 1, "venue_code"),
)
