"""A line to a real server that then takes no ids of ours, as many servers do.

But for questionnaires: that server cannot look for those by identifier, so it could not create them once.
"""

from __future__ import annotations

import json
from typing import Any

import httpx


class OwnIds(httpx.BaseTransport):
    """Lets nobody create by PUT. says: whether its CapabilityStatement says so too. status: how it refuses.

    loses: how many answers to what creates get lost from now on.
    """

    def __init__(self, *, says: bool = True, status: int = 405) -> None:
        self._line = httpx.HTTPTransport()
        self.says = says
        self.status = status
        self.loses = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/fhir").strip("/")
        if request.method == "PUT" and not self._is_there(request, path):
            return httpx.Response(self.status)
        if request.method == "POST" and not path and self._creates(request):
            return httpx.Response(400)
        response = self._line.handle_request(request)
        body = b"".join(response.stream)  # type: ignore[arg-type]  # the line is not an asynchronous one
        response.stream.close()  # type: ignore[union-attr]
        creates = request.method == "POST" and b'"GET"' not in request.content
        if creates and self.loses:
            self.loses -= 1
            raise httpx.ReadError("lost", request=request)
        if path == "metadata" and self.says:
            said = json.loads(body)
            for one in said["rest"][0]["resource"]:
                one["updateCreate"] = False
            return httpx.Response(200, json=said)
        return httpx.Response(response.status_code, headers=response.headers, stream=httpx.ByteStream(body))

    def close(self) -> None:
        self._line.close()

    def _creates(self, request: httpx.Request) -> bool:
        bundle: dict[str, Any] = json.loads(request.content)
        asked = [one["request"] for one in bundle["entry"]]
        return any(one["method"] == "PUT" and not self._is_there(request, one["url"]) for one in asked)

    def _is_there(self, request: httpx.Request, path: str) -> bool:
        if path.startswith("QuestionnaireResponse/"):
            return True
        where = request.url.copy_with(path=f"/fhir/{path}")
        headers = {"Authorization": request.headers["Authorization"], "Host": request.headers["Host"]}
        response = self._line.handle_request(httpx.Request("GET", where, headers=headers))
        response.stream.close()  # type: ignore[union-attr]
        return response.status_code == 200
