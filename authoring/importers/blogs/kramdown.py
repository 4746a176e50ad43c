"""Jekyll's own reader, kramdown, where this machine has it: a program beside ours that turns Markdown into HTML.

kramdown is no CommonMark (tables without a rule, quotes by rules of its own), so nothing else reads a post the way its
readers saw it. Only kramdown runs: no Jekyll, no plug-in, no template and no setting of the site but plain switches.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Self

from authoring.text.encodable import encodable

_LONGEST: Final = 10.0  # seconds for one post; the reader is ended after that, and the other one reads the post
_MOST_STARTS: Final = 4  # of a reader, for posts that it does not come to the end of
_SWITCHES: Final = frozenset(
    "input hard_wrap gfm_quirks gfm_emojis smart_quotes typographic_symbols entity_output footnote_nr "
    "parse_block_html parse_span_html html_to_native auto_ids toc_levels link_defs footnote_backlink".split()
)
_AS_JEKYLL: Final = {
    "input": "GFM", "hard_wrap": False, "auto_ids": True, "toc_levels": "1..6", "entity_output": "as_char",
    "smart_quotes": "lsquo,rsquo,ldquo,rdquo", "footnote_nr": 1, "syntax_highlighter": None,
}  # fmt: skip
# before 2.3.1 a document could choose classes that kramdown then made
_SCRIPT: Final = """
require "json"
begin
  require "kramdown"
  require "kramdown-parser-gfm"
rescue LoadError
  exit 3
end
exit 3 if Gem::Version.new(Kramdown::VERSION) < Gem::Version.new("2.3.1")
options = JSON.parse(ARGV.fetch(0)).transform_keys(&:to_sym)
longest = ARGV.fetch(1).to_f

# the system ends a reader that takes too long for a post, also when nobody is left to wait for it
def bound(longest)
  used = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
  Process.setrlimit(:CPU, (used + longest).ceil, Process.getrlimit(:CPU).last)
rescue NotImplementedError, Errno::EPERM, Errno::EINVAL
  nil
end
$stdout.sync = true
puts "ready"
$stdin.each_line do |line|
  bound(longest)
  begin
    puts JSON.generate(Kramdown::Document.new(JSON.parse(line), options).to_html)
  rescue StandardError
    puts "null"
  end
end
"""


class Kramdown:
    """One kramdown for all posts of a blog; `site` is Jekyll's settings. Leaving the `with` ends it."""

    def __init__(self, site: Mapping[str, Any]) -> None:
        self._options = _options(site)
        self._starts = 1
        self._process = _started(self._options) if _is_chosen(site) else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end()

    def html(self, text: str) -> str | None:
        """A post as HTML; None where kramdown is not here, or gave up on this text."""
        if self._process is None:
            return None
        answer = self._ask(json.dumps(text))
        return encodable(str(json.loads(answer))) if answer not in ("", "null") else None

    def _ask(self, line: str) -> str:
        process = self._process
        assert process is not None
        watch = threading.Timer(_LONGEST, process.kill)
        watch.start()
        try:
            answer = _exchanged(process, line)
        finally:
            watch.cancel()
        if not answer:
            self._end()
            if self._starts < _MOST_STARTS:
                self._starts += 1
                self._process = _started(self._options)
        return answer

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _exchanged(process: subprocess.Popen[str], line: str) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        return process.stdout.readline().strip()
    except OSError:
        return ""


def _started(options: Mapping[str, Any]) -> subprocess.Popen[str] | None:
    """kramdown, ready to read; None on a machine without it."""
    ruby = shutil.which("ruby")
    if ruby is None:
        return None
    environment = {key: value for key, value in os.environ.items() if key not in ("RUBYOPT", "RUBYLIB")}
    process = subprocess.Popen(  # noqa: S603  a program of this machine, run with a script of ours
        [ruby, "-Eutf-8:utf-8", "-e", _SCRIPT, json.dumps(options), str(_LONGEST)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, encoding="utf-8", cwd="/", env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    if process.stdout.readline().strip() == "ready":
        return process
    process.communicate()
    return None


def _is_chosen(site: Mapping[str, Any]) -> bool:
    return str(site.get("markdown") or "kramdown").lower() == "kramdown"


def _options(site: Mapping[str, Any]) -> dict[str, Any]:
    """Jekyll's own choices, and of the site's only switches that name no code."""
    own = site.get("kramdown")
    options = own if isinstance(own, dict) else {}
    plain = {key: value for key, value in options.items() if key in _SWITCHES and isinstance(value, str | int | bool)}
    return {**_AS_JEKYLL, **plain}
