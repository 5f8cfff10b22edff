"""Why a file could not be used, in the reader's language."""

from __future__ import annotations

import errno
import os

from sops.language import _
from sops.problem import printable


def cause_text(error: OSError) -> str:
    """The cause alone."""
    known = {
        errno.ENOENT: _("找不到这个文件或文件夹"),
        errno.EACCES: _("没有权限"),
        errno.EISDIR: _("这是一个文件夹，应写文件名"),
        errno.EEXIST: _("这是一个文件，应写文件夹的名字，没有就新建"),
        errno.ENOTDIR: _("路径中间有一节不是文件夹"),
        errno.ENOSPC: _("磁盘满了"),
        errno.EROFS: _("这里只能读，不能写"),
    }
    return known.get(error.errno or 0) or printable(error.strerror or type(error).__name__)


def problem_text(error: OSError) -> str:
    """The file and the cause."""
    if error.filename is None:
        return cause_text(error)
    return f"{printable(os.fspath(error.filename), 400)}  {cause_text(error)}"
