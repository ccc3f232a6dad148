"""Cut GitHub's own OpenAPI description to the calls in use, and make it strict.

    npm install @octokit/openapi
    python tools/github_requests.py node_modules/@octokit/openapi

writes ``tests/forge/requests.json``, by which the tests hold every call to the forge.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "tests" / "forge" / "requests.json"
REPO, ORG = "/repos/{owner}/{repo}", "/orgs/{org}/teams"
CALLS = (
    f"GET {REPO}",
    f"GET {REPO}/branches/{{branch}}",
    f"GET {REPO}/collaborators/{{username}}/permission",
    f"GET {REPO}/commits/{{ref}}/statuses",
    f"GET {REPO}/issues/{{issue_number}}/comments",
    f"GET {REPO}/pulls",
    f"GET {REPO}/pulls/{{pull_number}}",
    f"GET {REPO}/pulls/{{pull_number}}/requested_reviewers",
    f"GET {REPO}/pulls/{{pull_number}}/reviews",
    f"GET {REPO}/rules/branches/{{branch}}",
    f"GET {ORG}",
    f"GET {ORG}/{{team_slug}}/members",
    f"GET {ORG}/{{team_slug}}/repos/{{owner}}/{{repo}}",
    "GET /user",
    f"POST {REPO}/issues/{{issue_number}}/comments",
    f"POST {REPO}/pulls/{{pull_number}}/requested_reviewers",
    f"POST {REPO}/statuses/{{sha}}",
    f"PATCH {REPO}/issues/comments/{{comment_id}}",
)


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """What decides whether a body is valid; and nothing that is not described is."""
    kept = {key: schema[key] for key in ("type", "enum") if key in schema}
    if schema.get("nullable"):
        kept["type"] = [kept["type"], "null"]
    if "items" in schema:
        kept["items"] = strict(schema["items"])
    if "properties" in schema:
        kept["properties"] = {key: strict(one) for key, one in schema["properties"].items()}
        kept |= {"additionalProperties": False, "minProperties": 1}
        kept["required"] = schema.get("required", [])
    return kept


def main(package: Path) -> None:
    """Write the file."""
    described = json.loads((package / "generated" / "api.github.com.deref.json").read_bytes())
    calls: dict[str, Any] = {}
    for call in CALLS:
        method, _, path = call.partition(" ")
        body = described["paths"][path][method.lower()].get("requestBody")
        calls[call] = strict(body["content"]["application/json"]["schema"]) if body else None
    version = json.loads((package / "package.json").read_bytes())["version"]
    data = {"source": f"@octokit/openapi {version}", "calls": calls}
    FILE.write_text(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
