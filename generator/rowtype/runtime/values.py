"""What generated models are built from: records, absence, whole numbers that remember their fraction, strict JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Container, Iterable, Mapping
from enum import Enum, IntEnum
from importlib import import_module
from reprlib import recursive_repr
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
    Literal,
    NoReturn,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
)

from rowtype.runtime.spelling import suggestion
from rowtype.runtime.violations import Check, ValidationError, Violation, too_deep

_E = TypeVar("_E", bound=IntEnum)
_M = TypeVar("_M", bound=Enum)
_T = TypeVar("_T")


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "UNSET"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""The field is absent, where `None` would mean that it is there and null."""


class Whole(int):
    """A whole number that was written with a fraction or an exponent: `1.0`."""

    written: float

    def __reduce__(self) -> Any:
        return (whole, (self.written,))


class NotJson(ValueError):
    """A text is not JSON (RFC 8259), or says something twice."""


class Codec(Generic[_T]):
    """How the values of a type are read and written."""

    __slots__ = ("defaults", "dump", "fields", "is_valid", "load", "names", "stem")

    def __init__(
        self,
        stem: str,
        load: Callable[..., Any],
        dump: Callable[[Any], Any],
        names: tuple[str, ...] = (),
        *,
        complete: bool = True,
        defaults: str = "{}",
    ) -> None:
        self.stem = stem
        """What the functions about the type are named with."""
        self.load = load
        """Makes what a program sees of a valid value, and refuses those that it finds wrong."""
        self.dump = dump
        """Makes JSON of it."""
        self.is_valid: Callable[[Any], bool] | None = None if complete else self._judge
        """Says whether a value is valid, where `load` does not find everything that may be wrong."""
        self.names = names
        """Of a record: what its documented fields are called in JSON, in the order of its attributes."""
        self.fields = frozenset(names)
        """The same without an order."""
        self.defaults = defaults
        """Of a record: the defaults that its schema names, as JSON text."""

    def _judge(self, value: object) -> bool:
        """The validator, which from now on is called itself: it is not imported before it is needed."""
        found: Callable[[Any], bool] = getattr(beside("validators"), f"is_valid_{self.stem}")
        self.is_valid = found
        return found(value)

    def errors(self, value: object) -> Iterable[Violation]:
        """Everything that is wrong with a JSON value."""
        found: Iterable[Violation] = getattr(beside("validators"), f"iter_{self.stem}_errors")(value)
        return found

    def read(self, value: object) -> _T:
        """What a JSON value stands for.

        Raises:
            ValidationError: the value is not valid; it holds every violation.
        """
        try:
            if self.is_valid is not None and not self.is_valid(value):
                raise ValueError
            made: _T = self.load(value)
        except (KeyError, RecursionError, TypeError, ValueError):
            made = self.again(value)
        return made

    def read_json(self, data: bytes | bytearray | str) -> _T:
        """What a JSON text stands for.

        Raises:
            ValidationError: it is not JSON, or not valid.
        """
        return self.read(parsed(data))

    def again(self, value: object, *cls: type[Any]) -> Any:
        """Judge what was refused: with every violation, or as a value of an unusual Python type after all.

        Raises:
            ValidationError: it is not valid.
        """
        try:
            violations = tuple(self.errors(value))
            if not violations:
                return self.load(plain(value), *cls)
        except ValidationError:
            raise
        except RecursionError:
            raise too_deep(value) from None
        except (KeyError, TypeError, ValueError):
            # Only what is no JSON at all is equal to a listed value and yet of none of its kinds.
            violations = (
                Violation(None, value, Check("", "json"), "holds a Python object that is not JSON"),
            )
        raise ValidationError(violations) from None

    def write(self, value: _T) -> Any:
        """The JSON value.

        Raises:
            TypeError: it holds what is not JSON, or not what its type allows; the message names the place.
            ValueError: it is nested too deeply, or contains itself.
        """
        try:
            return self.dump(value)
        except (AttributeError, RecursionError, TypeError, ValueError) as error:
            raise unwritable(value, error) from None

    def write_json(self, value: _T, *, indent: int | None = None) -> str:
        """The JSON text, on one line; or on several, each level that many spaces further in.

        Raises:
            TypeError, ValueError: as in `write`.
        """
        return dump(self.write(value), indent)


