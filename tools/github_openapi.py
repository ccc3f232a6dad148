"""Cut GitHub's own OpenAPI description to the calls in use, and make it strict.

    npm install @octokit/openapi
    python tools/github_openapi.py node_modules/@octokit/openapi

writes ``tests/forge/openapi.json``. By it the tests hold every call to the forge and every answer
of the fake one; Prism reads the same file. Of the answers only those fields are kept that
``CALLS`` names, which are those that are read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "tests" / "forge" / "openapi.json"
REPO, ORG, TEAM = "/repos/{owner}/{repo}", "/orgs/{org}/teams", "/orgs/{org}/teams/{team_slug}"
PULL = "number user.login draft state head.sha base.sha"
# What of each answer is read: paths of fields, of a list those of its items.
CALLS = {
    f"GET {REPO}": "default_branch",
    f"GET {REPO}/branches/{{branch}}": "commit.sha "
    "protection.required_status_checks.enforcement_level "
    "protection.required_status_checks.contexts",
    f"GET {REPO}/codeowners/errors": "errors.line errors.kind errors.message errors.path",
    f"GET {REPO}/collaborators/{{username}}/permission": "permission",
    f"GET {REPO}/commits/{{ref}}/statuses": "context state description target_url",
    f"GET {REPO}/git/matching-refs/{{ref}}": "ref object.sha",
    f"GET {REPO}/issues/{{issue_number}}/comments": "id body user.login user.type",
    f"GET {REPO}/pulls": PULL,
    f"GET {REPO}/pulls/{{pull_number}}": PULL,
    f"GET {REPO}/pulls/{{pull_number}}/requested_reviewers": "users.login teams.slug",
    f"GET {REPO}/pulls/{{pull_number}}/reviews": "user.login state commit_id submitted_at",
    f"GET {REPO}/rules/branches/{{branch}}": "type parameters.required_status_checks.context",
    f"GET {ORG}": "slug",
    f"GET {TEAM}/members": "login",
    f"GET {TEAM}/repos/{{owner}}/{{repo}}": "",
    "GET /user": "login",
    "GET /users/{username}": "login",
    f"POST {REPO}/issues/{{issue_number}}/comments": "id",
    f"POST {REPO}/pulls/{{pull_number}}/requested_reviewers": "number",
    f"POST {REPO}/statuses/{{sha}}": "state",
    f"PATCH {REPO}/issues/comments/{{comment_id}}": "id",
}
ANY: dict[str, Any] = {"description": "what GitHub says instead"}
Wanted = Mapping[str, Any]


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What decides whether a request's body is valid; and nothing that is not described is."""
    kept = {key: schema[key] for key in ("type", "enum", "nullable") if key in schema}
    if "items" in schema:
        kept["items"] = strict(schema["items"])
    if "properties" in schema:
        kept["properties"] = {key: strict(one) for key, one in schema["properties"].items()}
        kept |= {"additionalProperties": False, "minProperties": 1}
        if schema.get("required"):
            kept["required"] = schema["required"]
    return kept


def read(schema: Mapping[str, Any], wanted: Wanted) -> dict[str, Any]:
    """Of an answer what is read, and what GitHub promises of it."""
    for union in ("oneOf", "anyOf"):
        if union in schema:
            found = [read(one, wanted) for one in schema[union]]
            alone = [one for at, one in enumerate(found) if one not in found[:at]]
            return alone[0] if len(alone) == 1 else {"anyOf": alone}
    if "allOf" in schema:
        merged: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
        for part in schema["allOf"]:
            merged["properties"] |= part.get("properties", {})
            merged["required"] += part.get("required", [])
        return read(merged, wanted)
    kept = {key: schema[key] for key in ("type", "enum", "nullable") if key in schema}
    if "items" in schema:
        kept["items"] = read(schema["items"], wanted)
    there = schema.get("properties", {})
    if properties := {key: read(there[key], wanted[key]) for key in wanted if key in there}:
        kept["properties"] = properties
        if required := [key for key in schema.get("required", []) if key in properties]:
            kept["required"] = required
    return kept


def tree(paths: str) -> dict[str, Any]:
    """Paths of fields as one tree."""
    found: dict[str, Any] = {}
    for path in paths.split():
        level = found
        for name in path.split("."):
            level = level.setdefault(name, {})
    return found


def names(schema: Mapping[str, Any], above: str = "") -> set[str]:
    """The paths of the fields that a schema has."""
    found = {above} if above else set()
    for one in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        found |= names(one, above)
    for key, one in schema.get("properties", {}).items():
        found |= names(one, f"{above}.{key}" if above else key)
    return found


def operation(call: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """One call: its parameters, its body, its answers."""
    parameters = []
    for one in said.get("parameters", []):
        kept = {key: one[key] for key in ("name", "in", "required") if key in one}
        schema = {k: v for k, v in one["schema"].items() if k in ("type", "enum", "oneOf")}
        parameters.append({**kept, "schema": schema})
    answers: dict[str, Any] = {}
    for status, answer in said["responses"].items():
        answers[status] = dict(ANY)
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        if status.startswith("2") and schema:
            cut = read(schema, tree(CALLS[call]))
            if missing := set(CALLS[call].split()) - names(cut):
                raise SystemExit(f"{call}: the answer has no {', '.join(sorted(missing))}")
            answers[status]["content"] = {"application/json": {"schema": cut}}
    made: dict[str, Any] = {"parameters": parameters, "responses": {**answers, "default": ANY}}
    if "requestBody" in said:
        schema = strict(said["requestBody"]["content"]["application/json"]["schema"])
        content = {"application/json": {"schema": schema}}
        made["requestBody"] = {"required": True, "content": content}
    return made


def main(package: Path) -> None:
    """Write the file."""
    described = json.loads((package / "generated" / "api.github.com.deref.json").read_bytes())
    paths: dict[str, Any] = {}
    for call in CALLS:
        method, _, path = call.partition(" ")
        said = described["paths"][path][method.lower()]
        paths.setdefault(path, {})[method.lower()] = operation(call, said)
    version = json.loads((package / "package.json").read_bytes())["version"]
    info = {"title": "GitHub, cut to the calls in use", "version": version}
    info["description"] = f"from @octokit/openapi {version} by tools/github_openapi.py"
    data = {"openapi": described["openapi"], "info": info, "paths": paths}
    FILE.write_text(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
