"""A real Apache before a WordPress that runs already, as hosts set it up: PHP behind FastCGI, and .htaccess read.

Apache keeps the `Authorization` header from FastCGI programs unless it is told otherwise.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from servers.running import NotInstalled, answers, free_port, running
from servers.wordpress import PHP, WordPress

PACKAGES: Final = ("apache2-bin", "php-cgi")
HERE: Final = Path(__file__).parent
MODULES: Final = Path("/usr/lib/apache2/modules")
# what WordPress itself writes for a site in this folder when its addresses are pretty
REWRITING: Final = """RewriteEngine On
RewriteBase /blog/
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . /blog/index.php [L]
"""
# Apache does not serve as root, and the folders of tests are for their owner alone
_AS_NOBODY: Final = (
    "setpriv --reuid=www-data --regid=www-data --clear-groups --inh-caps=+dac_override --ambient-caps=+dac_override"
).split() * (os.geteuid() == 0)


@dataclass(frozen=True)
class Apache:
    """A running server: the address of the site behind it, and the site's own file of settings."""

    url: str
    htaccess: Path

    def tell(self, *lines: str, is_pretty: bool = True) -> None:
        """Have these lines in the site's .htaccess, with those for pretty addresses."""
        self.htaccess.write_text("".join(f"{line}\n" for line in lines) + (REWRITING if is_pretty else ""))


@contextmanager
def apache(folder: Path, site: WordPress) -> Iterator[Apache]:
    """A server before the site, with all it writes below `folder`. Raises `NotInstalled` where there is none."""
    server = shutil.which("apache2") or "/usr/sbin/apache2"
    if not Path(server).exists() or not shutil.which("php-cgi") or not MODULES.is_dir():
        raise NotInstalled(f"A real Apache is missing: apt-get install {' '.join(PACKAGES)}")
    folder.mkdir(parents=True, exist_ok=True)
    port, php = free_port(), free_port()
    values = {"port": port, "php": php, "folder": folder, "root": site.folder.parent, "modules": MODULES}
    config = folder / "apache.conf"
    config.write_text((HERE / "apache.conf").read_text("utf-8").format_map(values))
    fastcgi = ["php-cgi", *PHP[1:], "-b", f"127.0.0.1:{php}"]
    children = {**os.environ, "PHP_FCGI_CHILDREN": "2"}
    command: list[str | Path] = [*_AS_NOBODY, server, "-d", folder, "-f", config, "-D", "FOREGROUND"]
    with (
        running(fastcgi, log=folder / "php-cgi.log", is_ready=lambda: answers(php), environment=children),
        running(command, log=folder / "apache.log", is_ready=lambda: answers(port)),
    ):
        url = f"http://127.0.0.1:{port}/blog"
        htaccess = site.folder / ".htaccess"
        _move(site, url)
        try:
            yield Apache(url, htaccess)
        finally:
            _move(site, site.url)
            htaccess.unlink(missing_ok=True)


def _move(site: WordPress, url: str) -> None:
    site.run_php(f"update_option('siteurl', '{url}'); update_option('home', '{url}');")