def bind(
    cls: type[JsonRecord],
    load: Callable[..., Any],
    dump: Callable[[Any], Any],
    names: tuple[str, ...] = (),
    *,
    complete: bool = True,
    defaults: str = "{}",
    plan: tuple[Any, ...] = (),
) -> None:
    """Say how a record is read and written, with a shorter way to either than the one by `__json__`.

    `load` is called `_load_` and what all functions about the type are named with; for the rest see `Codec`.
    `plan`: the same for machine code, where the package was compiled.
    """
    stem = load.__name__.removeprefix("_load_")
    quick: Any = None
    if plan and (compiled := _compiled()):
        quick = compiled.Record(cls, load, dump, plan, globals())
        load, dump = quick.load, quick.dump
    codec = Codec[Any](stem, load, dump, names, complete=complete, defaults=defaults)
    again = codec.again

    def from_dict(cls: Any, payload: object) -> Any:
        try:
            return load(payload, cls)
        except (KeyError, RecursionError, TypeError, ValueError):
            return again(payload, cls)

    def to_dict(self: Any) -> Any:
        try:
            return dump(self)
        except (AttributeError, RecursionError, TypeError, ValueError) as error:
            raise unwritable(self, error) from None

    cls.__json__ = codec
    _set_method(cls, to_dict, to_dict)
    if codec.is_valid is None:  # there is nothing to judge before
        _set_method(cls, from_dict, classmethod(from_dict))
    if quick:
        _bind_texts(cls, quick, complete=codec.is_valid is None)


def _bind_texts(own: type[JsonRecord], quick: Any, *, complete: bool) -> None:
    """Let machine code read and write JSON texts; what it leaves alone goes the way of every record.

    `complete`: nothing has to judge before what it reads.
    """
    read, write, write_bytes = quick.from_json, quick.to_json, quick.to_json_bytes

    def from_json(cls: Any, data: bytes | bytearray | str) -> Any:
        made = read(data) if cls is own else NotImplemented
        return cls.from_dict(parsed(data)) if made is NotImplemented else made

    def to_json(self: Any, *, indent: int | None = None) -> Any:
        text = write(self) if indent is None else NotImplemented
        return dump(self.to_dict(), indent) if text is NotImplemented else text

    def to_json_bytes(self: Any, *, indent: int | None = None) -> Any:
        text = write_bytes(self) if indent is None else NotImplemented
        if text is NotImplemented:
            text = self.to_json(indent=indent).encode("utf-8", "backslashreplace")
        return text

    _set_method(own, to_json, to_json)
    _set_method(own, to_json_bytes, to_json_bytes)
    if complete:
        _set_method(own, from_json, classmethod(from_json))


def _set_method(cls: type[Any], function: Any, method: object) -> None:
    name = function.__name__
    function.__doc__, function.__module__ = getattr(JsonRecord, name).__doc__, cls.__module__
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, method)


def beside(module: str) -> Any:
    """Another module of this package."""
    return import_module(f"{__name__.rpartition('.')[0]}.{module}")


def _compiled() -> Any:
    """What reads and writes records as machine code; None where it was not compiled for this Python."""
    global _quick
    try:
        compiled = beside("_records")
    except ImportError:
        return None
    _quick = compiled
    return compiled


def linked(stem: str, module: str) -> Codec[Any]:
    """How a type of this package is read and written, by what its functions are named with and their module."""
    home: Any = getattr(beside(module), f"load_{stem}").__self__
    codec: Codec[Any] = getattr(home, "__json__", home)
    return codec


class _Signature:
    """The signature of a class: that of its constructor, which has to be made for it."""

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        from inspect import signature

        construct: Any = getattr(owner.__init__, "make", lambda: owner.__init__)()
        found = signature(construct)
        several = [p for p in found.parameters.values() if p.kind is not p.VAR_KEYWORD]
        return found.replace(parameters=several[1:])


