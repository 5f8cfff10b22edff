"""One sentence for each kind of mistake pydantic can find in a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sops.language import N_, _
from sops.problem import printable

_TYPES = {
    "bool": N_("true 或 false"),
    "int": N_("整数"),
    "float": N_("数字"),
    "decimal": N_("数字"),
    "string": N_("文字"),
    "list": N_("列表"),
    "tuple": N_("列表"),
    "set": N_("列表"),
    "frozen_set": N_("列表"),
    "iterable": N_("列表"),
    "dict": N_("“键: 值”的映射"),
    "mapping": N_("“键: 值”的映射"),
    "model": N_("“键: 值”的映射"),
    "model_attributes": N_("“键: 值”的映射"),
    "dataclass": N_("“键: 值”的映射"),
    "none": N_("空值"),
    "date": N_("日期，如 2026-11-11"),
    "date_from_datetime": N_("日期，如 2026-11-11"),
    "datetime": N_("日期和时间，如 2026-11-11T20:00"),
    "time": N_("时刻，如 09:30"),
    "time_delta": N_("时长"),
}

# `{name}` is what pydantic calls it in the error's context; `{value}` is what was written.
_SENTENCES = {
    "greater_than": N_("必须大于 {gt}，现在是 {value}"),
    "greater_than_equal": N_("不能小于 {ge}，现在是 {value}"),
    "less_than": N_("必须小于 {lt}，现在是 {value}"),
    "less_than_equal": N_("不能大于 {le}，现在是 {value}"),
    "multiple_of": N_("必须是 {multiple_of} 的倍数，现在是 {value}"),
    "finite_number": N_("{value} 不是有限的数"),
    "int_parsing_size": N_("数字太长：{value}"),
    "too_short": N_("至少要 {min_length} 项，现在有 {actual_length} 项"),
    "too_long": N_("最多 {max_length} 项，现在有 {actual_length} 项"),
    "string_too_short": N_("至少要 {min_length} 个字，现在是 {value}"),
    "string_too_long": N_("最多 {max_length} 个字，现在是 {value}"),
    "string_pattern_mismatch": N_("写法不对，应符合 {pattern}，现在是 {value}"),
    "literal_error": N_("应为 {expected} 之一，现在是 {value}"),
    "enum": N_("应为 {expected} 之一，现在是 {value}"),
    "union_tag_invalid": N_("{discriminator} 应为 {expected_tags} 之一，现在是 {tag}"),
    "union_tag_not_found": N_("缺少 {discriminator}"),
}

_OWN_WORDS = ("value_error", "assertion_error")

# Context words in which pydantic writes values one after another, texts in quotes.
_LISTS = ("expected", "expected_tags", "discriminator")
_LISTED = re.compile(r"""'(?P<single>(?:[^'\\]|\\.)*)'|"(?P<double>(?:[^"\\]|\\.)*)"|[^\s,]+""")


def expected_type(details: Mapping[str, Any]) -> str:
    """What kind of value was expected, as a noun; empty when the mistake is of another sort."""
    kind = str(details["type"])
    if kind in ("literal_error", "enum"):
        return _listed(details.get("ctx", {}).get("expected", ""))
    for ending in ("_type", "_parsing", "_required", "_from_float", "_from_datetime_parsing"):
        stem = kind.removesuffix(ending)
        noun = _TYPES.get(stem)
        if stem != kind and noun:
            return _(noun)
    return ""


def sentence(details: Mapping[str, Any]) -> str:
    """The mistake in one sentence, in the current language."""
    kind, context = str(details["type"]), dict(details.get("ctx", {}))
    value = shown_value(details.get("input"))
    if kind in _OWN_WORDS and "error" in context:
        return str(context["error"])
    if kind in _SENTENCES:
        words = {
            name: _listed(word) if name in _LISTS else _plain(word)
            for name, word in context.items()
        }
        return _(_SENTENCES[kind]).format(**{**words, "value": value})
    noun = expected_type(details)
    if noun:
        return _("应为{types}，现在是 {value}").format(types=noun, value=value)
    return _("不符合要求：{detail}").format(detail=printable(details["msg"], 200))


def shown_value(value: object) -> str:
    """What was written, short: containers by their kind, the rest as text."""
    if isinstance(value, dict):
        return _("一个映射")
    if isinstance(value, list | tuple):
        return _("一个列表")
    if value is None:
        return _("空")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{printable(value, 40)}"'
    return printable(value, 40)


def _plain(word: object) -> str:
    """A bound as people write it."""
    if isinstance(word, float) and word.is_integer() and abs(word) < 1e15:
        return str(int(word))
    return printable(word, 300)


def _listed(word: object) -> str:
    """The values that pydantic lists (`'a', 'b' or 15`), as `a, b, 15`: no quotes, no English."""
    found = [
        next((text for text in match.groups() if text is not None), match[0])
        for match in _LISTED.finditer(str(word))
        if match[0] != "or"
    ]
    return printable(", ".join(found), 300)
