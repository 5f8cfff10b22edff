"""YAML that does not parse, told in our own words at the place where the parser gave up."""

from __future__ import annotations

from typing import Any

from sops.language import N_, _
from sops.problem import Problems, printable
from sops.source_file import refusal
from sops.yaml_tree import Tree

# Looked for in the parser's own sentence, in this order.
_REASONS = (
    (r"'\t'", N_("这里有制表符（Tab）；YAML 的缩进只能用空格")),
    (
        "mapping values are not allowed",
        N_("这里不能再出现“键: 值”；检查缩进，或给含冒号的文字加引号"),
    ),
    ("could not find expected ':'", N_("这个键后面缺少冒号")),
    ("expected <block end>", N_("缩进对不上：这一行与上面的内容不在同一级")),
    ("expected ',' or ']'", N_("列表 [ … ] 里缺少逗号或右方括号")),
    ("expected ',' or '}'", N_("映射 { … } 里缺少逗号或右花括号")),
    ("while scanning a quoted scalar", N_("引号没有闭合，或引号里有不认识的转义")),
    ("while scanning a double-quoted scalar", N_("双引号里有不认识的转义")),
    ("that cannot start any token", N_("这个字符不能用在开头；请给这段文字加引号")),
    ("undefined tag handle", N_("不支持 YAML 标签")),
    ("expected the node content", N_("这里缺少内容")),
    ("incompatible YAML document", N_("只支持 YAML 1.2")),
    ("did not find expected <document start>", N_("这里应该开始一份文档；检查前面是否多了内容")),
    ("while scanning an alias", N_("别名写得不对")),
    ("while scanning an anchor", N_("锚点写得不对")),
)


def parse(text: str, file: str) -> Tree:
    """The tree of the only document in `text`; `Problems` where it cannot be read."""
    # Imported here: reading YAML costs 0.1 s of start-up, and `--help` reads none.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    tree = Tree(YAML(typ="rt", pure=True).parse(text), file)
    try:
        tree.build()
    except MarkedYAMLError as error:
        raise _syntax_problem(error, file, tree) from None
    except (YAMLError, ValueError, RecursionError, StopIteration) as error:
        raise refusal(file, _generic(error)) from None
    return tree


def _syntax_problem(error: Any, file: str, tree: Tree) -> Problems:
    sentence = " ".join(filter(None, (error.context, error.problem)))
    mark = error.problem_mark or error.context_mark
    message = next((_(reason) for cue, reason in _REASONS if cue in sentence), "")
    if not message:
        message = _generic(error.problem or error)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    found = refusal(file, message, *place)
    return Problems([*tree.problems, *found.problems])


def _generic(error: object) -> str:
    return _("YAML 语法错误：{detail}").format(detail=printable(error))
