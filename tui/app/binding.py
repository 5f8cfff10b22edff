"""Key bindings whose words follow the language: shown by the footer in the current one."""

from __future__ import annotations

from typing import Any

from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from sops.language import _


class WordedFooter(Footer):
    """A footer that translates the descriptions of bindings when it draws them."""

    def compose(self) -> Any:
        """The keys, worded."""
        for key in super().compose():
            if isinstance(key, FooterKey) and key.action.endswith("command_palette"):
                key.description = _("面板")
            elif isinstance(key, FooterKey) and key.description:
                key.description = _(key.description)
            yield key