class JsonRecord:
    """What every record can do.  The class of a type has its fields, and `extra`, if there can be others, has those."""

    __slots__ = ("__weakref__", "extra")
    __dataclass_fields__: ClassVar[dict[str, Any]]
    __json__: ClassVar[Codec[Any]]
    """How its instances are read and written."""
    __signature__: ClassVar[Any] = _Signature()
    if TYPE_CHECKING:

        @property
        def __extra__(self) -> dict[str, Any] | None:
            """What `extra` holds; None until there is something, or somebody asks: most records never have any."""

        @__extra__.setter
        def __extra__(self, value: dict[str, Any] | None) -> None: ...

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        names = self.__dataclass_fields__
        return [getattr(self, n) for n in names] == [getattr(other, n) for n in names]

    @recursive_repr()
    def __repr__(self) -> str:
        held = (
            (name, getattr(self, name, UNSET), f.default) for name, f in self.__dataclass_fields__.items()
        )
        there = ((n, v) for n, v, usual in held if v is not UNSET and (v is not None or usual is not None))
        values = (f"{name}={value!r}" for name, value in there if name != "extra" or value)
        return f"{self.__class__.__qualname__}({', '.join(values)})"

    @classmethod
    def from_dict(cls, payload: object) -> Self:
        """The instance for a JSON object.

        Raises:
            ValidationError: the payload is not valid; it holds every violation.
        """
        codec = cls.__json__
        try:
            if codec.is_valid is not None and not codec.is_valid(payload):
                raise ValueError
            made: Self = codec.load(payload, cls)
        except (KeyError, RecursionError, TypeError, ValueError):
            made = codec.again(payload, cls)
        return made

    def to_dict(self) -> dict[str, Any]:
        """The JSON object: documented fields in their order, then the others.

        Raises:
            TypeError: it holds what is not JSON, or not what its type allows; the message names the place.
            ValueError: nested too deeply, or an object contains itself.
        """
        try:
            made: dict[str, Any] = self.__json__.dump(self)
        except (AttributeError, RecursionError, TypeError, ValueError) as error:
            raise unwritable(self, error) from None
        return made

    def validate(self) -> None:
        """Do nothing where the record, as it is now, is valid.

        Raises:
            ValidationError: it is not; holds every violation.
            TypeError, ValueError: it cannot be written, as in `to_dict`.
        """
        violations = tuple(self.__json__.errors(self.to_dict()))
        if violations:
            raise ValidationError(violations)

    def with_defaults(self) -> Self:
        """A copy in which absent fields hold the defaults that the schema names, here and in records inside.

        A default that the type itself refuses is left out.

        Raises:
            ValidationError: the record, as it is now, is not valid.
            TypeError, ValueError: it cannot be written, as in `to_dict`.
        """
        payload = self.to_dict()
        defaults = {k: v for k, v in json.loads(self.__json__.defaults).items() if k not in payload}
        try:
            made = self.from_dict({**payload, **defaults})
        except ValidationError:
            made = self.from_dict(payload)
            for key, value in defaults.items():
                try:
                    made = self.from_dict({**payload, key: value})
                except ValidationError:
                    continue
                payload[key] = value
        for name in made.__dataclass_fields__:
            object.__setattr__(made, name, _filled(getattr(made, name)))
        return made

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of the type, with everything that it refers to."""
        return schema_of(cls.__json__.stem)

    @classmethod
    def wire_names(cls) -> dict[str, str]:
        """Attribute -> name in JSON, for each documented field."""
        return dict(zip(cls.__dataclass_fields__, cls.__json__.names, strict=False))

    @classmethod
    def from_json(cls, data: bytes | bytearray | str) -> Self:
        """The instance for a JSON text.

        Raises:
            ValidationError: it is not JSON, or not valid.
        """
        return cls.from_dict(parsed(data))

    def to_json(self, *, indent: int | None = None) -> str:
        """The JSON text, on one line; or on several, each level that many spaces further in.

        Raises:
            TypeError: it holds what is not JSON, or not what its type allows; the message names the place.
            ValueError: nested too deeply, or an object contains itself.
        """
        return dump(self.to_dict(), indent)

    def to_json_bytes(self, *, indent: int | None = None) -> bytes:
        """The same in UTF-8; halves of surrogate pairs, which that cannot hold, are escaped.

        Raises:
            TypeError, ValueError: as in `to_json`.
        """
        return self.to_json(indent=indent).encode("utf-8", "backslashreplace")

    def replace(self, **changes: Any) -> Self:
        """A copy with some attributes changed; nothing is checked.

        Raises:
            TypeError: there is no such attribute.
        """
        import dataclasses  # a module of records has imported it; one of other types does without

        extra: object = getattr(self, "extra", None)
        if "extra" not in changes and isinstance(extra, dict):
            changes["extra"] = extra.copy()
        return dataclasses.replace(self, **changes)

    __replace__ = replace
    """For `copy.replace`."""


def _extra(record: JsonRecord) -> dict[str, Any]:
    if record.__extra__ is None:
        _slot.__set__(record, {})
    made: dict[str, Any] = _slot.__get__(record)
    return made


def _set_extra(record: JsonRecord, value: dict[str, Any]) -> None:
    if "extra" not in record.__dataclass_fields__:
        raise AttributeError(f"{type(record).__name__!r} object has no attribute 'extra'")
    _slot.__set__(record, value)


_slot: Any = vars(JsonRecord)["extra"]
setattr(JsonRecord, "__extra__", _slot)  # noqa: B010 - for type checkers it is a property
setattr(JsonRecord, "extra", property(_extra, _set_extra))  # noqa: B010 - they see it where it is a field


if TYPE_CHECKING:
    from dataclasses import field

    @dataclass_transform(kw_only_default=True, field_specifiers=(field,))
    def record(cls: type[_T], /) -> type[_T]:
        """A class of fields, all given by their names."""
        return cls

    @dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
    def frozen_record(cls: type[_T], /) -> type[_T]:
        """The same of fields that cannot be set."""
        return cls

else:

    def record(cls: type[Any], /, *, frozen: bool = False) -> type[Any]:
        """A dataclass whose constructor is made when it is first called: that takes most of the time of an import."""
        from dataclasses import dataclass

        options = {"slots": True, "kw_only": True, "init": False, "repr": False, "eq": False}
        made = dataclass(**options, frozen=frozen)(cls)

        def make() -> Any:
            made.__init__ = _constructor(made, frozen)
            return made.__init__

        def __init__(self, *arguments: object, **fields: object) -> None:
            make()(self, *arguments, **fields)

        __init__.make, __init__.__qualname__ = make, f"{made.__qualname__}.__init__"
        made.__init__ = __init__
        made.__replace__ = JsonRecord.__replace__
        return made

    def frozen_record(cls: type[Any], /) -> type[Any]:
        """The same of fields that cannot be set."""
        return record(cls, frozen=True)


def _constructor(cls: type[Any], frozen: bool) -> Any:
    """The function that sets the fields of a dataclass."""
    from dataclasses import MISSING

    known: dict[str, Any] = {"_refuse": _refuse, "_set": object.__setattr__}
    parameters: list[str] = []
    lines, told = ["if _unknown:", "    _refuse(self, _unknown)"], dict[str, Any]()
    for number, (name, f) in enumerate(cls.__dataclass_fields__.items()):
        # The slot of `extra` and not the property, which takes as long as three other fields.
        slot = "__extra__" if name == "extra" else name
        lines.append(f"_set(self, {slot!r}, {name})" if frozen else f"self.{slot} = {name}")
        told[name] = f"{f.type} | None" if name == "extra" else f.type
        optional = name == "extra" or f.default is not MISSING
        known[f"_default{number}"] = None if name == "extra" else f.default
        parameters.append(f"{name}=_default{number}" if optional else name)
    head = f"def __init__({', '.join(['self', *(['*', *parameters] if parameters else []), '**_unknown'])}):"
    exec("\n    ".join([head, *lines]), known)  # noqa: S102 - of names alone, as `dataclass` does
    made: Any = known["__init__"]
    made.__qualname__, made.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    made.__annotations__ = {**told, "return": "None"}
    return made


def _refuse(record: JsonRecord, unknown: Mapping[str, object]) -> NoReturn:
    """Say which attribute was probably meant."""
    name = next(iter(unknown))
    wires = {wire: attribute for attribute, wire in record.wire_names().items()}
    meant = wires.get(name) or suggestion(name, record.__dataclass_fields__)
    hint = f" (did you mean {meant!r}?)" if meant else ""
    raise TypeError(f"{type(record).__qualname__}() got an unexpected keyword argument {name!r}{hint}")


class FrozenRecord(JsonRecord):
    """A record whose attributes cannot be set; lists and objects in it should not be changed either."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash((self.__class__, *(_hashable(getattr(self, n)) for n in self.__dataclass_fields__)))


