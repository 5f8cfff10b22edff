"""Words that name nothing, beside a value or an asking word (D4)."""

from __future__ import annotations

import re

# What may stand beside the asking word of a question that names nothing.
FILLER = {
    "zh": re.compile(
        r"大[概约]|差不多|到底|究竟|具体|一般|最[快慢晚迟]|预计|还|再|要|得|需要?|等|能|会|才|可以|是|到|有|给|我|你们?|您|那|这|它|个"
        r"|呢|啊|呀|吗|嘛|么|吧|了|哦|的|来着|亲|请问|问下|啦|一共|总共|左右|之?[前后内]"
    ),
    "en": re.compile(
        r"\b(?:so|and|ok|okay|but|then|exactly|about|roughly|will|would|do|does|did|is|it|i|you"
        r"|be|that|have to|wait|take|need|till|until|by|from|now|please|the|there|get|here|me"
        r"|again|longer|more|actually|can|for|usually|at|latest|to)\b|[^\w\s]"
    ),
}
