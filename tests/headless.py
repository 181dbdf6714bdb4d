"""Renders the app without a browser: a Flet session over a connection that records and answers.

Flet's own tests work this way. It leans on Flet's internals, so it lives here alone and Flet is pinned.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import flet as ft
import msgpack
from flet.components.component import Component
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging.connection import Connection
from flet.messaging.protocol import Message, MessageAction, configure_encode_object_for_msgpack
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub


def pack(message: Any) -> bytes:
    """Serialize as the real connections do."""
    return bytes(msgpack.packb(message, default=configure_encode_object_for_msgpack(BaseControl)))


class RecordingConnection(Connection):
    """Keeps what is sent to the client, and plays the client for a change of address."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.loop = loop
        self.executor = ThreadPoolExecutor(2)
        self.pubsubhub = PubSubHub(loop, self.executor)
        self.sent: list[Message] = []
        self.errors: list[str] = []
        self.calls: list[tuple[str, Any]] = []
        # What the client answers to a service, by the name of its method; an exception is told as an error.
        self.answers: dict[str, Any] = {}
        self.session: Session | None = None

    def send_message(self, message: Message) -> None:
        self.sent.append(message)
        # Packing is also how Flet remembers what the client has seen.
        pack([message.action, message.body])
        if message.action == MessageAction.SESSION_CRASHED:
            self.errors.append(str(message.body.message))
        if message.action == MessageAction.INVOKE_METHOD:
            body = message.body
            self.calls.append((body.name, body.args))
            self.loop.call_soon(self._answer, body.control_id, body.call_id, body.name, body.args)

    def dispose(self) -> None:
        """Nothing to let go of: the test connects it again."""

    def _answer(self, control_id: int, call_id: str, name: str, args: Any) -> None:
        assert self.session is not None
        answer = self.answers.get(name)
        if isinstance(answer, Exception):
            self.session.handle_invoke_method_results(control_id, call_id, None, str(answer))
        else:
            self.session.handle_invoke_method_results(control_id, call_id, answer, None)
        if name == "push_route":
            route = args["route"]
            self.session.page.route = route
            self.loop.create_task(
                self.session.dispatch_event(self.session.page._i, "route_change", {"route": route})
            )


