"""GitLab: everything by its predefined variables."""

from __future__ import annotations

from collections.abc import Mapping

from stewardship.ci.bases import branch, change, commit, merged
from stewardship.ci.events import Event
from stewardship.errors import UserError
from stewardship.repository.git import Repository, shorten


def event(repo: Repository, environment: Mapping[str, str]) -> Event:
    """GitLab's pipelines, by its predefined variables.

    A branch that is not protected is held against the tip of the branch that it goes to, and never
    against what was pushed to it before: its author wrote that too, policies included. For the
    same reason neither a schedule nor a pipeline by hand judges a branch by its own policies, and
    a tag is judged by the default branch's.
    """
    name = environment.get("CI_PIPELINE_SOURCE", "")
    if name == "merge_request_event":
        return _merge_request(name, repo, environment)
    if name not in ("push", "schedule", "web"):
        raise UserError(
            f"a pipeline from `{shorten(name)}` is not one that this gate judges",
            None,
            "run it for merge_request_event, push, schedule or web, or name `--base <revision>`",
        )
    default = _variable(environment, "CI_DEFAULT_BRANCH")
    if environment.get("CI_COMMIT_TAG"):
        return Event(name, "", "HEAD", branch(repo, default))
    here = _variable(environment, "CI_COMMIT_BRANCH")
    before = _variable(environment, "CI_COMMIT_BEFORE_SHA") if name == "push" else ""
    if not before.strip("0"):  # everything, or the first push: there is nothing that it changes
        own = Event(name, "", "HEAD")
        return own if here == default else change(name, repo, branch(repo, default))
    if here != default and environment.get("CI_COMMIT_REF_PROTECTED") != "true":
        return change(name, repo, branch(repo, default))
    return change(name, repo, commit(repo, before, forced=True))


def _merge_request(name: str, repo: Repository, environment: Mapping[str, str]) -> Event:
    """The base is the tip of the target branch: what CI_MERGE_REQUEST_TARGET_BRANCH_SHA says of a
    merged result, else what was fetched. CI_MERGE_REQUEST_DIFF_BASE_SHA is only where the change
    forked off, and an old fork must not bring old policies back.
    """
    if sha := environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"):
        return merged(name, repo, sha, environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", ""))
    project, here = (
        _variable(environment, f"CI_{which}_ID") for which in ("MERGE_REQUEST_PROJECT", "PROJECT")
    )
    if project != here:
        raise UserError(
            "this pipeline runs in a fork, which has no say over the policies of the project",
            None,
            "a member of the project starts the pipeline of the merge request there",
        )
    target = _variable(environment, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    return change(name, repo, branch(repo, target))


def _variable(environment: Mapping[str, str], name: str) -> str:
    if value := environment.get(name):
        return value
    raise UserError(f"the environment has no `{name}`", None, "name `--base <revision>`")