def _hashable(value: Any) -> Any:
    """What two equal values have in common, and has a hash."""
    kind: Any = value.__class__
    if kind is list or kind is tuple:
        return tuple([_hashable(v) for v in value])
    if kind is dict:
        return frozenset([(k, _hashable(v)) for k, v in value.items()])
    return value


def _filled(value: Any) -> Any:
    """A value with defaults in all records inside."""
    kind: Any = value.__class__
    if issubclass(kind, JsonRecord):
        return value.with_defaults()
    if kind is list or kind is tuple:
        items: Any = [_filled(v) for v in value]
        return items if kind is list else tuple(items)
    return {k: _filled(v) for k, v in value.items()} if kind is dict else value


def schema_of(stem: str) -> dict[str, Any]:
    """The JSON Schema of a record, in one document with all that it refers to."""
    module = beside("_documents")
    kind, *places = module.TYPES[stem]
    home = places[0].partition("#")[0]
    wanted = [place.partition("#")[0] for place in places]
    for uri in wanted:
        wanted += [other for other in module.DOCUMENTS[uri][1] if other not in wanted]
    documents: dict[str, Any] = {uri: json.loads(module.DOCUMENTS[uri][0]) for uri in dict.fromkeys(wanted)}
    first: Any = documents[home]
    plain = first.__class__ is dict
    draft: str = first.get("$schema", "") if plain else ""
    made: dict[str, Any] = {"$schema": draft} if draft else {}
    if not kind and places == [home] and plain:
        made = documents.pop(home)
    else:
        made |= {**({"type": kind} if kind else {}), "allOf": [{"$ref": place} for place in places]}
    if documents:
        old = [number for number in ("04", "06", "07") if f"draft-{number}" in draft]
        own = "id" if old == ["04"] else "$id"
        inside: dict[str, Any] = made.setdefault("definitions" if old else "$defs", {})
        for uri, one in documents.items():
            inside[uri] = {**one, own: uri} if one.__class__ is dict else one
    return made


