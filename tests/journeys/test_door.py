"""The door in a real browser and over real sockets: who gets in, and that nothing leaves for elsewhere."""

from __future__ import annotations

import http.client
import http.server
import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.running import ROOT, Running
from tests.journeys.visit import Visit

KEY = "dGhlIHNhbXBsZSBub25jZQ=="


@pytest.fixture(scope="module")
def app() -> Iterator[Running]:
    """A tiny page behind the real door, for all the tests that leave it running."""
    running = Running("tests.journeys.tiny", None)
    yield running
    running.stop()


def ask(
    app: Running, path: str = "/", *, address: str = "127.0.0.1", **headers: str
) -> http.client.HTTPResponse:
    """One request without a browser; a header named Host takes the place of the real one."""
    connection = http.client.HTTPConnection(address, app.port, timeout=10)
    connection.request(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    return connection.getresponse()


def cookie_of(app: Running) -> str:
    """What a browser would send back after the printed address."""
    answer = ask(app, "/?" + urlsplit(app.url).query)
    return (answer.getheader("Set-Cookie") or "").split(";")[0]


def test_the_printed_address_opens_the_app_and_leaves_the_address_bar(
    app: Running, visit: Callable[..., Visit]
) -> None:
    person = visit(app.url)
    person.sees("Route /")
    assert person.path == "/"
    person.tap("button", "Tap")
    person.sees("Tapped 1 times")


def test_a_deep_link_opens_its_screen(app: Running, visit: Callable[..., Visit]) -> None:
    person = visit(app.at("/course/3"))
    person.sees("Route /course/3")
    assert person.path == "/course/3"


def test_a_reload_keeps_working(app: Running, visit: Callable[..., Visit]) -> None:
    person = visit(app.at("/journal"))
    person.tap("button", "Tap")
    person.sees("Tapped 1 times")
    person.reload()
    person.sees("Route /journal")
    person.tap("button", "Tap")


def test_another_tab_of_the_same_browser_needs_no_token(app: Running, visit: Callable[..., Visit]) -> None:
    person = visit(app.url)
    tab = person.context.new_page()
    tab.goto(f"http://127.0.0.1:{app.port}/guide")
    tab.wait_for_selector("flt-semantics-placeholder", state="attached")


def test_without_the_token_a_page_says_how_to_open_the_app(app: Running, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(f"http://127.0.0.1:{app.port}/journal")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("Infusion Companion is locked here")
    expect(page.get_by_role("main")).to_contain_text("use the address that the start command printed")
    assert context.cookies() == []
    context.close()


def test_the_cookie_is_for_this_browser_and_these_pages_alone(
    app: Running, visit: Callable[..., Visit]
) -> None:
    (cookie,) = visit(app.url).context.cookies()
    assert cookie["name"] == f"infusion_companion_{app.port}"
    assert cookie["httpOnly"] is True
    assert cookie["sameSite"] == "Strict"
    assert cookie["path"] == "/"
    assert cookie["expires"] == -1  # gone with the browser


@contextmanager
def elsewhere(body: str) -> Iterator[str]:
    """Another site on this machine: for a browser, localhost is another site than 127.0.0.1."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()


def test_the_printed_address_works_as_a_link_on_another_site(app: Running, browser: Browser) -> None:
    """As in a terminal that is itself a page: a strict cookie goes along with no redirect from there."""
    context = browser.new_context()
    page = context.new_page()
    with elsewhere(f'<a href="{app.at("/guide")}">Open</a>') as address:
        page.goto(address)
        page.get_by_role("link", name="Open").click()
        page.wait_for_selector("flt-semantics-placeholder", state="attached")
    assert page.url == f"http://127.0.0.1:{app.port}/guide"
    context.close()


def test_another_site_cannot_reach_the_app_through_the_visitors_browser(
    app: Running, visit: Callable[..., Visit]
) -> None:
    person = visit(app.url)
    page = person.context.new_page()
    with elsewhere("<h1>Elsewhere</h1>") as address:
        page.goto(address)
        reached = page.evaluate(
            """port => new Promise(done => {
                const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
                socket.onopen = () => done("opened");
                socket.onerror = () => done("refused");
            })""",
            app.port,
        )
        read = page.evaluate(
            """port => fetch(`http://127.0.0.1:${port}/`, {credentials: 'include'})
                .then(() => 'read', () => 'refused')""",
            app.port,
        )
        page.set_content(f'<iframe src="http://127.0.0.1:{app.port}/"></iframe>')
        frame = page.frames[-1]
        frame.wait_for_load_state()
        framed = frame.url
    assert reached == "refused"
    assert read == "refused"
    assert framed.startswith("chrome-error:")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "[::1]:{port}"])
def test_another_host_name_is_refused_on_the_wire(app: Running, host: str) -> None:
    answer = ask(app, Host=host.format(port=app.port), Cookie=cookie_of(app))
    assert answer.status == 403
    assert b"evil.example" not in answer.read()


def handshake(app: Running, **headers: str) -> int:
    """Ask for the websocket, and return the status of the answer: 101 is in."""
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
    answer = ask(app, "/ws", **upgrade, Sec_WebSocket_Key=KEY, **headers)
    answer.close()
    return answer.status


def test_a_websocket_needs_our_own_page_and_the_cookie(app: Running) -> None:
    ours, cookie = f"http://127.0.0.1:{app.port}", cookie_of(app)
    assert handshake(app, Origin=ours, Cookie=cookie) == 101
    assert handshake(app, Origin="http://evil.example", Cookie=cookie) == 403
    assert handshake(app, Origin="null", Cookie=cookie) == 403
    assert handshake(app, Cookie=cookie) == 403
    assert handshake(app, Origin=ours) == 403
    assert handshake(app, Origin=ours, Cookie=cookie[:-1]) == 403


@pytest.mark.parametrize(
    "path", ["/", "/course/3", "/main.dart.wasm", "/assets/FontManifest.json", "/nothing.png"]
)
def test_every_answer_carries_the_rules_of_the_page(app: Running, path: str) -> None:
    answer = ask(app, path, Cookie=cookie_of(app))
    assert answer.status == (404 if path == "/nothing.png" else 200)
    assert answer.getheader("Access-Control-Allow-Origin") is None
    assert answer.getheader("Server") is None
    assert f"connect-src 'self' ws://127.0.0.1:{app.port} data: blob:" in (
        answer.getheader("Content-Security-Policy") or ""
    )
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    page = (answer.getheader("Content-Type") or "").startswith("text/html")
    assert answer.getheader("Cache-Control") == ("no-store" if page else "private, no-cache")


def test_a_screens_address_gives_the_page_even_where_a_folder_of_files_has_its_name(app: Running) -> None:
    answer = ask(app, "/pictures", Cookie=cookie_of(app))
    assert answer.status == 200
    assert b"<title>Infusion Companion</title>" in answer.read()


def test_the_page_and_its_manifest_bear_the_apps_name(app: Running) -> None:
    manifest = ask(app, "/manifest.json", Cookie=cookie_of(app)).read()
    assert json.loads(manifest)["name"] == "Infusion Companion"
    assert b"Flet" not in manifest


def other_addresses() -> list[str]:
    """The addresses of this machine besides the one that is served."""
    # Nothing is sent: connecting a datagram socket only asks the routing table.
    found = {"127.0.0.2"}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found.add(probe.getsockname()[0])
        except OSError:
            pass  # a machine without a network has no other address
    return sorted(found - {"127.0.0.1"})


def test_no_other_address_of_this_machine_answers(app: Running) -> None:
    for address in other_addresses():
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as knocking:
            knocking.settimeout(5)
            assert knocking.connect_ex((address, app.port)) != 0, address


def test_a_visit_asks_no_other_host(app: Running, visit: Callable[..., Visit]) -> None:
    person = visit(app.url)
    for path in ("/journal", "/guide", "/course/1"):
        person.go(f"http://127.0.0.1:{app.port}{path}")
        person.sees(f"Route {path}")
    assert any(url.startswith("ws://127.0.0.1") for url in person.requests)
    assert person.stopped, (
        "Flet's client asks a CDN for a script; once it does not, the policy may be tightened"
    )
    assert person.foreign() == []


def test_a_new_start_has_a_new_token_and_refuses_the_old_cookie(start_app: Callable[..., Running]) -> None:
    app = start_app(module="tests.journeys.tiny")
    old, old_url = cookie_of(app), app.url
    assert ask(app, Cookie=old).status == 200
    app.restart()
    assert parse_qs(urlsplit(app.url).query) != parse_qs(urlsplit(old_url).query)
    assert ask(app, Cookie=old).status == 403
    assert ask(app, "/?" + urlsplit(old_url).query).status == 403
    assert ask(app, Cookie=cookie_of(app)).status == 200


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_a_success_and_says_nothing_even_with_the_page_open(
    start_app: Callable[..., Running], visit: Callable[..., Visit], signal_number: signal.Signals
) -> None:
    app = start_app(module="tests.journeys.tiny")
    visit(app.url).sees("Route /")
    app.process.send_signal(signal_number)
    said, complained = app.process.communicate(timeout=30)
    assert app.process.returncode == 0
    assert (said, complained) == ("", "")


def test_a_taken_port_is_refused_in_one_sentence(app: Running) -> None:
    command = [sys.executable, "-m", "tests.journeys.tiny", "run", "--no-browser", "--port", str(app.port)]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.splitlines() == [
        f"Port {app.port} is in use by another program. Choose another one, or leave --port out."
    ]
