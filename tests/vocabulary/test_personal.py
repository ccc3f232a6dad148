"""What has the form of personal data, and what is set aside for examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.personal import CARD, EMAIL, IBAN, PHONE, luhn, scan


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("joe.doe@acme-bank.com", EMAIL),
        ("mailto:j@mail.co.uk", EMAIL),
        ("li.na@163.com", EMAIL),
        ("+49 30 901820", PHONE),
        ("+1 (212) 664-7665", PHONE),
        ("4539 5787 6362 1486", CARD),
        ("371449635398432 378282246310005 379354508162306", CARD),
        ("DE02120300000000202051", IBAN),
        ("NL02 ABNA 0123 4567 89", IBAN),
    ],
)
def test_what_has_the_form_is_found(text: str, kind: str) -> None:
    found = list(scan(f"x {text}"))
    assert kind in {one.kind for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "a@example.com a@sub.example.org root@localhost noreply@acme-bank.com git@github.com x@y",
        "support@acme-bank.com Info@acme-bank.com announce@lists.acme-bank.com",
        "runner@acme-prod.iam.gserviceaccount.com",
        "me@acme.org ai@acme-bank.com user@email.com some@mail.com John.Doe@acme-bank.com",
        "icon@2x.png spring-core@3.2.4.RELEASE lib@1.0.tgz devel@acme.org-4a6a0840.rsa.pub",
        "1.4\\+20161126-1 +14.04.20140314-0ubuntu1 +1-555-0123",
        "+1 212 555 0123, +44 7700 900123, +12345678, 2026-11-26, +0 12",
        "4111 1111 1111 1111 4242424242424242 5555555555554444 1111111111111111",
        "4539578763621487 1700000000000 550e8400-e29b-41d4-a716-446655440000",
        "GB82 WEST 1234 5698 7654 32 DE89370400440532013000 DE00120300000000202051",
        "sha256:4539578763621486aaaa",
    ],
)
def test_what_is_set_aside_or_checks_out_wrong_is_not(text: str) -> None:
    assert [one.kind for one in scan(text)] == []


@given(st.text(max_size=200))
def test_any_text_is_scanned_and_places_lie_in_it(text: str) -> None:
    assert all(0 <= one.offset < len(text) for one in scan(text))


@given(st.from_regex(r"[0-9]{12,18}", fullmatch=True))
def test_exactly_one_last_digit_checks_a_number(digits: str) -> None:
    assert sum(luhn(digits + str(last)) for last in range(10)) == 1
