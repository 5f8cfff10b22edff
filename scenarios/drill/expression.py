"""Small expressions over a drill's variables: `paid_fen - now_fen`, `days > 7` (D2)."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sops.language import _
from sops.problem import printable

MAX_LENGTH = 200

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv, ast.Div: operator.truediv, ast.Mod: operator.mod,
}  # fmt: skip
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt,
    ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip


class ExpressionError(ValueError):
    """An expression that cannot be read or worked out; its text is for the author."""


def days_between(earlier: datetime, later: datetime) -> int:
    """Whole days from one moment to another."""
    return (later - earlier).days


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min, "max": max, "round": round, "abs": abs, "days_between": days_between,
}  # fmt: skip


def evaluate(text: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression; `ExpressionError` where it has none.

    Numbers, texts in quotes, variables, `+ - * / // %`, comparisons, `and or not`,
    `a if b else c`, and min, max, round, abs, days_between.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(_("算式太长"))
    try:
        tree = ast.parse(text, mode="eval")
        return _value(tree.body, names)
    except ExpressionError:
        raise
    except (SyntaxError, TypeError, ValueError, ZeroDivisionError, RecursionError) as error:
        message = _("算式 {text} 算不出来：{reason}")
        raise ExpressionError(
            message.format(text=printable(text), reason=printable(error))
        ) from None


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            if name not in names:
                raise ExpressionError(_("没有叫 {name} 的变量").format(name=printable(name)))
            return names[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left, names), _value(right, names))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, names)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, names)
        case ast.BoolOp(op=op, values=values):
            found = (bool(_value(each, names)) for each in values)
            return all(found) if isinstance(op, ast.And) else any(found)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
            return _COMPARE[type(op)](_value(left, names), _value(right, names))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, names) else orelse, names)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*(_value(each, names) for each in args))
    raise ExpressionError(_("算式里不能这样写：{text}").format(text=printable(ast.unparse(node))))
