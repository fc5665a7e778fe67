"""The words of defaults: `Default: 5`, `по умолчанию — asc`, `5 by default`; and the patterns that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from rowtype.reading.dialect.lookup import Lookup, folded, lookup
from rowtype.reading.dialect.phrases import START, literal, whole
from rowtype.reading.dialect.tongues import Spoken, Tongues
from rowtype.reading.markup.characters import CJK

_MARKED = (
    r'`(?P<{0}code>[^`\n]+)`|["“„](?P<{0}quoted>[^"”“\n]*)["”“]|«(?P<{0}angled>[^»\n]*)»|[「『](?P<{0}cornered>[^」』\n]*)[」』]'
    r"|'(?P<{0}apostrophes>[^'\n]*)'|(?P<{0}array>\[[^\[\]\n]*\]|\{{\s*\}})"
)
_LITERAL = r"(?P<{0}literal>(?:-?\d+(?:[.,]\d+)?(?![.,]?\d)|true|false|null)(?![A-Za-z0-9_]))"
_WORD = r"[A-Za-z_][A-Za-z0-9_]*(?:[./:+-][A-Za-z0-9_]+)*"
_CLAUSE = (
    rf"(?=(?:['’][^\W\d_]{{1,4}}\b)?\s*(?:[.,;)\]|](?!\w)|[。，،；、）】]|$|\n|[(（]|{CJK.pattern})"
    r"|\s[^\W\d_]{1,3}\s(?:[^\W\d_]{1,12}\s)?-?\d)"
)
"""What follows a value that is not set off: an end, or a word before another figure, `and 100 at most`."""


@dataclass(frozen=True, kw_only=True)
class DefaultWords(Spoken):
    """Words and phrases of a dialect."""

    names: tuple[str, ...] = ()
    """What announces a default: "default value", "by default"."""
    after: tuple[str, ...] = ()
    """What stands behind one: `5 by default`."""
    states: tuple[str, ...] = ()
    """Between the two: "is", "is set to"."""
    vague: tuple[str, ...] = ()
    """Words that are values only where they are documented as such: "none", "varies"."""
    computed: tuple[str, ...] = ()
    """What stands for a value that is another each time: "now"."""
    absent: tuple[str, ...] = ()
    """The case that a default is for: "if omitted"."""
    used: tuple[str, ...] = ()
    """Behind a default: "is used"."""
    cases: tuple[str, ...] = ()
    """Words right behind a default that holds in some cases alone: "for"."""
    only_if: tuple[str, ...] = ()
    """Words of a sentence whose default holds in some cases alone."""
    empty: tuple[str, ...] = ()
    """What is there where nothing is: "empty string", "empty list"."""
    truths: tuple[str, ...] | None = None
    """What true and false are called: values of fields that are either, and of others where documented as such."""
    tongues: Tongues[DefaultWords] | None = field(default=None, compare=False, repr=False)

    def for_text(self, text: str) -> DefaultWords:
        """Those of them that a text can have, and perhaps others: of few words patterns are made soon."""
        return self.tongues.for_text(text) if self.tongues else self

    def may_state(self, text: str) -> bool:
        """A quick look: whether any word of a default is there."""
        return bool(self.names) and bool(self._lookup.among(folded(text)))

    @cached_property
    def _lookup(self) -> Lookup[bool]:
        return lookup(
            [(True, [word for text in (*self.names, *self.after, *self.absent) for word in literal(text)])]
        )

    @cached_property
    def stated(self) -> re.Pattern[str]:
        """A default: groups `sign` of what announces a word, and one of the value's groups."""
        # a script without spaces has no word that begins with a Latin letter
        bare = rf"(?<={CJK.pattern})\s*(?P<e_word>{_WORD})(?=\s*(?:[.,;)\]。，،；、）】]|$|\n))"
        plain = rf"\s(?P<f_word>{_WORD})(?=\s*(?:[.,;)]|$|\n))"
        first, second, third, fourth = ((_MARKED + "|" + _LITERAL).format(n) for n in ("", "b_", "c_", "l_"))
        word = rf"(?P<word>{_WORD}){_CLAUSE}"
        after_sign = rf"(?:(?!\w)|(?={CJK.pattern}))"
        states = rf"(?P<sign>\s*[:=–—-]{after_sign}|\s*[：=]|\s*{whole(self.states)}|(?:{CJK.pattern}){{1,8}}\s*[:：])*"
        called = rf"(?:\s*[:=–—-](?!\w)|\s*[：=]|\s*{whole(self.states)})*\s*[^\W\d]{{2,20}}(?: [^\W\d]{{2,20}}){{0,2}}"
        behind = whole((*self.after, *self.absent))
        taken = whole((*self.used, *self.states))
        apart = r"""(?:\s*[,，،、:：=–—]\s*|\s*(?=[`"“„«「]))"""
        words = rf"(?:\s*(?!{whole(self.names)})[^\W\d_]{{1,20}}(?![^\W\d_])){{0,5}}"  # `the server picks`
        named = f"(?P<i_word>{whole(w for w in self.truths or () if not w.isascii())}){_CLAUSE}"
        truth = f"(?P<h_word>{whole(self.truths or ())})"
        constant = r"(?P<n_word>(?-i:[A-Z][A-Z0-9_]{1,30})(?![\w-]))"
        return self.pattern(
            rf"`(?P<d_code>[^`\n]{{1,80}})`\s*(?:(?:[←⇐⟵]|<--?)\s*)?"
            rf"[(（]\s*(?:{whole((*self.names, *self.after))})\s*[)）]|"
            rf"(?<![\w`])(?P<m_literal>true|false)\s?[(（]\s*(?:{whole((*self.names, *self.after))})\s*[)）]|"
            rf"{START}{whole(self.names)}\s*,?{called}\s*[(（]\s*`(?P<g_code>[^`\n]{{1,80}})`\s*[)）]|"
            rf"{START}{whole(self.names)}\s*,?{states}\s*,?\s*(?:{first}|{named}|(?(sign){word}|(?:{bare}|{plain})))(?(sign)|(?(e_word)|(?(f_word)|(?:{_CLAUSE}|(?=\s+{whole(self.used)})))))(?!\s+{whole(self.cases)})"
            rf"|(?:^|[.;,:(（]\s*)(?:{taken}\s*)?(?:{second}|{truth}|{constant})\s*[,(（]?\s*{behind}{_CLAUSE}"
            rf"|{START}{whole(self.absent)}\s*[,，،、]?\s*(?P<says>{taken}\s*)?(?:{third})"
            rf"(?(says)|(?=\s*{whole(self.used)}\s*(?:[.;,)。，،；）]|$))){_CLAUSE[:-1]}|\s*{whole(self.used)}(?=\s*(?:[.;,)。，،；）]|$)))"
            rf"|{START}{whole(self.absent)}{apart}(?:{fourth})(?=\s*(?:[.;)。；）](?!\w)|$|\n))"
            rf"|{START}{whole(self.absent)}\s*[,，،、]?{words}\s*`(?P<k_code>[^`\n]{{1,80}})`{words}\s*(?=[.;)。；）]|$)"
        )

    @cached_property
    def announced(self) -> re.Pattern[str]:
        """The words that announce a default, and what follows where that looks like a value."""
        joint = rf"(?:\s*[,:：=–—-]|[^.,;\n。；]{{0,40}}?\s{whole(self.states)})"
        behind = whole((*self.names, *self.after))
        return self.pattern(
            rf"{START}{whole(self.names)}{joint}\s*[`\"«「\d]"
            rf"|{START}{whole(self.names)}\s*[:：=]\s*(?!{whole(self.vague)})[^\W\d_]{{2,30}}(?=\s*(?:[.;]|$|\n))"
            rf"|(?:(?<![\w.,])-?\d+(?:[.,]\d+)?|`[^`\n]{{1,80}}`)\s*[,=–—-]?\s+{behind}\s+{whole(self.cases)}"
            rf"|{START}{whole(self.absent)}[^.;\n。；]{{0,40}}?(?:[`\"«「]|(?<![\w.])-?\d+(?![\w.])|(?:true|false)(?!\w)"
            rf"|(?<![\w-])(?-i:[A-Z][A-Z0-9_]+)(?=\s*(?:[.;,)]|$|\n)))",
        )

    @cached_property
    def emptied(self) -> re.Pattern[str]:
        """An empty default in words, group `none`.  Finds 'Default: empty string', 'an empty list by default'."""
        states = rf"(?:\s*[:=–—-]|\s*[：=]|\s*{whole((*self.states, *self.used))})*"
        said = rf"[`\"(（]?(?:{whole(self.empty)})[`\")）]?"
        behind = whole((*self.after, *self.absent))
        return self.pattern(
            rf"{START}{whole((*self.names, *self.absent))}\s*[,，،、]?{states}\s*,?\s*{said}"
            rf"(?=\s*(?:[.,;)\]。，،；、）】]|$|\n|{whole(self.used)}))"
            rf"|(?:^|[.;,:(（]\s*)(?:{whole(self.states)}\s*)?{said}\s*[,(（]?\s*{behind}(?=\s*(?:[.,;)。，،；）]|$|\n))",
        )

    def is_empty(self, text: str) -> bool:
        """Whether a default is called empty: `empty string`, `[empty list]`."""
        return self.for_text(text)._empty.fullmatch(text.strip(" .()[]<>`'\"（）")) is not None

    @cached_property
    def _empty(self) -> re.Pattern[str]:
        return self.pattern(whole(self.empty))

    def is_computed(self, text: str) -> bool:
        """Whether a default is no value but says how there will be one, unless it is one of the documented values."""
        return self.for_text(text)._computed.fullmatch(text.strip(" .")) is not None

    @cached_property
    def _computed(self) -> re.Pattern[str]:
        return self.pattern(whole(self.computed))

    @cached_property
    def case(self) -> re.Pattern[str]:
        """The case that a default is for."""
        return self.pattern(START + whole(self.absent))

    @cached_property
    def doubt(self) -> re.Pattern[str]:
        """In a sentence whose default does not hold always."""
        return self.pattern(START + whole(self.only_if))
