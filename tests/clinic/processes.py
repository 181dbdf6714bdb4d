"""Real servers for the tests: processes on 127.0.0.1 that listen by the time they are given out."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / ".venv-servers"
TOKEN = "token-of-the-tests"
_LONGEST = 60

SEKMET = """\
base_url: {base}
host: 127.0.0.1
port: {port}
data_dir: data
simulator: {{enabled: false}}
validation: {{inbound: strict}}
server_auth:
  types: [bearer, smart]
  tokens: [{token}]
  smart_clients: [{{client_id: unused, client_secret: unused, scopes: "system/*.cruds"}}]
"""

NGINX = """\
daemon off;
pid {folder}/pid;
error_log stderr notice;
events {{}}
http {{
  access_log off;
{temporary}
  limit_req_zone $binary_remote_addr zone=slow:32k rate=1r/m;
  server {{
    listen 127.0.0.1:{port};
    {smart}
    location /fhir {{ proxy_pass {upstream}; }}
    location /small/ {{ client_max_body_size 1k; proxy_pass {upstream}/; }}
    location /busy/ {{
      limit_req zone=slow; limit_req_status 429; add_header Retry-After 7 always;
      proxy_pass {upstream}/;
    }}
    location /stopped/ {{ proxy_pass http://127.0.0.1:{closed}/; }}
    location /upkeep/ {{ add_header Retry-After 120 always; return 503; }}
  }}
}}
"""


SMART = """\
location = /fhir/.well-known/smart-configuration {{
      default_type application/json;
      return 200 '{{"authorization_endpoint": "{issuer}/authorize", "token_endpoint": "{issuer}/token", \
"code_challenge_methods_supported": ["S256"], "capabilities": ["launch-standalone", "permission-v2"]}}';
    }}
"""


@contextmanager
def running(
    command: list[str], ready: str, folder: Path, more: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Run a server until the end of the block; gives what `ready` finds in the line that says it listens.

    Args:
        ready: a regular expression with one group. more: variables of its environment.
    """
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **(more or {})}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    said: list[str] = []
    found: list[str] = []
    listens = Event()

    def listen() -> None:
        assert process.stdout
        # To its end: a server whose output nobody takes stops when the pipe is full.
        for line in process.stdout:
            match = None if found else re.search(ready, line)
            if match:
                found.append(match[1])
                listens.set()
            if not found:
                said.append(line)
        listens.set()

    reader = Thread(target=listen, daemon=True)
    reader.start()
    try:
        listens.wait(_LONGEST)
        if not found:
            pytest.fail(f"{Path(command[0]).name} did not start: {''.join(said)[-800:]}", pytrace=False)
        yield found[0]
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()
        reader.join(10)
        if process.stdout:
            process.stdout.close()


def program(name: str) -> str:
    """A program of .venv-servers; a test without it fails with what to do."""
    found = ENVIRONMENT / "bin" / name
    if not found.exists():
        pytest.fail("The servers for the tests are not installed; run `make servers`.", pytrace=False)
    return str(found)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def sekmet(folder: Path, base: str = "") -> Iterator[str]:
    """A FHIR R4 server with a strict check of what comes in; gives its base.

    Args:
        base: under which others reach it, through a proxy.
    """
    port = free_port()
    base = base or f"http://127.0.0.1:{port}/fhir"
    (folder / "settings.yaml").write_text(SEKMET.format(port=port, base=base, token=TOKEN))
    command = [program("sekmet"), "serve", "-c", "settings.yaml", "--host", "127.0.0.1", "--port", str(port)]
    with running(command, r"running on (http://\S+)", folder) as found:
        yield f"{found}/fhir"


def secret_of(folder: Path, base: str) -> str:
    """What the FHIR server signs tokens with; it makes it at the first token that it has to look at."""
    httpx.get(f"{base}/Patient", headers={"Authorization": "Bearer none"}, trust_env=False)
    for path in (folder / "data").rglob("*"):
        if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3":
            with closing(sqlite3.connect(path)) as store:
                return str(store.execute("select v from kv where k='jwt_secret'").fetchone()[0]).strip('"')
    pytest.fail("The FHIR server of the tests has no secret.")


@contextmanager
def provider(folder: Path, audience: str, secret: str, patient: str) -> Iterator[str]:
    """A sign-in whose tokens the FHIR server takes; gives its issuer."""
    said = {
        "PROVIDER_AUDIENCE": audience, "PROVIDER_SECRET": secret, "PROVIDER_PATIENT": patient,
        "AUTHLIB_INSECURE_TRANSPORT": "1",
    }  # fmt: skip
    command = [program("python"), str(Path(__file__).with_name("provider.py"))]
    with running(command, r"listening on (\S+)", folder, said) as issuer:
        yield issuer


@contextmanager
def nginx(folder: Path, upstream: str, *, port: int = 0, issuer: str = "") -> Iterator[str]:
    """A clinic's proxy before a FHIR server; gives its address, see NGINX for the faults behind it.

    Args:
        port: at which it listens, or 0 for any. issuer: where its smart-configuration leads to, or "".
    """
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.fail(
            "nginx is not installed, which the tests put before a server; run `make servers`.", pytrace=False
        )
    built = subprocess.run([found, "-V"], capture_output=True, text=True, check=True).stderr
    kinds = [
        one for one in ("proxy", "fastcgi", "uwsgi", "scgi") if f"without-http_{one}_module" not in built
    ]
    temporary = [f"{one}_temp_path {folder}/{one};" for one in ("client_body", *kinds)]
    port = port or free_port()
    # Bound but not listened on: whoever connects is refused, and nobody else gets it meanwhile.
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        (folder / "nginx.conf").write_text(
            NGINX.format(
                folder=folder,
                port=port,
                upstream=upstream,
                smart=SMART.format(issuer=issuer) if issuer else "",
                closed=closed.getsockname()[1],
                temporary="\n".join(f"  {line}" for line in temporary),
            )
        )
        command = [found, "-p", str(folder), "-e", "stderr", "-c", "nginx.conf"]
        with running(command, r"(start worker process)", folder):
            yield f"http://127.0.0.1:{port}"
