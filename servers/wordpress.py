"""A real WordPress from Debian's packages, in a sub-folder of a free loopback port, with an editor, an author and more.

python -m servers.wordpress        # runs one until Ctrl-C and says how to get in
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from servers.mariadb import Database, mariadb
from servers.running import NotInstalled, answers, free_port, run_for_a_person, running

PACKAGES: Final = (
    "wordpress mariadb-server php-cli php-mysql php-curl php-gd php-xml php-mbstring".split()  # in Debian and Ubuntu
)
# another WordPress than Debian's, unpacked: its tests then run against that one
SOURCE: Final = Path(os.environ.get("WORDPRESS_SOURCE", "/usr/share/wordpress"))
HERE: Final = Path(__file__).parent
DATABASE: Final = "wordpress"
CONFIG: Final = """<?php
define( 'DB_NAME', '{database}' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:{socket}' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
define( 'AUTH_KEY', 'a' ); define( 'SECURE_AUTH_KEY', 'b' ); define( 'LOGGED_IN_KEY', 'c' );
define( 'NONCE_KEY', 'd' ); define( 'AUTH_SALT', 'e' ); define( 'SECURE_AUTH_SALT', 'f' );
define( 'LOGGED_IN_SALT', 'g' ); define( 'NONCE_SALT', 'h' );
define( 'WP_ENVIRONMENT_TYPE', 'local' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'DISABLE_WP_CRON', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'FS_METHOD', 'direct' );
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {{
	define( 'ABSPATH', __DIR__ . '/' );
}}
require_once ABSPATH . 'wp-settings.php';
"""
PHP: Final = ("php", "-d", "opcache.enable_cli=1", "-d", "sendmail_path=/bin/true", "-d", "display_errors=stderr")


@dataclass(frozen=True)
class WordPress:
    """A running site: its address, its folder, and the application password of each of its people."""

    url: str
    folder: Path
    database: Database
    passwords: Mapping[str, str]

    def run_php(self, code: str) -> str:
        """What this PHP prints inside the site."""
        program = f"$_SERVER['HTTP_HOST'] = 'x'; require '{self.folder}/wp-load.php'; {code}"
        done = subprocess.run([*PHP, "-r", program], capture_output=True, text=True, check=True, cwd=self.folder)
        return done.stdout

    def count(self, kind: str) -> int:
        """How many posts or attachments there are, in whatever state; revisions and drafts of the editor's not."""
        sql = f"SELECT COUNT(*) FROM wp_posts WHERE post_type = '{kind}' AND post_status <> 'auto-draft'"
        return int(self.database.run(sql, database=DATABASE))

    def empty(self) -> None:
        """Take away all posts, pictures and terms that tests left, much faster than a new site comes up."""
        tables = ["posts", "postmeta", "term_relationships", "comments", "commentmeta"]
        sql = "".join(f"TRUNCATE wp_{table};" for table in tables)
        sql += "DELETE FROM wp_terms WHERE term_id > 1; DELETE FROM wp_term_taxonomy WHERE term_id > 1;"
        self.database.run(sql, database=DATABASE)
        shutil.rmtree(self.folder / "wp-content" / "uploads", ignore_errors=True)

    def edit(self, slug: str, /, **columns: str) -> None:
        """Somebody edits a post in the site's own editor."""
        fields = json.dumps(columns)
        self.run_php(
            f"wp_set_current_user(1); $p = get_page_by_path('{slug}', OBJECT, 'post');"
            f"wp_update_post(wp_slash(array_merge(array('ID' => $p->ID), json_decode('{_php(fields)}', true))));"
        )

    def post(self, slug: str) -> dict[str, Any]:
        """A post as the database has it."""
        fields: dict[str, Any] = json.loads(
            self.run_php(f"echo json_encode(get_page_by_path('{slug}', ARRAY_A, 'post') ?: new stdClass);")
        )
        return fields


def _php(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


@contextmanager
def wordpress(folder: Path) -> Iterator[WordPress]:
    """A new site with its data below `folder`. Raises `NotInstalled` where the packages are missing."""
    if not SOURCE.joinpath("wp-load.php").is_file() or not shutil.which("php"):
        raise NotInstalled(f"A real WordPress is missing: apt-get install {' '.join(PACKAGES)}")
    folder.mkdir(parents=True, exist_ok=True)
    with mariadb(folder) as database:
        database.run(f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4")
        port = free_port()
        url = f"http://127.0.0.1:{port}/blog"
        site = folder / "www" / "blog"
        shutil.copytree(SOURCE, site, ignore=shutil.ignore_patterns("wp-config*", "languages"))
        shutil.copytree(HERE / "wordpress-theme", site / "wp-content" / "themes" / "plain")
        shutil.copy(HERE / "wordpress-router.php", folder / "router.php")
        site.joinpath("wp-config.php").write_text(CONFIG.format(database=DATABASE, socket=database.socket))
        passwords = _install(site, url)
        command: list[str | Path] = [*PHP, "-S", f"127.0.0.1:{port}", "-t", folder / "www", folder / "router.php"]
        environment = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}
        with running(command, log=folder / "php.log", is_ready=lambda: answers(port), environment=environment):
            yield WordPress(url, site, database, passwords)


def _install(site: Path, url: str) -> dict[str, str]:
    variables = {"SITE_HOST": url.split("/")[2], "SITE_FOLDER": str(site), "SITE_URL": url}
    done = subprocess.run(
        [*PHP, str(HERE / "wordpress.php")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
    )
    try:
        passwords: dict[str, str] = json.loads(done.stdout[done.stdout.rindex("{") :])
    except ValueError:
        raise RuntimeError(f"WordPress could not be installed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}") from None
    return passwords


@contextmanager
def _for_a_person() -> Iterator[str]:
    """One that is thrown away afterwards, and how to get in."""
    with tempfile.TemporaryDirectory(prefix="wordpress-") as folder, wordpress(Path(folder)) as site:
        yield (
            f"WordPress runs at {site.url} until you press Ctrl-C; then all of it is thrown away.\n"
            f"  its desk: {site.url}/wp-admin/ (admin, agathe, nora or ilse; the password is secret)\n\n"
            f'[targets.blog]\nkind = "wordpress"\nurl = "{site.url}"\nuser = "agathe"\n\n'
            f'export AUTHORING_BLOG_PASSWORD="{site.passwords["agathe"]}"\n'
        )


if __name__ == "__main__":
    sys.exit(run_for_a_person(_for_a_person()))
