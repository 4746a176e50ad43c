"""`authoring.toml` as typed settings: defaults, then the file, then the environment, then a command's flags."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast
from zoneinfo import ZoneInfo

from authoring.errors import InputError, InvalidDocuments
from authoring.fields import Fields
from authoring.i18n import LANGUAGES, _
from authoring.people import ActorKind, Person, RoleName

if TYPE_CHECKING:
    from decimal import Decimal

FILE_NAME: Final = "authoring.toml"
CHANNEL: Final = "blog"
TABLES: Final = (
    *("lang", "timezone", "site", "model", "people", "review", "style", "budget", "targets"),
    *("privacy", "disclosure"),
)
SCOPES: Final = ("facts", "quotes", "names", "pictures", "privacy")
ACCEPTED_ONE_BY_ONE: Final = ("sources",)
_SIGNER: Final = re.compile(r"[\w.@+-]+", re.ASCII)
ROLES: Final[tuple[RoleName, ...]] = ("author", "reviewer", "editor", "admin")


@dataclass(frozen=True)
class SiteSettings:
    """What readers see around the posts. `responsible` is the id of who holds editorial responsibility."""

    title: str = "Blog"
    url: str = ""
    description: str = ""
    contact: str = ""
    responsible: str = ""


@dataclass(frozen=True)
class ModelSettings:
    """Which model writes, where it runs and how hard it is asked.

    `use` is `local`, `local:PATH.gguf` or LangChain's `provider:model`; `prompts` names another model for
    one prompt. `where` is `here` only for the built-in local model or when the user declares that their
    server is on this machine. `timeout` is in seconds, per answer.
    """

    use: str = "openai:gpt-5-mini"
    base_url: str = ""
    where: Literal["here", "elsewhere"] = "elsewhere"
    concurrency: int = 4
    timeout: int = 120
    retries: int = 4
    prompts: Mapping[str, str] = field(default_factory=dict)

    def for_prompt(self, prompt: str) -> str:
        """The model that answers this prompt."""
        return self.prompts.get(prompt, self.use)

    def is_here(self, model: str) -> bool:
        """Whether what is sent to `model` stays on this machine.

        `where = "here"` speaks of the server at `base_url` alone, which takes the place of one provider: the main
        model's, or OpenAI's when the main model needs none.
        """
        if is_in_process(model):
            return True
        owner = "openai" if is_in_process(self.use) else provider_of(self.use)
        return self.where == "here" and bool(self.base_url) and provider_of(model) == owner


def is_local(model: str) -> bool:
    """`local` and `local:PATH` run in this process's own server."""
    return model == "local" or model.startswith("local:")


def is_in_process(model: str) -> bool:
    """The local models, and the fake one that only pretends: no provider is asked."""
    return is_local(model) or model == "fake"


def provider_of(model: str) -> str:
    """The part of a model's name that says who answers."""
    return model.partition(":")[0]


