"""The text of a new drill: a draft that loads, with what is to be filled in marked (D2)."""

from __future__ import annotations

from sops.library_folder import checked_name
from sops.sop.sop import Sop

TEMPLATE = """\
# 草稿：把每个“填：”换成真的内容，再用 shapan drill check、shapan drill bots 检查。
id: {name}
version: 1
status: draft
sop: {sop}
title: {{zh: "填：题目"}}
brief: {{zh: "填：给学员看的题面，不透露答案"}}
level: 1
channel: chat
platform: taobao
now: "2026-11-12T10:00"
variations:
  order: {{digits: 12, prefix: "2"}}
  name: {{choices: [{{zh: 李女士}}, {{zh: 王先生}}]}}
facts:
{facts}
customer:
  name: {{zh: "{{name}}"}}
  persona: anxious-gift-buyer
  emotion: -1
  opening:
    say: {{zh: "填：顾客的第一句话"}}
    moment: {{feeling: anxious, about: {{zh: ["填"]}}}}
  beats:
    - id: second-moment
      when: {{replies: 2}}
      say: {{zh: "填：第二个共情时刻"}}
      moment: {{feeling: worried, about: {{zh: ["填"]}}}}
  ending:
    content: {{zh: "填：满意时的最后一句"}}
    discontent: {{zh: "填：解决了但不满意"}}
    unsolved: {{zh: "填：没解决"}}
office:
  account: {{id: u1, name: "{{name}}", phone: "13800000000"}}
  protected: ["13800000000"]
  tables:
    orders:
      - id: "{{order}}"
        status: paid
        paid_fen: 9900
        items: [{{sku: A-1, title: 填, quantity: 1, price_fen: 9900}}]
accepted:
  - name: done
    title: {{zh: "填：办成了什么，给学员和组长看"}}
    expect: []
solution:
  reference:
    turns:
      - warm: {{zh: "填：先接住情绪。"}}
        say: {{zh: "填：再办事"}}
"""

_DEFAULTS = {
    "bool": "true", "amount": "9900", "duration": "86400", "date": "\"'2026-11-13'\"",
    "number": "1", "text": "\"'填'\"",
}  # fmt: skip


def draft(name: str, sop: Sop) -> str:
    """The draft's text; `Problems` for a name that cannot be one."""
    checked_name(name)
    facts = []
    for fact in sop.facts:
        value = _DEFAULTS.get(fact.type) or f"\"'{next(iter(fact.choices))}'\""
        facts.append(f"  {fact.id}: {value}  # {fact.title.zh}")
    return TEMPLATE.format(name=name, sop=sop.id, facts="\n".join(facts))
