"""Whose model a name means: the provider before the colon, its package, and the variable that holds its key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from authoring.errors import ServiceRefused
from authoring.text.i18n import _

THINKING: Final = 8_000
_THINKS: Final = re.compile(r"(?:gpt-5|o\d)(?![\w.]*-chat)")


@dataclass(frozen=True)
class Provider:
    """A provider as LangChain names it. `keys` are the variables, any one of which may hold the key."""

    name: str
    module: str
    keys: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        """What to `pip install`."""
        return self.module.replace("_", "-")


PROVIDERS: Final[Mapping[str, Provider]] = {
    provider.name: provider
    for provider in (
        Provider("anthropic", "langchain_anthropic", ("ANTHROPIC_API_KEY",)),
        Provider("azure_ai", "langchain_azure_ai"),
        Provider("azure_openai", "langchain_openai", ("AZURE_OPENAI_API_KEY",)),
        Provider("baseten", "langchain_baseten", ("BASETEN_API_KEY",)),
        Provider("bedrock", "langchain_aws"),
        Provider("bedrock_converse", "langchain_aws"),
        Provider("cohere", "langchain_cohere", ("COHERE_API_KEY",)),
        Provider("deepseek", "langchain_deepseek", ("DEEPSEEK_API_KEY",)),
        Provider("fireworks", "langchain_fireworks", ("FIREWORKS_API_KEY",)),
        Provider("google_genai", "langchain_google_genai", ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
        Provider("google_vertexai", "langchain_google_vertexai"),
        Provider("groq", "langchain_groq", ("GROQ_API_KEY",)),
        Provider("huggingface", "langchain_huggingface", ("HUGGINGFACEHUB_API_TOKEN", "HF_TOKEN")),
        Provider("ibm", "langchain_ibm", ("WATSONX_APIKEY", "WATSONX_API_KEY")),
        Provider("mistralai", "langchain_mistralai", ("MISTRAL_API_KEY",)),
        Provider("nvidia", "langchain_nvidia_ai_endpoints", ("NVIDIA_API_KEY",)),
        Provider("ollama", "langchain_ollama"),
        Provider("openai", "langchain_openai", ("OPENAI_API_KEY",)),
        Provider("openrouter", "langchain_openrouter", ("OPENROUTER_API_KEY",)),
        Provider("perplexity", "langchain_perplexity", ("PPLX_API_KEY", "PERPLEXITY_API_KEY")),
        Provider("together", "langchain_together", ("TOGETHER_API_KEY",)),
        Provider("upstage", "langchain_upstage", ("UPSTAGE_API_KEY",)),
        Provider("xai", "langchain_xai", ("XAI_API_KEY",)),
    )
}


@dataclass(frozen=True)
class Address:
    """Where a model's requests go: its provider, its name there, the server and the key.

    `key_variable` is the variable that the key was looked for in, for messages; `base_url` is empty for a provider's
    own server. The key is left out of the printed form.
    """

    provider: Provider
    name: str
    base_url: str = ""
    key_variable: str = ""

    @property
    def server(self) -> str:
        """The server as people know it: host and port, without a user, a password or a path; else the provider."""
        parts = urlsplit(self.base_url)
        host = parts.hostname or self.provider.name
        return f"{host}:{parts.port}" if parts.port else host


def address(model: str, *, base_url: str, base_url_provider: str, environment: Mapping[str, str]) -> Address:
    """Where the requests of `provider:model` go. `base_url` is for one provider only.

    Raises `ServiceRefused` for a name without a provider, and for one that nobody knows.
    """
    provider, name = split(model)
    server = base_url if base_url_provider == provider.name else ""
    if provider.name == "openai":
        server = server or environment.get("OPENAI_BASE_URL") or environment.get("OPENAI_API_BASE") or _OPENAI
    variables = [variable for variable in provider.keys if environment.get(variable)]
    return Address(provider, name, server, (variables or list(provider.keys) or [""])[0])


def split(model: str) -> tuple[Provider, str]:
    """The provider and its own name of `provider:model`. Raises `ServiceRefused` when it is not such a name."""
    before, colon, name = model.partition(":")
    if not colon or not name or before not in PROVIDERS:
        raise ServiceRefused(
            _("“{model}” does not name a model that can be reached.").format(model=model),
            _(
                "Write `local`, `local:PATH.gguf` or provider:model, for example openai:gpt-5-mini; a server of your "
                "own is openai:{model} with its base_url. The providers are: {names}."
            ).format(model=model, names=", ".join(PROVIDERS)),
        )
    return PROVIDERS[before], name


def thinking_tokens(model: str) -> int:
    """The tokens that a model may use up before it begins to write.

    Models that think before they answer (OpenAI's gpt-5 and o series) count their thinking as part of the answer;
    without room for it, nothing would be left for the text.
    """
    provider, _colon, name = model.partition(":")
    thinks = provider in ("openai", "azure_openai") and _THINKS.match(name)
    return THINKING if thinks else 0


def has_key(place: Address, environment: Mapping[str, str]) -> bool:
    """Whether nothing is known to be missing: a key is there, or none is needed."""
    if not place.provider.keys or (place.base_url and place.base_url != _OPENAI):
        return True
    return bool(environment.get(place.key_variable))


_OPENAI: Final = "https://api.openai.com/v1"
