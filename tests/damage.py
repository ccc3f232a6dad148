"""Real files with damage: parts cut out, doubled, or replaced by what breaks parsers."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

# Openings that never close, marks of YAML, JSON, TOML, Markdown and of shells, and no text at all.
HOSTILE = (
    b"---\n", b"\n---\n", b"[" * 60, b"{" * 60, b"- " * 60, b"&a [*a, *a]", b"<<: *a\n", b"\x00",
    b"!!python/name:os ", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\t", b'"', b"'", b"|", b"`", b"* ",
    b"# ", b": ", b"\xe2\x80\xa8", b"1e999", b"9" * 5000, b"<" * 99, b"](", b"= [", b"\\", b"@",
    b"%", b"?", b"",
)  # fmt: skip


@st.composite
def mutated(
    draw: st.DrawFn, originals: Sequence[bytes], pieces: Sequence[bytes] = HOSTILE
) -> bytes:
    """One of the originals with up to four damages."""
    content = draw(st.sampled_from(originals))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 30)))
        put = draw(st.one_of(st.sampled_from(pieces), st.just(content[start:end] * 2)))
        content = content[:start] + put + content[end:]
    return content
