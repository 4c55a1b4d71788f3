"""The working tree as a clone of its own, as Colab or Binder would get it."""

import shutil
import subprocess


def clone_working_tree(root, folder):
    """Copy what git tracks or would add, and commit it there; return the folder."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.check_output(listed, cwd=root, text=True).split("\0")
    for name in filter(None, names):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org"]
    for command in [["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "snapshot"]]:
        subprocess.run([*git, *command], cwd=folder, check=True)
    return folder
