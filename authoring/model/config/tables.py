"""Reads each table of `authoring.toml`; mistakes are noted in the fields, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal, cast

from authoring.model.config.settings import (
    ACCEPTED_ONE_BY_ONE,
    CHANNEL,
    SCOPES,
    TIMEZONE,
    Budget,
    DisclosureSettings,
    Drafting,
    ModelSettings,
    Money,
    Privacy,
    ReviewRules,
    SiteSettings,
    Style,
    TargetSettings,
)
from authoring.model.fields import Fields
from authoring.model.people import ActorKind, Person, RoleName
from authoring.model.web_addresses import site_address
from authoring.text.i18n import LANGUAGES, _

ROLES: Final[tuple[RoleName, ...]] = ("author", "reviewer", "editor", "admin")
_SIGNER: Final = re.compile(r"[\w.@+-]+", re.ASCII)


def first(stated: str | None, otherwise: str) -> str:
    """The environment's value, else the file's; both are read, so that both are checked."""
    return stated or otherwise


def timezone_of(fields: Fields) -> str:
    """The time zone; the default after noting a mistake."""
    name = fields.text("timezone", TIMEZONE)
    if name == TIMEZONE:  # `tzdata`, which is installed with the program, has it
        return name
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        fields.note(
            _("“{name}” is not a time zone.").format(name=name),
            _('Write a region and a city: timezone = "Europe/Paris"'),
            "timezone",
        )
        return TIMEZONE
    return name


def site_of(fields: Fields) -> SiteSettings:
    """The values that readers see around the posts: `[site]`."""
    site = SiteSettings(
        title=fields.text("title", "Blog"),
        url=fields.text("url").rstrip("/"),
        description=fields.text("description"),
        contact=fields.text("contact"),
        responsible=fields.text("responsible"),
    )
    if site.url and site_address(site.url) is None:
        fields.note(
            _("`site.url` is “{url}”, which is not a web address.").format(url=site.url)
            if "@" not in site.url
            else _("`site.url` is not a web address: a name or a password does not belong in it."),
            _('Write it whole: url = "https://blog.example.org"'),
            "url",
        )
    fields.refuse_rest(["title", "url", "description", "contact", "responsible"])
    return site


def model_of(fields: Fields, environment: Mapping[str, str]) -> ModelSettings:
    """The model that writes: `[model]`; the environment wins."""
    prompts = fields.below("prompts")
    model = ModelSettings(
        use=first(environment.get("AUTHORING_MODEL"), fields.text("use", "openai:gpt-5-mini")),
        base_url=first(environment.get("AUTHORING_BASE_URL"), fields.text("base_url")),
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
    if "@" in model.base_url.partition("://")[2].partition("/")[0]:
        fields.note(
            _("`model.base_url` holds a name or a password, and an address is shown in messages and records."),
            _("Remove what stands before the @, and set the key in your environment, for example OPENAI_API_KEY."),
            "base_url",
        )
    fields.refuse_rest(["use", "base_url", "where", "concurrency", "timeout", "retries", "prompts"])
    return model


def people_of(fields: Fields) -> dict[str, Person]:
    """All people and agents, by their id: `[people]`."""
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
        former = entry.texts("former_ssh_keys")
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
            former_ssh_keys=tuple(_keys(entry, "former_ssh_keys", former)),
            key_ends=tuple(_key_ends(entry, former)),
        )
        keys = ["ssh_key", "ssh_key_since", "ssh_key_until", "former_ssh_keys"]
        entry.refuse_rest(["name", "email", "phone", "aliases", "roles", "kind", *keys])
    return people


def _key_ends(entry: Fields, former: Sequence[str]) -> Iterator[tuple[str, date]]:
    """The last day of each key that has one: `ssh_key_until`, and `until 2026-03-01` after a former key."""
    last = entry.day("ssh_key_until")
    if not last and not former:
        return
    from authoring.model import ssh_keys

    stated = [
        (entry.text("ssh_key"), last),
        *((line, ssh_keys.last_day(line)) for line in former),
    ]
    for line, day in stated:
        key = ssh_keys.public_key(line) if line else ""
        if key and day:
            yield key, day


def _keys(entry: Fields, name: str, stated: Iterable[str]) -> Iterator[str]:
    """The valid public keys; a mistake is noted for every other value."""
    lines = [text for text in stated if text]
    if not lines:
        return
    from authoring.model import ssh_keys

    if not _SIGNER.fullmatch(entry_id := entry.name):
        entry.note(
            _("The id “{id}” cannot stand beside a key.").format(id=entry_id),
            _("Take letters, figures, dots and hyphens alone, since ssh-keygen reads other characters as patterns."),
            name,
        )
    for text in lines:
        key = ssh_keys.public_key(text)
        if key:
            yield key
        else:
            entry.note(
                _("This is not a public SSH key."),
                _("Copy the line of your .pub file, which begins with ssh-ed25519 or the like; never a private key."),
                name,
            )


def review_of(fields: Fields) -> ReviewRules:
    """The rules of approvals: `[review]`."""
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


def style_of(fields: Fields) -> Style:
    """The house style: `[style]`."""
    style = Style(fields.text("voice"), fields.text("person"), fields.texts("use"), fields.texts("avoid"))
    fields.refuse_rest(["voice", "person", "use", "avoid"])
    return style


def budget_of(fields: Fields) -> Budget:
    """The limits of the cost of models: `[budget]`."""
    budget = Budget(
        tokens_per_draft=fields.number("tokens_per_draft", 0) or None,
        tokens_per_month=fields.number("tokens_per_month", 0) or None,
        money_per_draft=_money(fields, "money_per_draft"),
        money_per_month=_money(fields, "money_per_month"),
    )
    fields.refuse_rest(["tokens_per_draft", "tokens_per_month", "money_per_draft", "money_per_month"])
    return budget


def drafting_of(fields: Fields) -> Drafting:
    """How hard the program works for a draft: `[drafting]`."""
    drafting = Drafting(
        candidates=fields.number("candidates", 1, minimum=1) if fields.has("candidates") else None,
        rounds=fields.number("rounds", 0) if fields.has("rounds") else None,
    )
    fields.refuse_rest(["candidates", "rounds"])
    return drafting


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


def targets_of(fields: Fields) -> dict[str, TargetSettings]:
    """The targets of posts, by their name: `[targets]`."""
    targets = {}
    for name in fields.names():
        entry = fields.below(name)
        kind = entry.text("kind", name, required=True)
        folder = entry.text("folder")
        if "\x00" in folder:
            entry.note(
                _("`folder` holds the character 0, which no folder can have."),
                _("Write it again without that character."),
                "folder",
            )
        channel = entry.text("channel", CHANNEL)
        targets[name] = TargetSettings(name, kind, folder, entry.rest(), channel)
    return targets


def privacy_of(fields: Fields) -> Privacy:
    """What may leave the machine: `[privacy]`."""
    privacy = Privacy(keep=fields.texts("keep"), pictures=fields.flag("pictures"))
    fields.refuse_rest(["keep"])
    return privacy


def disclosure_of(fields: Fields) -> DisclosureSettings:
    """How posts disclose a model’s part: `[disclosure]`."""
    wording = fields.below("wording")
    settings = DisclosureSettings(
        allow_autonomous=fields.flag("allow_autonomous"),
        wording={lang: text for lang in LANGUAGES if (text := wording.text(lang))},
    )
    wording.refuse_rest(LANGUAGES)
    fields.refuse_rest(["allow_autonomous", "wording"])
    return settings
