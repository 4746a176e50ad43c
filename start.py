#!/usr/bin/env python3
"""Set everything up in `.venv`, then do one job: `python3 start.py demo`, `python3 start.py test`, …

Needs Python 3.11 or newer and nothing else; the standard library only, in words that an older Python
still reads, so that it can say what is missing instead of failing on its grammar.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PEERS = VENV / "peers"
LOCK = ROOT / "requirements" / "dev.lock"
BENCH_LOCK = ROOT / "requirements" / "bench.lock"
STAMP = VENV / "installed"
LOCKED = ROOT / ".venv.lock"
LOG = VENV / "install.log"
OLDEST = (3, 11)
# the model's wheels once in pip's cache, once installed and once joined, and the rest
BYTES_NEEDED = 4_500_000_000
COVERAGE = ROOT / "build" / "coverage"
PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadgroup")
ALL_TESTS = ("-m", "", *PARALLEL)
# What the page of figures says the time of, and what coverage is measured of: no engine of these is a module of ours.
QUICK_TESTS = ("-m", "not server and not wordpress and not ghost and not local_model", *PARALLEL)
MEASURED_TESTS = ("-m", "not wordpress and not ghost and not local_model", *PARALLEL)
QUICK_RUN = ROOT / "build" / "quick.xml"
DEMO = ROOT / "demo"
DEMO_OUTLINE = "un-jardin-pour-apprendre"
GENERATED = ("cli_reference", "house", "state_diagram", "word_references", "translate")


class Failure(Exception):
    """What stopped us and what to do, in words for the person at the terminal."""


def main(arguments: list[str]) -> int:
    """Do the job that the command line names; the exit code."""
    use_new_python()
    chosen, more = parser().parse_known_args(arguments)
    try:
        return JOBS[chosen.job](more)
    except Failure as failure:
        say(f"start.py: {failure}")
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run the same command again to go on.")
        return 130


def parser() -> argparse.ArgumentParser:
    """The jobs, with a line on each."""
    jobs = "\n".join(f"  {name:<10}{(job.__doc__ or '').splitlines()[0]}" for name, job in JOBS.items())
    command_line = argparse.ArgumentParser(
        prog="start.py",
        description="Set everything up in .venv and do one job:\n\n" + jobs,
        epilog="What follows the job's name goes to the tool that does it: python3 start.py test -k review",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command_line.add_argument("job", choices=list(JOBS), metavar="JOB")
    return command_line


# --- the jobs -------------------------------------------------------------------------------------------------


def setup(_more: list[str]) -> int:
    """Install everything into .venv; the other jobs do it by themselves."""
    install()
    say("Ready. The program is .venv/bin/authoring")
    return 0


def demo(more: list[str]) -> int:
    """Draft the sample article with the model on this machine."""
    install()
    copy_sample()
    authoring = [str(BIN / "authoring"), "-C", str(DEMO)]
    say("Drafting the sample article with the model on this machine. It takes a few minutes; nothing leaves it.")
    environment = {**os.environ, "AUTHORING_USER": "agathe"}
    code = subprocess.call([*authoring, "draft", f"outlines/{DEMO_OUTLINE}.md", *more], env=environment)
    if code:
        return code
    subprocess.call([*authoring, "check", DEMO_OUTLINE], env=environment)
    draft = DEMO / "drafts" / DEMO_OUTLINE / "index.md"
    say(f"\nThe draft is here: {shown(draft)}")
    say("It is a first version by a small model: docs/tutorial.md (docs/fr/tutoriel.md) goes on from here.")
    return 0


def test(more: list[str]) -> int:
    """Run every test, those with servers and with the local model too."""
    install()
    return python("-m", "pytest", *ALL_TESTS, *more)


def quick(more: list[str]) -> int:
    """Run the tests that need no server and no model, in some minutes."""
    install()
    QUICK_RUN.parent.mkdir(exist_ok=True)
    return python("-m", "pytest", *QUICK_TESTS, f"--junitxml={QUICK_RUN}", *more)


def cover(more: list[str]) -> int:
    """Run the tests that need no WordPress, no Ghost and no model, and measure what they cover; all with -m ""."""
    install()
    shutil.rmtree(COVERAGE, ignore_errors=True)
    COVERAGE.mkdir(parents=True)
    report = f"--junitxml={COVERAGE / 'run.xml'}"
    measured = python("-m", "coverage", "run", "-m", "pytest", *MEASURED_TESTS, report, *more)
    return measured or python("scripts/test_figures.py")


def lint(_more: list[str]) -> int:
    """Format, lint, types, layers, generated pages: everything but the tests."""
    install()
    scripts = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("scripts/*.py"))
    steps = [
        ("ruff", "format", "--check", "."),
        ("ruff", "check", "."),
        ("mypy",),
        ("mypy", "start.py", *scripts),
        ("lint-imports",),
        *(("python", f"scripts/{name}.py", "--check") for name in GENERATED),
    ]
    return run_all(steps)


def check(more: list[str]) -> int:
    """lint, then test."""
    return lint([]) or test(more)


def docs(_more: list[str]) -> int:
    """Write the generated pages and the terminal picture anew."""
    install()
    return run_all([("python", f"scripts/{name}.py") for name in (*GENERATED, "terminal_picture")])


def bench(more: list[str]) -> int:
    """Measure against the peers and write docs/benchmarks.md."""
    install()
    if not (PEERS / "bin" / "hatch").exists():
        say(f"This installs the programs to compare with into {shown(PEERS)}; then this step is skipped.")
        subprocess.check_call([str(BIN / "python"), "-m", "venv", "--clear", str(PEERS)])
        locked = ["--require-hashes", "--no-deps", "-r", str(BENCH_LOCK)]
        pip("install", *locked, what="the programs to compare with", environment=PEERS)
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath), str(PEERS / "bin")])
    return subprocess.call([str(BIN / "python"), "-m", "benchmarks", *more], cwd=ROOT, env={**os.environ, "PATH": path})


def lock(_more: list[str]) -> int:
    """Choose the newest versions that fit pyproject.toml and write them, with hashes, into requirements/."""
    install()
    say(f"This installs uv into {shown(VENV)}.")
    pip("install", "uv", what="uv")
    options = "--universal --upgrade --generate-hashes --no-header --no-annotate --quiet --output-file"
    project = (str(LOCK), "pyproject.toml", "--all-extras", "--group", "dev")
    peers = (str(BENCH_LOCK), "requirements/bench.in", "--python-version", "3.11")
    return run_all([("uv", "pip", "compile", *options.split(), *what) for what in (project, peers)])


def servers(_more: list[str]) -> int:
    """Install the real WordPress, Ghost and Jekyll that tests publish to; the only job that changes this system."""
    install(may_change_system=True)
    output = subprocess.check_output([str(BIN / "python"), "-m", "servers", "missing"], cwd=ROOT, text=True)
    packages = output.split()
    if packages:
        install_packages(packages, what="WordPress, MariaDB, PHP, Apache, Chromium and Jekyll", may_install=True)
    say("This fetches Ghost with npm, 100 MB the first time; then this step is skipped.")
    return python("-m", "servers", "fetch")


def wordpress(_more: list[str]) -> int:
    """Run a WordPress to look at, until Ctrl-C."""
    install()
    return python("-m", "servers.wordpress")


def ghost(_more: list[str]) -> int:
    """Run a Ghost to look at, until Ctrl-C."""
    install()
    return python("-m", "servers.ghost")


JOBS = {
    job.__name__: job
    for job in (demo, test, quick, cover, setup, lint, check, docs, bench, lock, servers, wordpress, ghost)
}


# --- installing -----------------------------------------------------------------------------------------------


def use_new_python() -> None:
    """Go on in a Python that is new enough, or say that there is none."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in range(19, OLDEST[1] - 1, -1):
        program = shutil.which(f"python3.{minor}")
        if program and subprocess.call([program, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(program, [program, *sys.argv])
    sys.exit(
        "start.py: this is Python {}.{}, and 3.11 or newer is needed.\n"
        "On macOS, install it from python.org or with “brew install python”; "
        "on Debian 12 or newer: apt-get install python3".format(*sys.version_info[:2])
    )


def install(*, may_change_system: bool = False) -> None:
    """Bring `.venv` to what the lock file says; a moment when it is there already. Two runs wait for each other.

    A package of the system that is missing is installed without a question only where the job's name says so.
    """
    with LOCKED.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start.py is setting .venv up: waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        install_locked(may_change_system=may_change_system)


def install_locked(*, may_change_system: bool) -> None:
    """The same, while no other run does it."""
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted and (BIN / "authoring").exists():
        return
    packages = len(re.findall(r"^[a-z0-9]", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    check_space()
    say(
        f"This installs {packages} packages and the model into {shown(VENV)}, 1.3 GB to fetch the first time; "
        "nothing outside this folder changes but pip's own cache. Then this step is skipped."
    )
    make_environment(may_change_system=may_change_system)
    pip("install", "--require-hashes", "--no-deps", "-r", str(LOCK), what="the packages", total=packages)
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT), what="the project")
    STAMP.write_text(wanted, encoding="utf-8")


def fingerprint() -> str:
    """Changes when the lock, the project's settings, the interpreter or the folder do."""
    parts = [LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), f"{sys.version} {ROOT}".encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def check_space() -> None:
    """Raise `Failure` when the disk cannot hold what is to be fetched."""
    free = shutil.disk_usage(ROOT).free
    have = shutil.disk_usage(VENV).used if VENV.exists() and STAMP.exists() else 0
    if not have and free < BYTES_NEEDED:
        raise Failure(
            f"{free / 1e9:.1f} GB are free here and {BYTES_NEEDED / 1e9:.1f} GB are needed, most of it for the model "
            "(1.1 GB to fetch, to install and to put together).\n"
            "Make room, or install without the model and use one elsewhere: pip install ."
        )


def make_environment(*, may_change_system: bool) -> None:
    """Make `.venv`, anew if the one that is there does not work with this Python."""
    if (BIN / "python").exists() and python("-c", f"import pip, sys; sys.exit(sys.version != {sys.version!r})") == 0:
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        install_venv_package(may_install=may_change_system)
    say("Making .venv …")
    result = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise Failure(f"Python could not make {VENV}:\n{result.stdout}{result.stderr}")


def install_venv_package(*, may_install: bool) -> None:
    """Debian keeps venv in a package of its own: install it if we may, else say how."""
    if not shutil.which("apt-get"):
        raise Failure(
            f"this Python ({sys.executable}) has no venv and ensurepip modules.\n"
            "Install those that belong to it, or another Python: python.org, “brew install python”."
        )
    install_packages([f"python3.{sys.version_info[1]}-venv"], what="Python's venv", may_install=may_install)
    importlib.invalidate_caches()


def install_packages(packages: list[str], *, what: str, may_install: bool) -> None:
    """Have Debian's packages installed if we may, or are told at the terminal that we may; else say how."""
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise Failure(f"{what}: these packages of Debian are missing, and there is no apt-get: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise Failure(f"Debian keeps {what} in packages of its own. Install and start again:\n  sudo sh -c '{command}'")
    say(f"Debian keeps {what} in packages of its own. They are installed into this system by:\n  {command}")
    if not may_install and not is_agreed():
        raise Failure(f"Nothing was installed. Install them and start again:\n  {command}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for part in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *part], capture_output=True, text=True, env=environment, check=False)
        if done.returncode:
            raise Failure(f"apt-get {' '.join(part)} failed:\n{done.stdout[-800:]}{done.stderr[-800:]}")


def is_agreed() -> bool:
    """Whether the person at the terminal says yes; no where nobody is asked."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return input("Do it now? [y/N] ").strip().lower() in ("y", "yes", "o", "oui")


def pip(*arguments: str, what: str, total: int = 0, environment: Path = VENV) -> None:
    """Run the environment's pip, its words into the log; raise `Failure` with the cause when it fails."""
    variables = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    variables.pop("PYTHONPATH", None)
    variables.pop("PYTHONHOME", None)
    command = [str(environment / "bin" / "python"), "-m", "pip", *arguments]
    lines = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=variables
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            show_progress(lines, total)
    LOG.write_text("".join(lines), encoding="utf-8")
    if process.returncode:
        raise Failure(f"{what} could not be installed. {cause_of(''.join(lines))}\nAll that pip said: {shown(LOG)}")


def show_progress(lines: list[str], total: int) -> None:
    """One line that counts what pip has taken in hand; only where somebody watches."""
    if not total or not sys.stderr.isatty():
        return
    match = re.match(r"Collecting ([\w.-]+)", lines[-1])
    if match:
        done = sum(line.startswith("Collecting ") for line in lines)
        sys.stderr.write(f"\r\033[K  {done}/{total} {match.group(1)}")
    elif lines[-1].startswith("Installing collected"):
        sys.stderr.write("\r\033[K  unpacking …")
    elif lines[-1].startswith("Successfully"):
        sys.stderr.write("\r\033[K")
    sys.stderr.flush()


CAUSES = (
    ("No space left on device", "The disk is full: make room and start again."),
    ("DO NOT MATCH THE HASHES", "A package is not the one that was locked. Do not go on; tell the maintainers."),
    ("CERTIFICATE_VERIFY_FAILED", "The connection's certificate is not trusted: is there a proxy? Set PIP_CERT."),
    (
        "NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable"
        "|Connection refused|Connection broken|Temporary failure",
        "The package index could not be reached: check the connection (and PIP_PROXY), then start again; "
        "what was fetched is kept.",
    ),
    (
        "No matching distribution|is not a supported wheel|Could not find a version",
        "There is no ready-made package for this machine and Python; Linux and macOS on x86-64 and ARM with "
        "Python 3.11 to 3.14 are known to work.",
    ),
)


def cause_of(said: str) -> str:
    """The most likely reason, in words; else pip's own last lines."""
    for pattern, words in CAUSES:
        if re.search(pattern, said):
            return words
    return "pip said:\n" + "".join(said.splitlines(keepends=True)[-8:]).rstrip()


# --- small things ---------------------------------------------------------------------------------------------


def copy_sample() -> None:
    """A workspace of its own for the demo, so that the sample at the root stays as it is."""
    for name in ("authoring.toml", "outlines", "testimonies", "prompts"):
        source, target = ROOT / name, DEMO / name
        if target.exists():
            continue
        DEMO.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)


def python(*arguments: str) -> int:
    """Run `.venv`'s Python at the root; the exit code."""
    return subprocess.call([str(BIN / "python"), *arguments], cwd=ROOT)


def run_all(steps: list[tuple[str, ...]]) -> int:
    """Run every step even after a failure; 0 when all went well."""
    failed = []
    for step in steps:
        say(f"· {' '.join(step)}")
        if subprocess.call([str(BIN / step[0]), *step[1:]], cwd=ROOT):
            failed.append(" ".join(step))
    for name in failed:
        say(f"failed: {name}")
    return 1 if failed else 0


def shown(path: Path) -> str:
    """The path as the user would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def say(text: str) -> None:
    """A line for the person at the terminal, in order with what the tools print."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
