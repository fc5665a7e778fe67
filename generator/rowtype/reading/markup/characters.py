"""Characters that mean something by themselves, in whatever language."""

from __future__ import annotations

import re

QUOTES = '`"“”«» '
"""What stands round a value and is no part of it: backticks, quotation marks, spaces."""

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Of Chinese, Japanese and Korean, which put no spaces between words: `字段名`, but not `nom`."""
