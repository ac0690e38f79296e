"""A real MediaWiki for tests: installed from nothing in a folder of its own, on a free port of this machine, thrown away afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.live.world import export

MEDIAWIKI: Final = Path(os.environ.get("INFOBOX_MEDIAWIKI", "/usr/share/mediawiki"))
PACKAGES: Final = "mediawiki php-cli php-sqlite3 php-mbstring php-xml php-intl"
MISSING: Final = f"no MediaWiki here: apt-get install --no-install-recommends {PACKAGES}"

# Bad weather is switched on by files beside the settings, which are read at each request.
_SETTINGS: Final = r"""
$wgArticlePath = '/wiki/$1'; $wgUsePathInfo = true; $wgPingback = false; $wgJobRunRate = 0; $wgEnableUploads = false;
$wgMainCacheType = $wgMessageCacheType = $wgParserCacheType = CACHE_NONE; $wgSessionCacheType = CACHE_DB;
$wgCacheDirectory = __DIR__ . '/cache'; $wgLocalisationCacheConf['store'] = 'files';
wfLoadExtension( 'ParserFunctions' ); wfLoadExtension( 'Cite' );
// Nothing needs to survive the machine: writing to the disk would take three quarters of an edit's time.
$wgDBservers = [ [ 'type' => 'sqlite', 'dbname' => $wgDBname, 'host' => '', 'user' => '', 'password' => '', 'tablePrefix' => '',
	'dbDirectory' => $wgSQLiteDataDir, 'trxMode' => 'IMMEDIATE', 'load' => 1, 'flags' => DBO_DEFAULT,
	'variables' => [ 'synchronous' => 'OFF' ] ] ];
