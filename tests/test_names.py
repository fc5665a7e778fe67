"""Names: readable, valid, different, and the same tomorrow."""

from __future__ import annotations

import keyword
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowtype import names
from rowtype.names import LockError, Names, Wanted

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "class",
            "self",
            "extra",
            "from_dict",
            "to_dict",
            "__init__",
            "import",
            "None",
            "a-b",
            "a_b",
            "aB",
            "1st",
            "",
        ]
    ),
)


@pytest.mark.parametrize(
    ("text", "cls", "attribute", "member"),
    [
        ("ConversationEvent", "ConversationEvent", "conversation_event", "CONVERSATION_EVENT"),
        ("Axis<(number[]|null)>", "AxisNumberArrayNull", "axis_number_array_null", "AXIS_NUMBER_ARRAY_NULL"),
        ("event_type", "EventType", "event_type", "EVENT_TYPE"),
        ("EMPLOYEE_TYPE", "EmployeeType", "employee_type", "EMPLOYEE_TYPE"),
        ("HTTPServer", "HTTPServer", "http_server", "HTTP_SERVER"),
        ("createdAt", "CreatedAt", "created_at", "CREATED_AT"),
        ("имя поля", "ImyaPolya", "imya_polya", "IMYA_POLYA"),
        ("café", "Cafe", "cafe", "CAFE"),
        ("1st", "Type1st", "field_1st", "VALUE_1ST"),
        ("-1", "Type1", "field_1", "MINUS_1"),
        ("+", "Plus", "plus", "PLUS"),
        ("", "Type", "field", "EMPTY"),
        ("__init__", "Init", "init", "INIT"),
        ("visitor-chat-open", "VisitorChatOpen", "visitor_chat_open", "VISITOR_CHAT_OPEN"),
    ],
)
def test_styles(text: str, cls: str, attribute: str, member: str) -> None:
    assert names.class_name(text) == cls
    assert names.attribute_name(text) == attribute
    assert names.member_name(text) == member


def wanted(
    key: str, *candidates: str, attributes: tuple[str, ...] = (), members: tuple[str, ...] = ()
) -> Wanted:
    return Wanted(key=key, candidates=candidates, attributes=attributes, members=members)


def test_a_type_is_called_by_its_first_free_candidate() -> None:
    found = names.decide(
        [wanted("a", "status"), wanted("b", "status", "Order status"), wanted("c", "status", "order_status")]
    )
    assert list(found.types.values()) == ["Status", "OrderStatus", "OrderStatus2"]


def test_keywords_and_names_that_classes_need_get_an_underscore() -> None:
    wires = ("class", "self", "extra", "from_dict", "import", "str", "match")
    found = names.decide([wanted("a", "None", attributes=wires)])
    assert found.types == {"a": "None_"}
    assert list(found.attributes["a"].values()) == [
        "class_",
        "self_",
        "extra_",
        "from_dict_",
        "import_",
        "str_",
        "match",
    ]


@given(st.lists(TEXTS, unique=True, max_size=8), st.lists(TEXTS, unique=True, max_size=8))
def test_every_name_is_valid_and_different(wires: list[str], values: list[str]) -> None:
    types = [
        wanted(f"{i}", text, attributes=tuple(wires), members=tuple(values)) for i, text in enumerate(wires)
    ]
    found = names.decide(types)
    scopes = [found.types, *found.attributes.values(), *found.members.values()]
    for scope in scopes:
        assert len(set(scope.values())) == len(scope)
        for name in scope.values():
            assert name.isidentifier()
            assert name.isascii()
            assert not keyword.iskeyword(name)
            assert not name.startswith("_")
    assert len({found.stem(key) for key in found.types}) == len(found.types)


@given(st.lists(TEXTS, unique=True, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_lock_keeps_names_when_everything_is_reordered(texts: list[str], shuffle: random.Random) -> None:
    types = [
        wanted(f"key {i}", t, attributes=tuple(texts), members=tuple(texts)) for i, t in enumerate(texts)
    ]
    first = names.decide(types)
    lock = names.dump_lock(first)
    shuffle.shuffle(types)
    mixed = list(texts)
    shuffle.shuffle(mixed)
    moved = [wanted(w.key, *w.candidates, attributes=tuple(mixed), members=tuple(mixed)) for w in types]
    second = names.decide(moved, names.load_lock(lock))
    assert names.dump_lock(second) == lock


def test_without_the_lock_a_new_field_could_take_a_name() -> None:
    old = names.decide([wanted("a", "A", attributes=("a-b",))])
    new = names.decide([wanted("a", "A", attributes=("a_b", "a-b"))], old)
    assert new.attributes["a"] == {"a_b": "a_b_2", "a-b": "a_b"}


def test_a_name_is_chosen_by_editing_the_lock() -> None:
    lock = names.load_lock('{"types": {"a": "Purchase"}}')
    assert names.decide([wanted("a", "Order")], lock).types == {"a": "Purchase"}


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"types": []}',
        '{"types": {"a": 1}}',
        '{"types": {"a": "class"}}',
        '{"types": {"a": "os; import sys"}}',
        '{"types": {"a": "_A"}}',
        '{"types": {"a": "Same", "b": "same"}}',
    ],
)
def test_a_lock_that_cannot_be_used_says_so(text: str) -> None:
    with pytest.raises(LockError):
        names.decide([wanted("a", "A"), wanted("b", "B")], names.load_lock(text))


def test_an_empty_lock_is_no_lock() -> None:
    assert names.load_lock("") == Names()
    assert names.load_lock(names.dump_lock(Names())) == Names()


def test_package_name() -> None:
    assert names.package_name("Conversation Events") == "conversation_events"
    assert names.package_name("class") == "class_"


def test_names_are_told_apart_before_they_are_cut() -> None:
    texts = ["the rule that says no to unused modules", "the rule that says no to unused modules anywhere"]
    found = names.decide([Wanted(key=text, candidates=(text,)) for text in texts])
    assert list(found.types.values()) == [
        "TheRuleThatSaysNoToUnusedModules",
        "TheRuleThatSaysNoToUnusedModulesAnywhere",
    ]
    (alone,) = names.decide([Wanted(key="k", candidates=(texts[1],))]).types.values()
    assert alone == "TheRuleThatSaysNoToUnused"
    long = "x" * 50
    many = names.decide(
        [Wanted(key="k", candidates=("k",), attributes=(f"{long} {long} a", f"{long} {long} b"))]
    )
    assert list(many.attributes["k"].values()) == [f"{long}_{long}_a", f"{long}_{long}_b"]


def test_long_names_are_numbered_where_nothing_else_is_left() -> None:
    text = " ".join(["word"] * 30)
    found = names.decide([Wanted(key=str(i), candidates=(f"{text} {'x' * 70} {i}",)) for i in range(3)])
    assert len({found.stem(str(i)) for i in range(3)}) == 3
    long = "W" + "w" * 70
    locked = Names(types={"0": long, "1": f"{long}ord"})
    assert names.decide([Wanted(key=k, candidates=("a",)) for k in "01"], locked).types == locked.types
