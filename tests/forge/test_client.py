"""The client over real HTTP: what it sends, how it waits, what it says and keeps secret."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from stewardship.errors import GateError, UserError
from stewardship.forge.client import Client, RefusedError

CANARY = "ghp_canary0123456789"
NOW = 1_000_000.0


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def client(httpserver: HTTPServer, slept: list[float]) -> Client:
    return Client(httpserver.url_for("").rstrip("/"), CANARY, slept.append, lambda: NOW)


def answers(*responses: Response) -> Callable[[Request], Response]:
    """One after the other; the last again and again."""
    left: Iterator[Response] = iter(responses)
    last = responses[-1]
    return lambda request: next(left, last)


def said(status: int, message: str = "", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(json.dumps({"message": message}), status, named)


def test_it_sends_its_token_and_says_which_version_it_speaks(
    httpserver: HTTPServer, client: Client
) -> None:
    httpserver.expect_request("/x").respond_with_json({"a": 1})
    assert client.get("/x") == {"a": 1}
    headers = httpserver.log[0][0].headers
    assert headers["Authorization"] == f"Bearer {CANARY}"
    assert headers["X-GitHub-Api-Version"] == "2022-11-28"


# A sentence, the response, what the error says, and its hint.
REFUSALS = [
    ("no token", said(401, "Bad credentials"), "is not accepted (Bad credentials)", "set another"),
    ("a permission that is named",
     said(403, "Resource not accessible", x_accepted_github_permissions="pull_requests=write"),
     "may not do this (Resource not accessible)", "lacks one of: pull_requests=write"),
    ("a permission that is not", said(403, "no"), "may not do this", "docs/ownership.md"),
    ("nothing there", said(404, "Not Found"), "there is no such thing", "the token"),
    ("what cannot be", said(422, "Reviews may only be requested"), "does not take this", "says"),
    ("an odd one", said(418, "teapot"), "answers 418 (teapot)", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("response", "message", "hint"), [r[1:] for r in REFUSALS], ids=[r[0] for r in REFUSALS]
)
def test_each_status_is_told_clearly(
    httpserver: HTTPServer, client: Client, slept: list[float], response: Response,
    message: str, hint: str,
) -> None:  # fmt: skip
    httpserver.expect_request("/x").respond_with_handler(answers(response))
    with pytest.raises(RefusedError) as error:
        client.get("/x")
    assert error.value.message.startswith("GET /x: ")
    assert message in error.value.message
    assert hint in (error.value.hint or "")
    assert error.value.status == response.status_code
    assert slept == []


OK = Response("{}", 200)
# A sentence, the method, the responses, and the seconds slept.
WAITS: list[tuple[str, str, list[Response], list[float]]] = [
    ("as long as it is told", "GET", [said(429, retry_after="7"), OK], [7]),
    ("what changes something, too", "POST", [said(429, retry_after="7"), OK], [7]),
    ("a second limit", "POST", [said(403, retry_after="3"), OK], [3]),
    ("until the limit is lifted", "GET",
     [said(403, x_ratelimit_remaining="0", x_ratelimit_reset="1000030"), OK], [30]),
    ("a time that has passed", "GET",
     [said(429, x_ratelimit_remaining="0", x_ratelimit_reset="999000"), OK], [0]),
    ("longer each time", "GET", [said(502), said(503), said(500), OK], [1, 2, 4]),
    ("never long for a busy forge", "GET", [said(503, retry_after="3600"), OK], [60]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "responses", "wanted"), [r[1:] for r in WAITS], ids=[r[0] for r in WAITS]
)
def test_it_waits(
    httpserver: HTTPServer, client: Client, slept: list[float], method: str,
    responses: list[Response], wanted: list[float],
) -> None:  # fmt: skip
    httpserver.expect_request("/x", method).respond_with_handler(answers(*responses))
    found = client.get("/x") if method == "GET" else client.send(method, "/x", {})
    assert (found, slept) == ({}, wanted)


def test_a_limit_of_an_hour_is_not_waited_for(
    httpserver: HTTPServer, client: Client, slept: list[float]
) -> None:
    httpserver.expect_request("/x").respond_with_handler(answers(said(429, retry_after="3600")))
    with pytest.raises(RefusedError, match="rate limit is used up") as error:
        client.get("/x")
    assert (error.value.status, slept) == (429, [])


def test_a_forge_that_does_not_work_is_no_mistake_of_the_user(
    httpserver: HTTPServer, client: Client, slept: list[float]
) -> None:
    httpserver.expect_request("/x").respond_with_handler(answers(said(500)))
    with pytest.raises(GateError, match=r"GET /x: the forge does not work at present \(500\)"):
        client.get("/x")
    assert slept == [1, 2, 4]


def test_what_changes_something_is_not_sent_twice_to_a_forge_that_broke(
    httpserver: HTTPServer, client: Client
) -> None:
    httpserver.expect_request("/x", "POST").respond_with_handler(answers(said(502), OK))
    with pytest.raises(GateError):
        client.send("POST", "/x", {})
    assert len(httpserver.log) == 1


def test_nobody_there_is_told_after_some_tries(slept: list[float]) -> None:
    with pytest.raises(GateError, match="cannot be reached"):
        Client("http://127.0.0.1:1", CANARY, slept.append).get("/x")
    assert slept == [1, 2, 4]


def test_all_pages_are_read(httpserver: HTTPServer, client: Client) -> None:
    def page(request: Request) -> Response:
        assert request.args["per_page"] == "100"
        number = int(request.args.get("page", "1"))
        headers = {}
        if number < 3:
            url = httpserver.url_for(f"/list?per_page=100&page={number + 1}")
            headers["Link"] = f'<{url}>; rel="next", <{url}>; rel="last"'
        items = list(range(number * 100, number * 100 + (100 if number < 3 else 5)))
        return Response(json.dumps(items), 200, headers)

    httpserver.expect_request("/list").respond_with_handler(page)
    assert list(client.all("/list")) == list(range(100, 305))


def test_an_enterprise_server_is_asked_below_its_own_path(
    httpserver: HTTPServer, slept: list[float]
) -> None:
    link = f'<{httpserver.url_for("/api/v3/list")}?per_page=100&page=2>; rel="next"'
    page = httpserver.expect_request("/api/v3/list", query_string="per_page=100")
    page.respond_with_data("[1]", headers={"Link": link})
    page = httpserver.expect_request("/api/v3/list", query_string="per_page=100&page=2")
    page.respond_with_data("[2]")
    client = Client(httpserver.url_for("/api/v3/"), CANARY, slept.append)
    assert list(client.all("/list")) == [1, 2]


def test_a_list_without_an_end_is_an_error(httpserver: HTTPServer, client: Client) -> None:
    link = f'<{httpserver.url_for("/list")}>; rel="next"'
    httpserver.expect_request("/list").respond_with_data("[1]", headers={"Link": link})
    with pytest.raises(GateError, match="more than 100 pages"):
        list(client.all("/list"))


@pytest.mark.parametrize("body", ["{}", '"x"', "null", ""])
def test_a_list_that_is_none_is_an_error(httpserver: HTTPServer, client: Client, body: str) -> None:
    httpserver.expect_request("/list").respond_with_data(body)
    with pytest.raises(GateError, match="answers no list"):
        list(client.all("/list"))


@pytest.mark.parametrize("body", ["<html>", "[" * 100_000, "{"])
def test_what_is_no_json_is_an_error(httpserver: HTTPServer, client: Client, body: str) -> None:
    httpserver.expect_request("/x").respond_with_data(body)
    with pytest.raises(GateError, match="no JSON"):
        client.get("/x")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_token_follows_no_redirect_to_another_host(
    httpserver: HTTPServer, client: Client, status: int
) -> None:
    with HTTPServer(host="127.0.0.1") as other:
        other.expect_request("/y").respond_with_json({})
        where = {"Location": other.url_for("/y")}
        httpserver.expect_request("/x").respond_with_data("", status, where)
        with pytest.raises(UserError, match="redirects to another host"):
            client.get("/x")
        assert other.log == []


def test_the_token_follows_no_page_to_another_host(httpserver: HTTPServer, client: Client) -> None:
    with HTTPServer(host="127.0.0.1") as other:
        link = {"Link": f'<{other.url_for("/y")}>; rel="next"'}
        httpserver.expect_request("/x").respond_with_data("[]", headers=link)
        with pytest.raises(UserError, match="on another host"):
            list(client.all("/x"))
        assert other.log == []


def test_a_renamed_repository_is_found(httpserver: HTTPServer, client: Client) -> None:
    httpserver.expect_request("/x").respond_with_data("", 301, {"Location": "/y"})
    httpserver.expect_request("/y").respond_with_json({"here": True})
    assert client.get("/x") == {"here": True}


@pytest.mark.parametrize(
    "api",
    ["http://api.github.com", "ftp://127.0.0.1", "api.github.com", "", "file:///etc/passwd",
     "http://127.0.0.1.evil.example", "https://user:word@api.github.com", "https://"],
)  # fmt: skip
def test_a_token_is_sent_to_no_such_address(api: str) -> None:
    with pytest.raises(UserError, match="address of the forge"):
        Client(api, CANARY)


@pytest.mark.parametrize("token", ["", " ", "a b", "a\r\nX-Evil: 1", "é"])
def test_what_is_no_token_is_said_without_it(token: str) -> None:
    with pytest.raises(UserError) as error:
        Client("https://api.github.com", token)
    assert error.value.message == "there is no token for the forge, or it holds what no token holds"


@pytest.mark.parametrize("status", [401, 403, 404, 418, 422, 429, 500])
def test_the_token_is_in_no_message_even_where_the_forge_repeats_it(
    httpserver: HTTPServer, client: Client, status: int
) -> None:
    echo = said(status, f"token {CANARY} \x1b[31m", x_accepted_github_permissions=CANARY)
    httpserver.expect_request("/x").respond_with_handler(answers(echo))
    with pytest.raises((UserError, GateError)) as error:
        client.get("/x")
    told = f"{error.value} {getattr(error.value, 'hint', '')} {client!r}"
    assert CANARY not in told
    assert "\x1b" not in told
