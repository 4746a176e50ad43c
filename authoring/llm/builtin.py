"""The back-ends that there are: the program's own, registered in the same form as plug-ins, then plug-ins by name."""

from __future__ import annotations

from typing import Final

from authoring.llm.providers import PROVIDERS

GROUP: Final = "authoring.models"
LANGCHAIN: Final = "authoring.llm.langchain:LangChainBackend"
BUILT_IN: Final = (
    ("local", "authoring.llm.local:LocalBackend"),
    ("fake", "authoring.llm.fake:FakeBackend"),
    *((provider, LANGCHAIN) for provider in PROVIDERS),
)
