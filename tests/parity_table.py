"""The tables `item × oracle × largest deviation`: printed after a run, kept in the README."""

from __future__ import annotations

import re
from pathlib import Path

import deeptuning

README = Path(deeptuning.__file__).parent / "README.md"
START, END = "<!-- parity: written by `make parity` -->", "<!-- end of parity -->"


def by_topic(seen: dict) -> dict[str, dict[str, dict[str, tuple[float, float]]]]:
    """Sort `{(topic, item, oracle): (deviation, bound)}` into topic → item → oracle."""
    topics: dict = {}
    for (topic, item, oracle), found in sorted(seen.items()):
        topics.setdefault(topic, {}).setdefault(item, {})[oracle] = found
    return topics


def number(deviation: float) -> str:
    """0 is exact; anything else is rounded up to one digit."""
    if deviation == 0:
        return "0"
    digits, power = f"{deviation:.3e}".split("e")
    up = int(float(digits)) + (float(digits) > int(float(digits)))
    return f"{up}e{int(power)}" if up < 10 else f"1e{int(power) + 1}"


def printed(seen: dict) -> str:
    """One line per item, its oracles side by side."""
    lines = []
    for topic, items in by_topic(seen).items():
        lines.append(topic)
        for item, oracles in items.items():
            cells = (f"{oracle} {number(found)}" for oracle, (found, _) in oracles.items())
            lines.append(f"  {item:32} {', '.join(cells)}")
    return "\n".join(lines)


def markdown(seen: dict) -> str:
    """One table per topic: a row for each item, a column for each oracle."""
    parts = []
    for topic, items in by_topic(seen).items():
        columns = sorted({oracle for oracles in items.values() for oracle in oracles})
        parts += [f"### {topic}", "", f"| item | {' | '.join(columns)} |"]
        parts.append("|---|" + "---|" * len(columns))
        for item, oracles in items.items():
            cells = [number(oracles[c][0]) if c in oracles else "" for c in columns]
            parts.append(f"| `{item}` | {' | '.join(cells)} |")
        parts.append("")
    return "\n".join(parts)


def publish(seen: dict, readme: Path) -> None:
    """Replace what stands between the marks."""
    text = readme.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(START)}.*{re.escape(END)}", re.DOTALL)
    table = f"{START}\n\n{markdown(seen)}\n{END}"
    readme.write_text(pattern.sub(lambda _: table, text), encoding="utf-8")


def published(readme: Path) -> dict[str, set[str]]:
    """Topic → the items that the README's tables name."""
    text = readme.read_text(encoding="utf-8")
    table = text[text.index(START) : text.index(END)]
    found: dict[str, set[str]] = {}
    for line in table.splitlines():
        if line.startswith("### "):
            topic = found.setdefault(line[4:], set())
        elif name := re.match(r"\| `([^`]+)` \|", line):
            topic.add(name[1])
    return found