# ----------------------------------------------------------------------------------------------- reading


def whole(value: Any) -> int:
    """The whole number that a JSON number is.

    Raises:
        ValueError: it is anything else.
    """
    if value.__class__ is int:
        return value
    if value.__class__ is not float or not value.is_integer():
        raise ValueError
    made = Whole(value)
    made.written = value
    return made


def numbered(members: Mapping[int, _E], value: Any) -> _E:
    """The member of an enumeration of whole numbers; one that remembers the fraction where `1.0` was written.

    Raises:
        ValueError: it is no whole number.
        KeyError: there is no such member.
    """
    member = members[whole(value)]
    if value.__class__ is int:
        return member
    copy = int.__new__(member.__class__, member)
    copy._name_ = member._name_
    copy._value_ = value
    return copy


def or_text(load: Callable[[str], Any], text: str) -> Any:
    """What `load` makes of a text, or the text itself."""
    try:
        return load(text)
    except ValueError:
        return text


def best(
    choices: Iterable[tuple[Callable[[Any], bool], Callable[[Any], Any], Container[str]]], value: Any
) -> Any:
    """What the record makes of an object that accepts it and knows most of its fields; the first of several.

    `choices`: validator, reader and wire names of each record.

    Raises:
        ValueError: none accepts it.
    """
    accepting = [
        (sum(name in known for name in value), read) for is_valid, read, known in choices if is_valid(value)
    ]
    return max(accepting, key=lambda found: found[0])[1](value)


