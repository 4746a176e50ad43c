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
# Of the workspaces that this version writes. 2: the index lies outside the workspace. 3: revisions and approvals lie in
# folders named by whole hashes, and submissions state the format of their content hash and how the text was written.
FORMAT: Final = 3
ACCEPTED_ONE_BY_ONE: Final = ("sources", "translation")


class SiteSettings(NamedTuple):
    """The values that readers see around the posts. `responsible` is the id of the person responsible for them."""

    title: str = "Blog"
    url: str = ""
    description: str = ""
    contact: str = ""
    responsible: str = ""


class ModelSettings(NamedTuple):
    """The model that writes, where it runs, and the limits of requests.

    `use` is `local`, `local:PATH.gguf` or `provider:model`; `prompts` names another model for one prompt. `where` is
    `here` only when the user declares that their server at `base_url` is on this machine: see
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
    """The house style, which is part of every prompt, and the words that a check looks for."""

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
    """Limits that stop a draft before a call would exceed them; None means no limit."""

    tokens_per_draft: int | None = None
    tokens_per_month: int | None = None
    money_per_draft: Money | None = None
    money_per_month: Money | None = None


class Drafting(NamedTuple):
    """How hard the program works for a draft before anybody reads it; None leaves it to the kind of model.

    `candidates` is how many answers for one part are compared, `rounds` how many times what an answer lacks is asked
    for again.
    """

    candidates: int | None = None
    rounds: int | None = None


class ReviewRules(NamedTuple):
    """The rules of approvals: how many are needed, the aspects to examine, and the warnings to accept by name.

    `scope` has words of `SCOPES`, `accept` the names of checks.
    """

    quorum: int = 1
    scope: tuple[str, ...] = ()
    accept: tuple[str, ...] = ACCEPTED_ONE_BY_ONE


class Privacy(NamedTuple):
    """Names that may leave the machine although they look like a person's, and whether pictures may."""

    keep: tuple[str, ...] = ()
    pictures: bool = False


class DisclosureSettings(NamedTuple):
    """How posts disclose a model's part. `wording` has the organisation's own sentence by language.

    `allow_autonomous` permits publishing a model's text that no person has approved.
    """

    allow_autonomous: bool = False
    wording: Mapping[str, str] = {}


class TargetSettings(NamedTuple):
    """One target of posts: `kind` names the exporter, which reads the `options`.

    `channel` is the word for it in consents: a person's words may go only to the channels that they allowed.
    """

    name: str
    kind: str
    folder: str = ""
    options: Mapping[str, Any] = {}
    channel: str = CHANNEL


class Settings(NamedTuple):
    """All of `authoring.toml`. Folders named in it are relative to `base`; `label` is the file's place in messages.

    `format` is that of the workspace: a program that knows only older ones may not write. `store` is the address of the
    documents, such as `postgresql://…`; empty for the folder of the file.
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
    drafting: Drafting = Drafting()
    targets: Mapping[str, TargetSettings] = {}
    privacy: Privacy = Privacy()
    disclosure: DisclosureSettings = DisclosureSettings()

    @property
    def quorum(self) -> int:
        """The number of people who must approve the same text."""
        return self.review.quorum

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of dates in messages."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.timezone)