@dataclass(frozen=True)
class Style:
    """The house style that reaches every prompt, and the words that a check looks for."""

    voice: str = ""
    person: str = ""
    use: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Money:
    """An amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@dataclass(frozen=True)
class Budget:
    """Limits that stop a draft before the call that would break them; None means no limit."""

    tokens_per_draft: int | None = None
    tokens_per_month: int | None = None
    money_per_draft: Money | None = None
    money_per_month: Money | None = None


@dataclass(frozen=True)
class ReviewRules:
    """What an approval takes: how many of them, what each must say was examined, and the warnings to accept by name.

    `scope` holds words of `SCOPES`; `accept` the names of checks.
    """

    quorum: int = 1
    scope: tuple[str, ...] = ()
    accept: tuple[str, ...] = ACCEPTED_ONE_BY_ONE


@dataclass(frozen=True)
class Privacy:
    """Names that may leave the machine though they look like somebody's, such as the workspace's own."""

    keep: tuple[str, ...] = ()


@dataclass(frozen=True)
class DisclosureSettings:
    """How readers are told of a model's part. `wording` holds the organisation's own sentence by language.

    `allow_autonomous` lets out a text by a model that no person has approved.
    """

    allow_autonomous: bool = False
    wording: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TargetSettings:
    """One place that posts go to: `kind` names the exporter, `options` is for the exporter to read.

    `channel` is what consents speak of: words may only go where their person let them.
    """

    name: str
    kind: str
    folder: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    channel: str = CHANNEL


@dataclass(frozen=True)
class Settings:
    """All of `authoring.toml`; `root` is the folder that it lies in."""

    root: Path
    lang: str = "fr"
    timezone: str = "Europe/Paris"
    site: SiteSettings = SiteSettings()
    model: ModelSettings = ModelSettings()
    people: Mapping[str, Person] = field(default_factory=dict)
    review: ReviewRules = ReviewRules()
    style: Style = Style()
    budget: Budget = Budget()
    targets: Mapping[str, TargetSettings] = field(default_factory=dict)
    privacy: Privacy = Privacy()
    disclosure: DisclosureSettings = DisclosureSettings()

    @property
    def quorum(self) -> int:
        """How many people must approve the same text."""
        return self.review.quorum

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which people read dates."""
        return ZoneInfo(self.timezone)


def find_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds an `authoring.toml`."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    return None


def load(root: Path, environment: Mapping[str, str]) -> Settings:
    """The workspace's settings. Raises `InvalidDocuments` with all mistakes and their lines.

    `AUTHORING_MODEL`, `AUTHORING_BASE_URL` and `AUTHORING_LANG` of the environment win over the file.
    """
    path = root / FILE_NAME
    text = _read(path)
    values = _parse(text, path)
    fields = Fields(values, path=path, locate=_Locator(text), sign=" = ")
    settings = Settings(
        root=root,
        lang=_first(environment.get("AUTHORING_LANG"), fields.choice("lang", LANGUAGES, "fr")),
        timezone=_timezone(fields),
        site=_site(fields.below("site")),
        model=_model(fields.below("model"), environment),
        people=_people(fields.below("people")),
        review=_review(fields.below("review")),
        style=_style(fields.below("style")),
        budget=_budget(fields.below("budget")),
        targets=_targets(fields.below("targets")),
        privacy=_privacy(fields.below("privacy")),
        disclosure=_disclosure(fields.below("disclosure")),
    )
    fields.refuse_rest(TABLES)
    _known_people(settings, fields)
    if fields.problems:
        raise InvalidDocuments(fields.problems)
    return settings


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(
            _("There is no authoring.toml here, so this folder is not a workspace."),
            _("Go into your workspace, or make one: authoring init FOLDER"),
            file=path,
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            _("The settings cannot be read: {reason}.").format(reason=error),
            _("Save the file as UTF-8 text and check its permissions."),
            file=path,
        ) from None


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise InputError(
            _("The settings are not valid TOML: {reason}.").format(reason=error),
            _("Texts stand between quotes, lists between square brackets, and each key on its own line."),
            file=path,
            line=int(line.group(1)) if line else text.count("\n") + 1,
        ) from None