foreach ( [ &$wgObjectCaches[CACHE_DB]['server'], &$wgJobTypeConf['default']['server'] ] as &$held ) {
	$held['variables'] = [ 'synchronous' => 'OFF' ];
}
unset( $held );
// Those who write wait in line here: SQLite would let each ask again and again, up to 100 ms later, and somebody new be first.
if ( ( $_POST['action'] ?? '' ) === 'edit' ) { flock( $wgTestLine = fopen( __DIR__ . '/line', 'c' ), LOCK_EX ); }
$wgHooks['ApiMaxLagInfo'][] = static function ( &$info ) {
	$file = __DIR__ . '/lag';
	if ( is_file( $file ) ) { $info = [ 'host' => 'db1', 'lag' => (float)file_get_contents( $file ), 'type' => 'db' ]; }
};
$wgAllowUserJs = true;
if ( is_file( __DIR__ . '/toolbar' ) ) { wfLoadExtension( 'WikiEditor' ); $wgDefaultUserOptions['usebetatoolbar'] = 1; }
if ( is_file( __DIR__ . '/policy' ) ) { $wgCSPHeader = [ 'default-src' => [ file_get_contents( __DIR__ . '/policy' ) ] ]; }
if ( is_file( __DIR__ . '/readonly' ) ) { $wgReadOnly = 'maintenance'; }
$wgRateLimits = [];
$wgPasswordConfig['pbkdf2']['cost'] = '1'; // nobody guesses passwords here, and each login would take a tenth of a second
if ( is_file( __DIR__ . '/limits' ) ) { $wgRateLimits['edit'] = [ 'user' => [ 1, 60 ] ]; $wgMainCacheType = CACHE_DB; }
class TestBearerProvider extends MediaWiki\Session\ImmutableSessionProviderWithCookie {
	public function provideSessionInfo( WebRequest $request ) {
		if ( $request->getHeader( 'Authorization' ) !== 'Bearer ' . trim( file_get_contents( __DIR__ . '/bearer' ) ) ) { return null; }
		$id = $this->getSessionIdFromCookie( $request ) ?? $this->hashToSessionId( 'bearer' );
		return new MediaWiki\Session\SessionInfo( MediaWiki\Session\SessionInfo::MAX_PRIORITY, [ 'provider' => $this, 'id' => $id,
			'userInfo' => MediaWiki\Session\UserInfo::newFromName( 'InfoboxBot', true ), 'persisted' => true, 'forceUse' => true ] );
	}
	public function safeAgainstCsrf() { return true; }
}
$wgSessionProviders['bearer'] = [ 'class' => 'TestBearerProvider', 'args' => [ [ 'priority' => 100, 'sessionCookieName' => '_bearer' ] ] ];
"""
_ROUTER: Final = r"""<?php
if ( preg_match( '#^/w/#', $_SERVER['REQUEST_URI'] ) ) { return false; }
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/w/index.php';
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/w/index.php';
chdir( dirname( $_SERVER['SCRIPT_FILENAME'] ) );
require $_SERVER['SCRIPT_FILENAME'];
"""


def is_here() -> bool:
    """Whether a MediaWiki and PHP are installed."""
    return shutil.which("php") is not None and (MEDIAWIKI / "maintenance/install.php").exists()


class MediaWiki:
    """A running wiki: where it is, and who may log in."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self.api = f"{self.url}/w/api.php"
        self.bot, self.bot_password = "InfoboxBot@tests", secrets.token_hex(16)
        self.editor, self.editor_password = "Editor", secrets.token_hex(12)
        self.admin, self.admin_password = "Admin", secrets.token_hex(12)
        self.bearer = secrets.token_hex(12)
        self._environment = {**os.environ, "MW_CONFIG_FILE": str(folder / "LocalSettings.php"), "MW_INSTALL_PATH": str(MEDIAWIKI)}
        self._port = port

    def install(self) -> None:
        for name in ("db", "cache", "root"):
            (self.folder / name).mkdir()
        (self.folder / "root/w").symlink_to(MEDIAWIKI)
        environment = {name: value for name, value in self._environment.items() if name != "MW_CONFIG_FILE"}
        arguments = ["--confpath", str(self.folder), "--dbtype", "sqlite", "--dbname", "testwiki", "--dbpath", str(self.folder / "db")]
        arguments += ["--server", self.url, "--scriptpath", "/w", "--lang", "en", "--pass", self.admin_password, "Test wiki", self.admin]
        _php(environment, "install.php", *arguments)  # it refuses where settings are named
        with contextlib.closing(sqlite3.connect(self.folder / "db/testwiki.sqlite")) as database:
            database.execute("PRAGMA journal_mode = WAL")  # who reads does not wait for who writes; it is kept in the file
        with (self.folder / "LocalSettings.php").open("a") as settings:
            settings.write(_SETTINGS)
        (self.folder / "router.php").write_text(_ROUTER)
        (self.folder / "bearer").write_text(self.bearer)
        self.script("createAndPromote.php", "--bot", "InfoboxBot", secrets.token_hex(12))
        self.script("createAndPromote.php", self.editor, self.editor_password)
        self.script("createBotPassword.php", "--appid", "tests", "--grants", "basic,editpage,highvolume", "InfoboxBot", self.bot_password)
        self.add(export())

    def add(self, pages: str) -> None:
        """Import an XML export."""
        file = self.folder / "pages.xml"
        file.write_text(pages, "utf-8")
        self.script("importDump.php", "--username-prefix=imported", str(file))
        self.script("runJobs.php")

    def script(self, name: str, *arguments: str, given: str = "") -> None:
        """Run a maintenance script, with words on its standard input."""
        _php(self._environment, name, *arguments, given=given)

    def write(self, title: str, text: str) -> None:
        """Make or change a page, whoever may edit it."""
        self.script("edit.php", "--user", self.admin, title, given=text)

    def rendered(self, texts: Sequence[str]) -> list[str]:
        """The HTML of wikitexts, each as a page of its own."""
        script = Path(__file__).parent / "render.php"
        asked = json.dumps(list(texts)).encode()
        done = subprocess.run(["php", str(script)], env=self._environment, input=asked, capture_output=True, timeout=240, check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        html: list[str] = json.loads(done.stdout)
        assert len(html) == len(texts)
        return html

    def switch(self, name: str, value: str | None) -> None:
        """Turn bad weather on (`lag` with seconds, `readonly`, `limits`, `policy` with whom browsers may ask), or WikiEditor (`toolbar`);
        with None, off.
        """
        file = self.folder / name
        if value is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(value)

    @contextlib.contextmanager
    def weather(self, name: str, value: str = "") -> Iterator[None]:
        """Bad weather for a while."""
        self.switch(name, value)
        try:
            yield
        finally:
            self.switch(name, None)

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Answer requests, until the end of the block."""
        root, router = str(self.folder / "root"), str(self.folder / "router.php")
        command = [
            "php",
            "-d",
            "zlib.output_compression=On",
            "-d",
            "opcache.enable_cli=1",
            "-S",
            f"127.0.0.1:{self._port}",
            "-t",
            root,
            router,
        ]
        with (self.folder / "server.log").open("w") as log:
            # Two workers: one for each of those who edit at the same time. Ending the first leaves the others, so their group is ended.
            environment = {**self._environment, "PHP_CLI_SERVER_WORKERS": "2"}
            server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
            try:
                self._wait()
                yield
            finally:
                os.killpg(server.pid, signal.SIGTERM)
                server.wait(10)

    def _wait(self) -> None:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.api}?action=query&meta=siteinfo&format=json", timeout=20).read()
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "server.log").read_text())


def _php(environment: dict[str, str], script: str, *arguments: str, given: str = "") -> None:
    done = subprocess.run(
        ["php", str(MEDIAWIKI / "maintenance" / script), *arguments],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{script}: {done.stdout[-2000:]}{done.stderr[-2000:]}"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
