"""Groups of commands with a default command."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click.core import Context


class WithUnnamed(TyperGroup):
    """A group in which arguments that do not begin with a command's name are for the command `unnamed`."""

    unnamed: ClassVar[str]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        is_named = not args or args[0] in self.commands or args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if is_named else [self.unnamed, *args])
