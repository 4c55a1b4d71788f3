"""Write the repository's address from pyproject.toml into every badge and setup cell.

labs/ is generated from solutions/, so labs are renewed by `make labs` afterwards.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

# A GitHub address is ours where it follows one of these; others' addresses stay as they are.
OURS = re.compile(
    r"(?P<before>mybinder\.org/v2/gh/|colab\.research\.google\.com/github/|"
    r"git\+https://github\.com/|git clone https://github\.com/)"
    r"(?P<owner>[\w-]+)/(?P<repo>[\w-]+(?:\.[\w-]+)*)"
)
WRITTEN = [
    "README.md",
    "CONTRIBUTING.md",
    "lessons/**/*.md",
    "lessons/**/*.ipynb",
    "solutions/**/*.ipynb",
]
GENERATED = ["labs/**/*.ipynb"]


def repository(root):
    """Owner and name of the repository, from `[project.urls] Repository`."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    url = project.get("urls", {}).get("Repository", "(nothing)")
    match = re.fullmatch(r"https://github\.com/([\w-]+)/([\w.-]+?)(?:\.git)?/?", url)
    if match is None:
        raise SystemExit(
            f"[project.urls] Repository must be https://github.com/OWNER/NAME. Received: {url}"
        )
    return match.groups()


def stamped(text, owner, repo):
    """The text with every address of ours replaced."""
    return OURS.sub(rf"\g<before>{owner}/{repo}", text)


def stale(root, patterns):
    """Yield each file that carries another address, with its corrected text."""
    owner, repo = repository(root)
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        if ".ipynb_checkpoints" in path.parts:
            continue
        text = path.read_bytes().decode()
        corrected = stamped(text, owner, repo)
        if corrected != text:
            yield path, corrected


def check(root):
    """Name the files that carry another address; exit status 1 if there are any."""
    wrong = [path.relative_to(root) for path, _ in stale(root, WRITTEN + GENERATED)]
    for path in wrong:
        print(f"{path}: another repository's address; run `make badges labs`")
    return int(bool(wrong))


def stamp(root):
    """Correct the files in place."""
    changed = list(stale(root, WRITTEN))
    for path, corrected in changed:
        path.write_bytes(corrected.encode())
        print(f"stamped {path.relative_to(root)}")
    print("{}/{}: {} files stamped".format(*repository(root), len(changed)))
    if any(stale(root, GENERATED)):
        print("labs/ still carries another address: run `make labs`")
    return 0


def main():
    """Stamp, or with --check only tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, name stale files")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[1])
    args = parser.parse_args()
    return check(args.root) if args.check else stamp(args.root)


if __name__ == "__main__":
    sys.exit(main())