class Stage:
    """The app as it stands on a page: look for controls, press them, type, change the address."""

    def __init__(
        self,
        main: Callable[[ft.Page], Any],
        *,
        route: str = "/",
        width: int = 412,
        platform: ft.PagePlatform = ft.PagePlatform.LINUX,
        web: bool = True,
        answers: dict[str, Any] | None = None,
    ) -> None:
        self.platform, self.web = platform, web
        self.loop = asyncio.new_event_loop()
        self.connection = RecordingConnection(self.loop)
        self.connection.answers = answers or {}
        self.loop.run_until_complete(self._begin(main, route, width))
        self.settle()

    async def _begin(self, main: Callable[[ft.Page], Any], route: str, width: int) -> None:
        self.session = Session(self.connection)
        self.connection.session = self.session
        self.page = self.session.page
        self.page.route, self.page.width, self.page.height = route, width, 900
        self.connection.page_url = "http://127.0.0.1"
        self.page.platform = self.platform
        self.page.web = self.web
        _context_page.set(self.page)
        pack(self.session.get_page_patch())
        main(self.page)

    def settle(self) -> None:
        """Let every event, effect and render that is under way finish."""

        async def rest() -> None:
            for _ in range(30):
                await asyncio.sleep(0)
            # What was handed to a thread comes back through the executor.
            await asyncio.get_running_loop().run_in_executor(self.connection.executor, lambda: None)
            for _ in range(10):
                await asyncio.sleep(0)

        self.loop.run_until_complete(rest())
        assert not self.connection.errors, self.connection.errors[0]

    def until(self, happened: Callable[[], Any], seconds: float = 30) -> None:
        """Let timers and threads run until something happened, such as a field that saves itself."""

        async def watch() -> None:
            # Timers, threads and files tell no event that could be awaited.
            while not happened():  # noqa: ASYNC110
                await asyncio.sleep(0.005)

        self.loop.run_until_complete(asyncio.wait_for(watch(), seconds))
        self.settle()

    def controls(self, root: Any = None) -> Iterator[BaseControl]:
        """Every control on the top view and the open dialogs, in order."""
        seen: set[int] = set()
        roots = [root] if root is not None else [self.view, *self.dialogs]
        for one in roots:
            yield from _walk(one, seen)

    @property
    def view(self) -> ft.View:
        """The top view."""
        views = self.page.views
        while isinstance(views, Component):
            views = views._b
        top = views[-1]
        while isinstance(top, Component):
            top = top._b
            if isinstance(top, list):
                top = top[-1]
        assert isinstance(top, ft.View), top
        return top

    @property
    def dialogs(self) -> list[Any]:
        """The open dialogs and notices."""
        return [d for d in self.page._dialogs.controls if d.open]

    def texts(self, root: Any = None) -> list[str]:
        """Every text that is shown, in order: texts, labels, values of fields."""
        found = []
        for c in self.controls(root):
            for name in ("value", "label", "content", "text", "hint_text", "semantics_label", "error"):
                value = getattr(c, name, None)
                if isinstance(value, str) and value:
                    found.append(value)
            found += [span.text for span in getattr(c, "spans", None) or [] if span.text]
        return found

    def shows(self, words: str) -> bool:
        """Whether some text contains the words."""
        return any(words in text for text in self.texts())

    def names(self, control: Any) -> str:
        """What a screen reader would call a control."""
        parts = []
        for c in self.controls(control):
            if isinstance(c, ft.Semantics) and c.label:
                return str(c.label)
            for name in ("semantics_label", "label", "content", "value", "text"):
                value = getattr(c, name, None)
                if isinstance(value, str) and value:
                    parts.append(value)
                    break
        return " ".join(parts)

    def find(self, kind: type[Any], name: str | None = None) -> Any:
        """The one control of a kind with that name (the whole name, or else a part of it)."""
        found = [c for c in self.controls() if isinstance(c, kind)]
        if name is not None:
            named = [(c, self.names(c)) for c in found]
            found = [c for c, n in named if n == name] or [c for c, n in named if name in n]
        assert found, f"no {kind.__name__} called {name!r} among {self.buttons() if name else ''}"
        return found[0]

    def buttons(self) -> list[str]:
        """The names of everything that can be pressed."""
        return [
            self.names(c)
            for c in self.controls()
            if getattr(c, "on_click", None) is not None and not isinstance(c, ft.Container)
        ]

    def press(self, name: str) -> None:
        """Press the button (or tile, chip, place) with that name."""
        for place in self.controls():
            if isinstance(place, ft.NavigationBar):
                labels = [d.label for d in place.destinations]
                if name in labels:
                    self._set(place, selected_index=labels.index(name))
                    self.fire(place, "change", str(labels.index(name)))
                    return
        found = self.button(name)
        assert not getattr(found, "disabled", False), f"{name!r} is disabled"
        self.fire(found, "click")

    def button(self, name: str) -> Any:
        """The button (or tile, or chip) with that name, or the first one whose name holds it."""
        pressable = [c for c in self.controls() if getattr(c, "on_click", None) is not None]
        named = [(c, self.names(c)) for c in pressable]
        exact = [c for c, n in named if n == name] or [c for c, n in named if name in n]
        assert exact, f"nothing to press called {name!r} among {[n for _, n in named]}"
        return exact[0]

    def press_undo(self) -> None:
        """Press Undo in the notice that is shown."""
        notices = [d for d in self.dialogs if isinstance(d, ft.SnackBar) and d.action is not None]
        assert notices, "no notice with Undo"
        self.fire(notices[-1].action, "click")

    def type(self, label: str, text: str) -> None:
        """Type into the field with that label."""
        field = self.find(ft.TextField, label)
        self._set(field, value=text)
        self.fire(field, "change", text)

    def choose(self, control: Any, value: Any) -> None:
        """Set the value of a switch, radio group or other input."""
        self._set(control, value=value)
        self.fire(control, "change", value)

    def _set(self, control: Any, **properties: Any) -> None:
        # As the client does it: a rendered control is frozen for everyone else.
        self.session.apply_patch(control._i, properties)

    def fire(self, control: Any, event: str, data: Any = None) -> None:
        """Send an event as the client would."""
        self.loop.run_until_complete(self.session.dispatch_event(control._i, event, data))
        self.settle()

    def at_once(self, *events: tuple[Any, str, Any]) -> None:
        """Several events before the next render, as on a busy machine: (control, event, data) each."""

        async def all_of_them() -> None:
            for control, event, data in events:
                if event == "change":
                    self._set(control, value=data)
                await self.session.dispatch_event(control._i, event, data)

        self.loop.run_until_complete(all_of_them())
        self.settle()

    def open(self, route: str) -> None:
        """Show the screen at an address."""
        self.page.route = route
        self.fire(self.page, "route_change", {"route": route})

    @property
    def route(self) -> str:
        """The address that is shown."""
        return str(self.page.route)

    def cut_off(self) -> None:
        """Lose the connection, as a laptop that sleeps does; Flet keeps the page for an hour."""
        self.loop.run_until_complete(self.session.disconnect(3600))

    def come_back(self) -> None:
        """Connect again to the page that was kept."""
        self.loop.run_until_complete(self.session.connect(self.connection))
        self.settle()

    def repeating(self) -> int:
        """How many tasks of the app call back again and again (app.ui.live.use_repeat)."""
        return sum("use_repeat" in repr(task.get_coro()) for task in asyncio.all_tasks(self.loop))

    def expire(self) -> None:
        """Give the page up, as Flet does an hour after its tab was closed."""
        self.cut_off()
        self.loop.run_until_complete(self._expire())

    async def _expire(self) -> None:
        self.session.close()

    def asked(self, name: str) -> list[Any]:
        """With what the client's method of that name was called, each time."""
        return [args for called, args in self.connection.calls if called == name]

    def do(self, work: Callable[[], Any]) -> Any:
        """Do something on the page, as a handler of its own would, and give what it gives."""
        doing = self.page.run_task(work)
        self.settle()
        return doing.result(timeout=0)

    def close(self) -> None:
        """Leave nothing running."""

        async def end() -> None:
            self.session.close()
            await asyncio.sleep(0)
            left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

        self.loop.run_until_complete(end())
        self.connection.executor.shutdown(wait=False)
        self.loop.close()


def _walk(node: Any, seen: set[int]) -> Iterator[BaseControl]:
    if node is None or isinstance(node, str | int | float | bool | bytes):
        return
    if isinstance(node, list | tuple):
        for item in node:
            yield from _walk(item, seen)
        return
    if isinstance(node, dict):
        for item in node.values():
            yield from _walk(item, seen)
        return
    if isinstance(node, Component):
        yield from _walk(node._b, seen)
        return
    if not dataclasses.is_dataclass(node) or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, BaseControl):
        if getattr(node, "visible", True) is False:
            return
        yield node
    for field in dataclasses.fields(node):
        if field.name.startswith("_") or field.metadata.get("skip"):
            continue
        value = getattr(node, field.name, None)
        if isinstance(value, BaseControl | list | tuple):
            yield from _walk(value, seen)