def rest(payload: Mapping[str, Any], cls: type[JsonRecord], count: int) -> dict[str, Any]:
    """The fields of an object that nothing describes.

    Raises:
        ValueError: they are not so many.
    """
    known = cls.__json__.fields
    found = {key: value for key, value in payload.items() if key not in known}
    if len(found) != count:
        raise ValueError
    return found


def given(load: Callable[[Any], Any], value: Any) -> Any:
    """What `load` makes of a value that is there."""
    return value if value is None or value is UNSET else load(value)


def beyond(payload: Mapping[str, Any], cls: type[JsonRecord]) -> dict[str, Any] | None:
    """The fields of an object that nothing describes; None where there are none."""
    known = cls.__json__.fields
    if known.issuperset(payload):
        return None
    return {key: value for key, value in payload.items() if key not in known}


def plain(value: Any) -> Any:
    """JSON made of `dict`, `list`, `str`, `int` and `float` themselves, from objects that may be of subclasses."""
    kind: Any = value.__class__
    if issubclass(kind, dict):
        return {plain(k): plain(v) for k, v in value.items()}
    if issubclass(kind, list):
        return [plain(v) for v in value]
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, float):
        return float(value)
    return int(value) if issubclass(kind, int) and kind is not bool else value


# ----------------------------------------------------------------------------------------------- writing


def write_whole(value: Any) -> Any:
    """The number as it was written: `1.0` where that was it.

    Raises:
        TypeError: it is no whole number.
    """
    if value.__class__ is int:
        return value
    if isinstance(value, int) and value.__class__ is not bool:
        return getattr(value, "written", int(value))
    if isinstance(value, float) and value.is_integer():
        return value
    raise stranger(value)


def write_number(value: Any) -> Any:
    """The number.

    Raises:
        TypeError: it is none, or none that JSON has.
    """
    if not is_number(value) or not -INFINITY < value < INFINITY:
        raise stranger(value)
    return write_whole(value) if isinstance(value, int) else value


def write_truth(value: Any) -> bool:
    """True or false.

    Raises:
        TypeError: it is neither.
    """
    if value is True or value is False:
        return value
    raise stranger(value)


def write_null(value: Any) -> Any:
    """Null.

    Raises:
        TypeError: it is anything else.
    """
    if value is not None:
        raise stranger(value)
    return value


def write_texts(value: Any) -> list[str]:
    """A list of texts.

    Raises:
        TypeError: it is none.
    """
    if value.__class__ is str or value.__class__ is bytes:
        raise stranger(value)
    "".join(value)  # refuses anything else, faster than a loop
    return list(value)


def members(enumeration: type[_M]) -> dict[Any, _M]:
    """The members of an enumeration by their values."""
    return {member.value: member for member in enumeration}


def enumerated(stem: str, table: dict[Any, _M]) -> Codec[_M]:
    """How an enumeration of texts is read and written."""
    return Codec(stem, table.__getitem__, str)


def write_member(value: Any) -> Any:
    """The value of a member of an enumeration; anything else as it is."""
    return value.value if isinstance(value, Enum) else copy(value)


def holds(value: object, stem: str) -> bool:
    """Whether a value is an instance of the record whose functions are named so."""
    return isinstance(value, JsonRecord) and value.__json__.stem == stem


def is_number(value: object) -> bool:
    """Whether a value is a JSON number."""
    return isinstance(value, (int, float)) and value.__class__ is not bool


def stranger(value: object) -> TypeError:
    """The error for an attribute that holds what its type does not allow."""
    return TypeError(f"{type(value).__name__} cannot be written here")


