"""A draft of eight sections from a server on loopback that takes half a second, against the same calls in a script."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.corpus import workspace
from benchmarks.measuring import Command, Row, Scale, authoring, medians
from benchmarks.provider import Provider

SECTIONS: Final = 8
SETTINGS: Final = """
format = 3
lang = "en"

[model]
use = "openai:invented"
base_url = "{base_url}"
concurrency = 4

[people.agathe]
name = "Agathe"
roles = ["author"]
"""
# what a programmer would write: the prompts are those that the program sends, in the same number
BATCH: Final = """
import json, sys
from langchain_openai import ChatOpenAI
model = ChatOpenAI(model="invented", base_url=sys.argv[1], api_key="none", max_retries=0)
answers = model.batch(json.load(open(sys.argv[2])), config={"max_concurrency": 4})
open(sys.argv[3], "w").write("\\n\\n".join(answer.text for answer in answers))
"""
POOL: Final = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from openai import OpenAI
client = OpenAI(base_url=sys.argv[1], api_key="none", max_retries=0)
def ask(prompt):
    completion = client.chat.completions.create(model="invented", messages=[{"role": "user", "content": prompt}])
    return completion.choices[0].message.content
with ThreadPoolExecutor(4) as pool:
    answers = list(pool.map(ask, json.load(open(sys.argv[2]))))
open(sys.argv[3], "w").write("\\n\\n".join(answers))
"""
TEXT: Final = "The workshop opens its doors on Saturday, and the neighbours bring what is broken. " * 6


def measure(_scale: Scale = Scale(), *, runs: int = 7) -> list[Row]:  # noqa: B008  frozen
    """The whole command against both scripts, each a process of its own."""
    with TemporaryDirectory() as name, Provider(TEXT, seconds=0.5) as provider:
        folder = Path(name) / "workspace"
        workspace.write(folder, settings=SETTINGS.format(base_url=provider.base_url), outlines={"eight": _outline()})
        words, environment = ("draft", "eight", "--as", "agathe"), {"OPENAI_API_KEY": "none"}
        ours = authoring(
            *words, folder=folder, before=[lambda: workspace.forget_pieces(folder)], environment=environment
        )
        ours.seconds()
        (folder / "prompts.json").write_text(json.dumps(provider.prompts), encoding="utf-8")
        peers = [
            Command([sys.executable, "-c", script, provider.base_url, "prompts.json", "out.md"], folder)
            for script in (BATCH, POOL)
        ]
        t_ours, t_batch, t_pool = medians([ours, *peers], runs=runs)
        megabytes = ours.megabytes()
    work = f"draft of {SECTIONS} sections, {SECTIONS + 1} calls of 0.5 s, 4 at once"
    return [
        Row.compared(work, seconds=t_ours, peer="ChatOpenAI.batch", against=t_batch, limit=1.1),
        Row.compared(work, seconds=t_ours, peer="openai client and a thread pool", against=t_pool, limit=0),
        Row.memory(work, megabytes),
    ]


def _outline() -> str:
    front = "---\ntitle: Eight days at the workshop\nlang: en\nauthor: agathe\ndescription: Eight days.\n---\n"
    sections = "".join(
        f"\n## Part {number}\n\n- what the workshop does on day {number}\n" for number in range(SECTIONS)
    )
    return f"{front}\n- a week and a day\n{sections}"
