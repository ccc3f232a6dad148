"""What keeps workloads in: service accounts and their roles, network policies, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from stewardship.document import Document
from stewardship.model import Value
from stewardship.readers import facts

ORIGIN = "kubernetes"
# The annotations by which a cloud's identity is bound: EKS (IRSA), GKE and AKS workload identity.
ROLES = (
    "eks.amazonaws.com/role-arn",
    "iam.gke.io/gcp-service-account",
    "azure.workload.identity/client-id",
)
SIGNING = (
    "ClusterImagePolicy", "ImageValidatingPolicy", "RatifyVerification", "Verifier",
    "NamespacedVerifier", "Policy", "ClusterPolicy",
)  # fmt: skip
KINDS = ("ServiceAccount", "NetworkPolicy", *SIGNING)


def fields(document: Document, entity: str, group: str) -> dict[str, Value]:
    """The fields of such an object; none for any other."""
    if entity == "ServiceAccount":
        return {"cloud-roles": _roles(document)}
    if entity == "NetworkPolicy":
        return _network(document)
    if entity in SIGNING and _verifies(document, entity, group):
        return {"verifies-signatures": Value(True, document.location("kind"), ORIGIN)}
    return {}


def _roles(document: Document) -> Value:
    at = ("metadata", "annotations")
    found = [facts.text(document, *at, key, origin=ORIGIN) for key in ROLES]
    return facts.listing(
        (role for role in found if role is not None), document.location(*at), ORIGIN
    )


def _network(document: Document) -> dict[str, Value]:
    place = document.location("spec")
    selector = document.get("spec", "podSelector")
    expressions = isinstance(selector, dict) and bool(selector.get("matchExpressions"))
    if expressions or not isinstance(selector, dict):
        selects = Value("expressions", place, ORIGIN, "unknown")
    elif selector.get("matchLabels"):
        selects = facts.nested(document, "spec", "podSelector", "matchLabels", origin=ORIGIN)
    else:
        selects = Value({}, place, ORIGIN)
    return {"selects": selects, "egress": Value(_egress(document), place, ORIGIN)}


def _egress(document: Document) -> str:
    """How far out a policy lets go: ``none``, into the ``cluster`` (or a private network), or
    ``open``; ``unsaid`` where it is not about egress."""
    types = document.get("spec", "policyTypes")
    rules = document.get("spec", "egress")
    named = isinstance(types, list) and "Egress" in types
    if not named and not (types is None and isinstance(rules, list)):
        return "unsaid"
    if not rules:
        return "none"
    if not isinstance(rules, list):
        return "open"
    inner = all(isinstance(rule, dict) and _inner(rule.get("to")) for rule in rules)
    return "cluster" if inner else "open"


def _inner(peers: object) -> bool:
    """Whether peers are all of the cluster; a rule without peers lets go anywhere."""
    if not isinstance(peers, list) or not peers:
        return False
    for peer in peers:
        if not isinstance(peer, dict):
            return False
        block = peer.get("ipBlock")
        if block is not None and not _private(block.get("cidr") if isinstance(block, dict) else ""):
            return False
    return True


def _private(cidr: object) -> bool:
    try:
        return ip_network(str(cidr), strict=False).is_private
    except ValueError:
        return False


def _verifies(document: Document, entity: str, group: str) -> bool:
    """Whether the object makes the cluster refuse what nobody signed."""
    if entity in ("Policy", "ClusterPolicy"):
        return group.startswith("kyverno.io/") and any(_enforcing(document))
    if entity in ("Verifier", "NamespacedVerifier"):
        return group.startswith("config.ratify.")
    if entity == "RatifyVerification":
        return str(document.get("spec", "enforcementAction")) not in ("dryrun", "warn")
    if entity == "ClusterImagePolicy":
        return str(document.get("spec", "mode")) != "warn" and _asks(document)
    actions = document.get("spec", "validationActions")
    return not isinstance(actions, list) or "Deny" in actions


def _asks(document: Document) -> bool:
    """Whether a ClusterImagePolicy has an authority, and none that lets everything pass."""
    listed = document.get("spec", "authorities")
    authorities = listed if isinstance(listed, list) else []
    asking = [isinstance(one, dict) and ("key" in one or "keyless" in one) for one in authorities]
    return bool(authorities) and all(asking)


def _enforcing(document: Document) -> Iterator[bool]:
    rules = document.get("spec", "rules")
    whole = str(document.get("spec", "validationFailureAction") or "").casefold() == "enforce"
    for rule in rules if isinstance(rules, list) else ():
        listed = rule.get("verifyImages") if isinstance(rule, dict) else None
        for one in listed if isinstance(listed, list) else ():
            if not isinstance(one, dict) or one.get("required") is False:
                continue
            own = str(one.get("failureAction") or "").casefold()
            yield own == "enforce" or (whole and not own)
