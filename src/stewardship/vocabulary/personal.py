"""Personal data that is known by its form: addresses, numbers of phones, cards and accounts.

What is found is told by kind and place and never by its value. Left out is what standards and
issuers set aside for examples: the domains of RFC 2606 and RFC 6761, the numbers that NANPA
(555-0100 to 555-0199) and Ofcom keep for fiction, and the card and account numbers that payment
companies and SWIFT print in their manuals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.frozen import dataclass
from stewardship.pattern import pattern

EMAIL, PHONE, CARD, IBAN = "e-mail address", "phone number", "payment card", "bank account (IBAN)"

# Each begins with the character that a search can leap to; what stands before it is looked at then.
_HOST = pattern(r"@((?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24})\b")
_LOCAL = pattern(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}\Z")
_PHONE = pattern(r"\+(?<![\w+./=\\-]\+)[1-9][0-9]{0,2}(?:[ .()-]{0,2}[0-9]{2,4}){2,5}(?![\w/])")
_CARD = pattern(
    r"[2-6](?<![\w.+-].)(?:[0-9]{3}(?:[ -]?[0-9]{4}){2,3}[0-9]{0,3}|"
    r"(?<=3)[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5})(?![\w.-])"
)
_IBAN = pattern(r"[A-Z](?<!\w.)[A-Z][0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")

# Set aside: RFC 2606, RFC 6761; and hosts that send mail for programs.
_EXAMPLE_DOMAINS = ("example", "test", "invalid", "localhost", "local", "internal")
_EXAMPLE_HOSTS = (
    "example.com", "example.org", "example.net", "users.noreply.github.com", "gserviceaccount.com",
    # Not set aside by a standard, and written by everybody as if they were.
    "acme.com", "acme.org", "company.com", "domain.com", "foo.bar", "foo.com", "mycompany.com",
    "test.com", "yourcompany.com", "yourdomain.com",
)  # fmt: skip
# Names of roles and programs (RFC 2142), behind which is no one person; and hosts of lists.
_NOBODY = frozenset((
    "abuse", "admin", "administrator", "ai", "billing", "bot", "bugs", "ci", "contact",
    "dev", "donotreply", "ftp",
    "git", "hello", "help", "hostmaster", "info", "jobs", "legal", "list", "mailer-daemon",
    "marketing", "news", "no-reply", "noc", "noreply", "office", "postmaster", "press", "privacy",
    "root", "sales", "security", "service", "support", "team", "usenet", "webmaster", "www",
))  # fmt: skip
# What everybody writes who needs an address and has none.
_PLACEHOLDERS = frozenset((
    "bar", "customer", "demo", "email", "example", "firstname.lastname", "foo", "jane.doe",
    "janedoe", "john.doe", "johndoe", "name", "nobody", "some", "somebody", "someone", "test",
    "tester", "testuser", "user", "user.name", "username", "you", "your.name", "yourname",
))  # fmt: skip
_LISTS = ("lists.", "list.", "groups.", "googlegroups.")
# What follows a version or a size in the name of a file: `icon@2x.png`, `core@3.2.RELEASE`.
_ENDINGS = frozenset((
    "css", "final", "ga", "gif", "gz", "html", "jar", "jpeg", "jpg", "js", "json", "md", "pdf",
    "png", "py", "release", "sh", "snapshot", "svg", "tgz", "ts", "txt", "webp", "xml", "yaml",
    "yml", "zip",
))  # fmt: skip
# The numbers that payment companies print for tests, and those of ISO 13616's registry.
_TEST_CARDS = frozenset((
    "4111111111111111", "4242424242424242", "4000056655665556", "4012888888881881",
    "5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222",
    "378282246310005", "371449635398431", "6011111111111117", "6011000990139424",
    "3056930009020004", "30569309025904", "3566002020360505", "6200000000000005",
    "4000000000000002", "4000002500003155", "4222222222222", "5424000000000015",
))  # fmt: skip
_TEST_IBANS = frozenset((
    "GB82WEST12345698765432", "GB29NWBK60161331926819", "DE89370400440532013000",
    "DE75512108001245126199", "FR1420041010050500013M02606", "FR7630006000011234567890189",
    "NL91ABNA0417164300", "NL20INGB0001234567", "ES9121000418450200051332",
    "IT60X0542811101000000123456", "BE68539007547034", "CH9300762011623852957",
    "DE44500105175407324931", "GB33BUKB20201555555555",
    "AT611904300234573201", "PL61109010140000071219812874", "SE4550000000058398257466",
))  # fmt: skip
# Country -> how long an IBAN of it is (ISO 13616 registry).
_LENGTHS: Mapping[str, int] = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BR": 29, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20,
    "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27,
    "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22,
    "MK": 19, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PT": 25, "QA": 29,
    "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26,
    "UA": 29, "VG": 24, "XK": 20,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence: its kind, and where in the text it begins."""

    kind: str
    offset: int


def scan(text: str) -> Iterator[Found]:
    """What in a text has the form of personal data, kind by kind."""
    for match in _HOST.finditer(text):
        at = match.start()
        name = _LOCAL.search(text, max(0, at - 64), at)
        if name and not _is_example(name.group(0), match.group(1)):
            yield Found(EMAIL, name.start())
    for match in _PHONE.finditer(text):
        if _is_phone(_digits(match.group(0))):
            yield Found(PHONE, match.start())
    for form, kind, holds in ((_CARD, CARD, _is_card), (_IBAN, IBAN, _is_iban)):
        for match in form.finditer(text):
            if holds(match.group(0)):
                yield Found(kind, match.start())


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _is_example(name: str, host: str) -> bool:
    """Whether an address is set aside, of no one person, or no address but the name of a file."""
    host, name = host.casefold(), name.casefold()
    if name in _NOBODY or name in _PLACEHOLDERS or host.startswith(_LISTS):
        return True
    if host in _EXAMPLE_HOSTS or any(host.endswith(f".{one}") for one in _EXAMPLE_HOSTS):
        return True
    first, *rest = host.split(".")
    if first[:1].isdigit() and (rest[-1] in _ENDINGS or rest[0].isdigit()):
        return True
    filed = any(part.startswith(("com-", "org-", "net-")) for part in rest)
    return filed or rest[-1] in _EXAMPLE_DOMAINS


def _is_phone(digits: str) -> bool:
    """Whether these may be a number by E.164, and are none that is kept for fiction."""
    if not 8 <= len(digits) <= 15 or len(set(digits)) < 4:
        return False
    if digits.startswith("1"):  # North America: an area and seven digits more
        return len(digits) == 11 and digits[4:9] != "55501"
    return not digits.startswith(("447700900", "442079460", "4916172")) and "12345678" not in digits


def _is_card(text: str) -> bool:
    digits = _digits(text)
    if not 13 <= len(digits) <= 19 or digits in _TEST_CARDS or len(set(digits)) < 4:
        return False
    return luhn(digits)


def _is_iban(text: str) -> bool:
    plain = text.replace(" ", "")
    if _LENGTHS.get(plain[:2]) != len(plain) or plain in _TEST_IBANS:
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit() and char.isascii())