def no_fields() -> dict[str, Any]:
    """No fields."""
    return {}


def copy(value: Any) -> Any:
    """A copy of JSON that shares no list and no object with `value`.

    Raises:
        TypeError: it is not JSON.
    """
    kind: Any = value.__class__
    if kind is str or value is None or kind is int or kind is bool:
        return value
    if issubclass(kind, dict):
        return {k + "": copy(v) for k, v in value.items()}
    if issubclass(kind, list | tuple):
        return [copy(v) for v in value]
    if issubclass(kind, float):
        return write_number(value)
    if issubclass(kind, str):
        return value
    return write_whole(value)


def add(out: dict[str, Any], extra: Mapping[str, Any]) -> None:
    """Write undocumented fields after the documented ones, which win."""
    for key, value in extra.items():
        if key + "" not in out:
            out[key] = copy(value)


def unwritable(value: Any, error: Exception) -> TypeError | ValueError:
    """The error for what cannot be written."""
    try:
        place = "" if isinstance(error, RecursionError) else misfit(value)
    except RecursionError as deep:
        place, error = "", deep
    if isinstance(error, RecursionError):
        return ValueError("nested too deeply to be written, or a value contains itself")
    return TypeError(place or f"it holds what is not JSON here: {error}")


def misfit(value: Any, at: str = "", annotation: str = "object", home: str = "") -> str:
    """The first place in what a program sees that is not JSON, or not what its type allows; empty where none is seen.

    `annotation`: that of the attribute at the place; `home`: the module that it stands in.
    """
    kind: Any = value.__class__
    allowed = _members(annotation, home)
    inside: Iterable[tuple[str, Any, str, str]] = ()
    if isinstance(value, JsonRecord):
        names = value.wire_names()
        fields = value.__dataclass_fields__.items()
        held = [(names.get(n, ""), n, getattr(value, n, _GONE), f) for n, f in fields]
        for name, n, one, _ in held:
            if one is _GONE:
                return f"{at}/{_token(name)}: the attribute {n!r} was deleted"
        inside = [
            (name, one, str(f.type), kind.__module__) for name, _, one, f in held if one is not f.default
        ]
    elif issubclass(kind, dict):
        for key in value:
            if not isinstance(key, str):
                return f"{at or '(root)'}: the key {key!r} is no text"
        items = " | ".join(one[10:-1] for one in allowed if one.startswith("dict[str, "))
        inside = [(key, one, items or "object", home) for key, one in value.items()]
    elif issubclass(kind, list | tuple):
        items = " | ".join(one[5:-1] for one in allowed if one.startswith("list["))
        inside = [(str(number), one, items or "object", home) for number, one in enumerate(value)]
    elif isinstance(value, float) and not -INFINITY < value < INFINITY:
        return f"{at or '(root)'}: {value} is not JSON"
    elif kind.__module__ not in _WRITTEN and not isinstance(value, Enum | str | int | float | None):
        return f"{at or '(root)'}: {kind.__name__} is not JSON"
    if not _fits(value, allowed):
        return f"{at or '(root)'}: {kind.__name__} is not {annotation}"
    places = (
        (f"{at}/{_token(name)}" if name else at, one, text, module) for name, one, text, module in inside
    )
    return next(filter(None, (misfit(one, place, text, module) for place, one, text, module in places)), "")


_GONE = object()
_WRITTEN = frozenset(("datetime", "decimal", "uuid", f"{__name__.rpartition('.')[0]}._moments"))
"""Modules whose values are written as texts, where a field is for them."""


def _members(annotation: str, home: str) -> list[str]:
    """The members of a union; names of aliases in a module stand for theirs."""
    found: dict[str, None] = {}
    waiting = [annotation]
    while waiting:
        depth, start, text = 0, 0, f"{waiting.pop()} | "
        for i, letter in enumerate(text):
            depth += (letter == "[") - (letter == "]")
            if not depth and text.startswith(" | ", i):
                member, start = text[start:i], i + 3
                alias = getattr(sys.modules.get(home), member, None) or _alias(member)
                if alias and (meant := _said(alias)) != member and member not in found:
                    waiting.append(meant)
                found[member] = None
    return list(found)


