"""What the real servers need on this machine.

python -m servers missing    # the Debian packages that are not there yet, one a line
python -m servers fetch      # Ghost and its Node.js, from npm, once
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from servers import ghost, wordpress

PROGRAMS = {
    "jekyll": "jekyll",
    "php": "php-cli",
    "php-cgi": "php-cgi",
    "npm": "npm",
    "mariadb": "mariadb-server",
    "apache2": "apache2-bin",
    "chromium": "chromium",
}


def missing() -> Iterator[str]:
    """The packages to install."""
    if not wordpress.SOURCE.joinpath("wp-load.php").is_file():
        yield from wordpress.PACKAGES
    for program, package in PROGRAMS.items():
        if not shutil.which(program) and not Path("/usr/sbin", program).exists():
            yield package


def main(arguments: list[str]) -> int:
    """Say what is missing, or fetch what no package holds."""
    if arguments == ["missing"]:
        sys.stdout.write("".join(f"{package}\n" for package in dict.fromkeys(missing())))
    elif arguments == ["fetch"]:
        ghost.install()
    else:
        sys.stderr.write(f"{__doc__}")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