class _Locator:
    """Finds the line of a TOML key: the table's header first, then the key below it."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def __call__(self, *keys: str | int) -> int:
        names = [str(key) for key in keys if not isinstance(key, int)]
        for depth in range(len(names), -1, -1):
            header = self._header(names[:depth])
            if header is None:
                continue
            if depth == len(names):
                return max(header, 1)
            for number in range(header, len(self._lines)):
                line = self._lines[number]
                if re.match(rf"\s*[\"']?{re.escape(names[depth])}[\"']?\s*[.=]", line):
                    return number + 1
                if number > header and line.lstrip().startswith("["):
                    break
            return max(header, 1)
        return 1

    def _header(self, names: list[str]) -> int | None:
        if not names:
            return 0
        wanted = re.compile(r"\s*\[\[?\s*" + r"\s*\.\s*".join(rf"[\"']?{re.escape(n)}[\"']?" for n in names) + r"\s*\]")
        return next((n + 1 for n, line in enumerate(self._lines) if wanted.match(line)), None)


def _first(stated: str | None, otherwise: str) -> str:
    """What the environment states, else what the file says: both are read, so that both are checked."""
    return stated or otherwise


def _timezone(fields: Fields) -> str:
    name = fields.text("timezone", "Europe/Paris")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        fields.note(
            _("“{name}” is not a time zone.").format(name=name),
            _('Write a region and a city: timezone = "Europe/Paris"'),
            "timezone",
        )
        return "Europe/Paris"
    return name


def _site(fields: Fields) -> SiteSettings:
    site = SiteSettings(
        title=fields.text("title", "Blog"),
        url=fields.text("url").rstrip("/"),
        description=fields.text("description"),
        contact=fields.text("contact"),
        responsible=fields.text("responsible"),
    )
    if site.url and not re.match(r"https?://[^\s/]+", site.url):
        fields.note(
            _("`site.url` is “{url}”, which is not a web address.").format(url=site.url),
            _('Write it whole: url = "https://blog.example.org"'),
            "url",
        )
    fields.refuse_rest(["title", "url", "description", "contact", "responsible"])
    return site


def _model(fields: Fields, environment: Mapping[str, str]) -> ModelSettings:
    prompts = fields.below("prompts")
    model = ModelSettings(
        use=_first(environment.get("AUTHORING_MODEL"), fields.text("use", "openai:gpt-5-mini")),
        base_url=_first(environment.get("AUTHORING_BASE_URL"), fields.text("base_url")),
        where=cast(Literal["here", "elsewhere"], fields.choice("where", ("here", "elsewhere"), "elsewhere")),
        concurrency=fields.number("concurrency", 4, minimum=1),
        timeout=fields.number("timeout", 120, minimum=1),
        retries=fields.number("retries", 4),
        prompts={name: prompts.text(name) for name in prompts.names()},
    )
    for key in ("api_key", "key", "token"):
        if key in fields.rest():
            fields.note(
                _("A key does not belong in this file, which others read."),
                _("Remove it, and set the provider's variable in your environment, for example OPENAI_API_KEY."),
                key,
            )
            fields.text(key)
    fields.refuse_rest(["use", "base_url", "where", "concurrency", "timeout", "retries", "prompts"])
    return model


def _people(fields: Fields) -> dict[str, Person]:
    people = {}
    for identity in fields.names():
        entry = fields.below(identity)
        roles = entry.texts("roles")
        for index, role in enumerate(roles):
            if role not in ROLES:
                entry.note(
                    _("“{role}” is not a role.").format(role=role),
                    _("Write one of: {words}.").format(words=", ".join(ROLES)),
                    "roles",
                    index,
                )
        people[identity] = Person(
            id=identity,
            name=entry.text("name", identity, required=True),
            email=entry.text("email"),
            roles=frozenset(role for role in ROLES if role in roles),
            kind=cast(ActorKind, entry.choice("kind", ("person", "agent"), "person")),
            phone=entry.text("phone"),
            aliases=entry.texts("aliases"),
            ssh_key=next(iter(_keys(entry, "ssh_key", [entry.text("ssh_key")])), ""),
            ssh_key_since=entry.day("ssh_key_since"),
            former_ssh_keys=tuple(_keys(entry, "former_ssh_keys", entry.texts("former_ssh_keys"))),
        )
        keys = ["ssh_key", "ssh_key_since", "former_ssh_keys"]
        entry.refuse_rest(["name", "email", "phone", "aliases", "roles", "kind", *keys])
    return people


def _keys(entry: Fields, name: str, stated: Iterable[str]) -> Iterator[str]:
    """The public keys among what is stated; the others are noted."""
    from authoring import signing

    if any(stated) and not _SIGNER.fullmatch(entry_id := entry.name):
        entry.note(
            _("The id “{id}” cannot stand beside a key.").format(id=entry_id),
            _("Take letters, figures, dots and hyphens alone, since ssh-keygen reads other characters as patterns."),
            name,
        )
    for text in filter(None, stated):
        key = signing.public_key(text)
        if key:
            yield key
        else:
            entry.note(
                _("This is not a public SSH key."),
                _("Copy the line of your .pub file, which begins with ssh-ed25519 or the like; never a private key."),
                name,
            )


def _review(fields: Fields) -> ReviewRules:
    rules = ReviewRules(
        quorum=fields.number("quorum", 1, minimum=1),
        scope=fields.texts("scope"),
        accept=fields.texts("accept") if fields.has("accept") else ACCEPTED_ONE_BY_ONE,
    )
    for index, aspect in enumerate(rules.scope):
        if aspect not in SCOPES:
            fields.note(
                _("“{scope}” is nothing that an approval can say was examined.").format(scope=aspect),
                _("Write one of: {words}.").format(words=", ".join(SCOPES)),
                "scope",
                index,
            )
    fields.refuse_rest(["quorum", "scope", "accept"])
    return rules


def _style(fields: Fields) -> Style:
    style = Style(fields.text("voice"), fields.text("person"), fields.texts("use"), fields.texts("avoid"))
    fields.refuse_rest(["voice", "person", "use", "avoid"])
    return style


def _budget(fields: Fields) -> Budget:
    budget = Budget(
        tokens_per_draft=fields.number("tokens_per_draft", 0) or None,
        tokens_per_month=fields.number("tokens_per_month", 0) or None,
        money_per_draft=_money(fields, "money_per_draft"),
        money_per_month=_money(fields, "money_per_month"),
    )
    fields.refuse_rest(["tokens_per_draft", "tokens_per_month", "money_per_draft", "money_per_month"])
    return budget


def _money(fields: Fields, key: str) -> Money | None:
    value = fields.text(key)
    if not value:
        return None
    from decimal import Decimal, InvalidOperation

    try:
        amount, currency = value.split()
        money = Money(Decimal(amount), currency)
        if money.amount.is_finite() and money.amount > 0 and re.fullmatch(r"[A-Z]{3}", currency):
            return money
    except (ValueError, InvalidOperation):
        pass
    fields.note(
        _("`budget.{key}` is “{value}”, which is not an amount of money.").format(key=key, value=value),
        _('Write an amount and a currency: {key} = "20 EUR"').format(key=key),
        key,
    )
    return None


def _targets(fields: Fields) -> dict[str, TargetSettings]:
    targets = {}
    for name in fields.names():
        entry = fields.below(name)
        kind = entry.text("kind", name, required=True)
        folder = entry.text("folder")
        channel = entry.text("channel", CHANNEL)
        targets[name] = TargetSettings(name, kind, folder, entry.rest(), channel)
    return targets


def _privacy(fields: Fields) -> Privacy:
    privacy = Privacy(keep=fields.texts("keep"))
    fields.refuse_rest(["keep"])
    return privacy


def _disclosure(fields: Fields) -> DisclosureSettings:
    wording = fields.below("wording")
    settings = DisclosureSettings(
        allow_autonomous=fields.flag("allow_autonomous"),
        wording={lang: text for lang in LANGUAGES if (text := wording.text(lang))},
    )
    wording.refuse_rest(LANGUAGES)
    fields.refuse_rest(["allow_autonomous", "wording"])
    return settings


def _known_people(settings: Settings, fields: Fields) -> None:
    responsible = settings.site.responsible
    if responsible and responsible not in settings.people:
        fields.note(
            _("`site.responsible` names “{id}”, who is not in [people].").format(id=responsible),
            _("Write the id of somebody in [people]: {ids}.").format(ids=", ".join(settings.people) or "—"),
            "site",
            "responsible",
        )