def _alias(name: str) -> object:
    """What is called so in a package that has a module a type."""
    models = beside("models")
    return getattr(models, name, None) if name.isidentifier() and hasattr(models, "__path__") else None


def _said(alias: Any) -> str:
    """What an alias stands for, as an annotation says it."""
    if isinstance(alias, str):
        return alias
    origin: Any = get_origin(alias)
    if origin is None:
        forward = getattr(alias, "__forward_arg__", "")
        return forward or ("None" if alias is type(None) else getattr(alias, "__name__", ""))
    if origin is Literal:
        return "Literal[...]"
    inside = [_said(one) for one in get_args(alias)]
    if origin is Union or origin.__name__ == "UnionType":
        return " | ".join(inside)
    return f"{origin.__name__}[{', '.join(inside)}]"


def _fits(value: Any, allowed: Iterable[str]) -> bool:
    """Whether a value is of a class that one of the annotations names."""
    names = {one.partition("[")[0].rpartition(".")[2] for one in allowed}
    if value is None:
        return not names.isdisjoint(("None", "object"))
    classes = {one.__name__ for one in value.__class__.__mro__}
    if isinstance(value, int) and value.__class__ is not bool:
        classes.add("float")
    if isinstance(value, float) and value.is_integer():
        classes.add("int")
    if isinstance(value, tuple):
        classes.add("list")
    if isinstance(value, str | int):
        classes.add("Literal")
    return not names.isdisjoint(classes)


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


# --------------------------------------------------------------------------------------------------- JSON


def parse(data: bytes | bytearray | str) -> Any:
    """The value of a JSON text: UTF-8 with or without a byte-order mark, or `str`.

    Raises:
        NotJson: it is none, or holds NaN, an infinity, a number out of range, a key twice, or too many levels.
    """
    if _quick is not None and (found := _quick.from_json(data)) is not NotImplemented:
        return found
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        value, end = _scan(text, _after_space(text, 0))
    except StopIteration as stop:
        raise NotJson(f"expected a value at character {stop.value}") from None
    except UnicodeDecodeError as error:
        raise NotJson(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise NotJson(
            f"{error.msg.removesuffix(' at')} at line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except NotJson:
        raise
    except AttributeError:
        raise TypeError(f"JSON is str, bytes or bytearray, not {type(data).__name__}") from None
    except ValueError as error:
        # Python's own limit on the digits of an integer.
        raise NotJson(str(error)) from None
    if end != len(text) and _after_space(text, end) != len(text):
        raise NotJson(f"more than one value: character {end}")
    return value


def parsed(data: bytes | bytearray | str) -> Any:
    """The value of a JSON text.

    Raises:
        ValidationError: it is not JSON.
    """
    try:
        return parse(data)
    except NotJson as error:
        raise ValidationError([Violation(None, data, Check("", "json"), str(error))]) from None


def dump(value: Any, indent: int | None = None) -> str:
    """JSON text, without spaces unless it is indented, other alphabets as they are.

    Raises:
        ValueError: it holds NaN or an infinity.
    """
    if indent is None:
        text = _quick.to_json(value) if _quick is not None else NotImplemented
        return _encode(value) if text is NotImplemented else text
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in " \t\n\r":
        at += 1
    return at


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise NotJson(f"the key {key!r} stands twice in one object")
            seen.add(key)
    return found


def _float(text: str) -> float:
    value = float(text)
    if value in (INFINITY, -INFINITY):
        raise NotJson(f"the number {text[:40]} is out of range")
    return value


def _constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is not JSON")


INFINITY = float("inf")
ABSENT: Mapping[Any, int] = {None: 1}
"""What an optional field that is not there adds to the number of those that are not; every other value is refused."""
NUMBERS: frozenset[Any] = frozenset((int, float))
_decoder: Any = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_constant=_constant)
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once
_quick: Any = None
"""What reads and writes JSON texts as machine code, where the package was compiled."""
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
