"""The settings of a workspace as typed values, each table of `authoring.toml` with its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from authoring.model.people import Person

if TYPE_CHECKING:
    from decimal import Decimal
    from zoneinfo import ZoneInfo

CHANNEL: Final = "blog"
TIMEZONE: Final = "Europe/Paris"
SCOPES: Final = ("facts", "quotes", "names", "pictures", "privacy")
FORMAT: Final = 2  # of the workspaces that this version writes
ACCEPTED_ONE_BY_ONE: Final = ("sources", "translation")


class SiteSettings(NamedTuple):
    """What readers see around the posts. `responsible` is the id of who holds editorial responsibility."""

    title: str = "Blog"
    url: str = ""
    description: str = ""
    contact: str = ""
    responsible: str = ""


class ModelSettings(NamedTuple):
    """Which model writes, where it runs and how hard it is asked.

    `use` is `local`, `local:PATH.gguf` or `provider:model`; `prompts` names another model for one prompt. `where` is
    `here` only where the user declares that their server at `base_url` is on this machine: see
    `authoring.llm.catalogue`. `timeout` is in seconds, per answer.
    """

    use: str = "openai:gpt-5-mini"
    base_url: str = ""
    where: Literal["here", "elsewhere"] = "elsewhere"
    concurrency: int = 4
    timeout: int = 120
    retries: int = 4
    prompts: Mapping[str, str] = {}

    def for_prompt(self, prompt: str) -> str:
        """The model that answers this prompt."""
        return self.prompts.get(prompt, self.use)


class Style(NamedTuple):
    """The house style that reaches every prompt, and the words that a check looks for."""

    voice: str = ""
    person: str = ""
    use: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


class Money(NamedTuple):
    """An amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Budget(NamedTuple):
    """Limits that stop a draft before the call that would break them; None means no limit."""

    tokens_per_draft: int | None = None
    tokens_per_month: int | None = None
    money_per_draft: Money | None = None
    money_per_month: Money | None = None


class ReviewRules(NamedTuple):
    """What an approval takes: how many of them, what each must say was examined, and the warnings to accept by name.

    `scope` holds words of `SCOPES`; `accept` the names of checks.
    """

    quorum: int = 1
    scope: tuple[str, ...] = ()
    accept: tuple[str, ...] = ACCEPTED_ONE_BY_ONE


class Privacy(NamedTuple):
    """What may leave the machine: names that look like somebody's, such as the workspace's own, and `pictures`."""

    keep: tuple[str, ...] = ()
    pictures: bool = False


class DisclosureSettings(NamedTuple):
    """How readers are told of a model's part. `wording` holds the organisation's own sentence by language.

    `allow_autonomous` lets out a text by a model that no person has approved.
    """

    allow_autonomous: bool = False
    wording: Mapping[str, str] = {}


class TargetSettings(NamedTuple):
    """One place that posts go to: `kind` names the exporter, `options` is for the exporter to read.

    `channel` is what consents speak of: words may only go where their person let them.
    """

    name: str
    kind: str
    folder: str = ""
    options: Mapping[str, Any] = {}
    channel: str = CHANNEL


class Settings(NamedTuple):
    """All of `authoring.toml`. Folders named in it are relative to `base`; `label` names the file to people.

    `format` is that of the workspace: a program that knows only older ones may not write. `store` names where the
    documents are kept, such as `postgresql://…`; empty for the folder that the file lies in.
    """

    base: Path
    label: str = "authoring.toml"
    format: int = 1
    store: str = ""
    lang: str = "fr"
    timezone: str = TIMEZONE
    site: SiteSettings = SiteSettings()
    model: ModelSettings = ModelSettings()
    people: Mapping[str, Person] = {}
    review: ReviewRules = ReviewRules()
    style: Style = Style()
    budget: Budget = Budget()
    targets: Mapping[str, TargetSettings] = {}
    privacy: Privacy = Privacy()
    disclosure: DisclosureSettings = DisclosureSettings()

    @property
    def quorum(self) -> int:
        """How many people must approve the same text."""
        return self.review.quorum

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which people read dates."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.timezone)
