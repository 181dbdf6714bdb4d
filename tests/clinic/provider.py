"""A clinic's sign-in for the tests: Authlib's own server, run by .venv-servers.

Public clients with PKCE (S256) alone; refresh tokens are taken once, and the whole family ends when one comes
back (RFC 9700, 4.14.2); access tokens that the FHIR server of the tests takes. Prints its address.
"""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

AUDIENCE, SECRET = os.environ["PROVIDER_AUDIENCE"], os.environ["PROVIDER_SECRET"]
PATIENT = os.environ["PROVIDER_PATIENT"]
LIFE = 3_600
# Of this one the first access token has ended already, although its life was told: the clocks differ.
SHORT = "ends-early"


@dataclass
class Client(ClientMixin):
    """An app that keeps no secret, as every app on a patient's device."""

    id: str

    def get_client_id(self) -> str:
        return self.id

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, uri: str) -> bool:
        return uri.startswith("http://127.0.0.1:")

    def check_client_secret(self, secret: str) -> bool:
        return False

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "none"

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind in ("authorization_code", "refresh_token")


@dataclass
class Code(AuthorizationCodeMixin):
    client: str
    redirect: str
    scope: str
    code_challenge: str
    code_challenge_method: str
    nonce: str = ""
    auth_time: int = 0

    def get_redirect_uri(self) -> str:
        return self.redirect

    def get_scope(self) -> str:
        return self.scope


@dataclass
class Refresh(TokenMixin):
    client: str
    scope: str
    family: list[bool] = field(default_factory=lambda: [True])
    used: bool = False

    def check_client(self, client: Client) -> bool:
        return client.id == self.client

    def get_scope(self) -> str:
        return self.scope


codes: dict[str, Code] = {}
refreshes: dict[str, Refresh] = {}


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ("none",)

    def save_authorization_code(self, code: str, asked: Any) -> None:
        said = asked.payload.data
        codes[code] = Code(
            asked.client.id, asked.payload.redirect_uri, asked.payload.scope, said["code_challenge"], "S256"
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        found = codes.get(code)
        return found if found and found.client == client.id else None

    def delete_authorization_code(self, code: Code) -> None:
        codes.pop(next(one for one, kept in codes.items() if kept is code))

    def authenticate_user(self, code: Code) -> str:
        return PATIENT


class RefreshGrant(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ("none",)
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, text: str) -> Refresh | None:
        found = refreshes.get(text)
        if found and found.used:
            found.family[0] = False
        return found if found and found.family[0] else None

    def authenticate_user(self, kept: Refresh) -> str:
        return PATIENT

    def revoke_old_credential(self, kept: Refresh) -> None:
        kept.used = True


class Challenge(CodeChallenge):
    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)


def access_token(client: Client, grant_type: str, user: str, scope: str) -> str:
    ended = client.id == SHORT and grant_type == "authorization_code"
    claims = {
        "aud": AUDIENCE,
        "sub": user,
        "client_id": client.id,
        "scope": scope,
        "jti": secrets.token_hex(8),
    }
    return jwt.encode({**claims, "exp": int(time.time()) + (-1 if ended else LIFE)}, SECRET, "HS256")


def save_token(token: dict[str, Any], asked: Any) -> None:
    before = getattr(asked, "refresh_token", None)
    kept = Refresh(asked.client.id, token["scope"])
    kept.family = before.family if before else kept.family
    refreshes[token["refresh_token"]] = kept
    token["patient"] = PATIENT


app = Flask(__name__)
app.config["OAUTH2_ACCESS_TOKEN_GENERATOR"] = access_token
app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": LIFE, "refresh_token": LIFE}
server = AuthorizationServer(app, Client, save_token)
server.register_grant(CodeGrant, [Challenge(required=True)])
server.register_grant(RefreshGrant)


@app.get("/authorize")
def authorize() -> Any:
    """The page where a person says yes; `says=no` in its address stands for the other button."""
    try:
        grant = server.get_consent_grant(end_user=PATIENT)
    except OAuth2Error as error:
        return Response(error.error, 400)
    if request.args.get("aud") != AUDIENCE or not request.args.get("code_challenge"):
        return Response("This is no sign-in for the clinic's server with PKCE.", 400)
    return server.create_authorization_response(
        grant_user=None if request.args.get("says") == "no" else PATIENT, grant=grant
    )


@app.post("/token")
def token() -> Any:
    return server.create_token_response()


@app.get("/.well-known/openid-configuration")
def configuration() -> Any:
    here = request.host_url.rstrip("/")
    return jsonify(
        issuer=here, authorization_endpoint=f"{here}/authorize", token_endpoint=f"{here}/token",
        code_challenge_methods_supported=["S256"], response_types_supported=["code"],
    )  # fmt: skip


if __name__ == "__main__":
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    print(f"listening on http://127.0.0.1:{listening.server_port}", flush=True)  # noqa: T201
    listening.serve_forever()
