import json
import shutil
import subprocess
import sys
import time

import nbformat
import pytest
from nbclient import NotebookClient

from deeptuning.checks import check, recorded_cases
from deeptuning.checks.recorded_cases import FOLDER, known_checks, recorded


def right(learning_rate, momentum, source, target):
    rate = learning_rate * (1 - momentum) if source == "average" else learning_rate
    return rate / (1 - momentum) if target == "average" else rate


def test_does_a_right_function_pass_and_show_a_card(capsys):
    check("optimizers/convert_momentum", right)
    assert "✓ Three conventions of momentum: passed, 9 of 9 cases" in capsys.readouterr().out


def test_does_a_wrong_function_raise_an_assertion_with_the_mistake(capsys):
    with pytest.raises(AssertionError, match="looks like: all conventions treated as the same"):
        check("optimizers/convert_momentum", lambda learning_rate, **others: learning_rate)
    assert "Looks like" in capsys.readouterr().out


def test_is_a_stub_not_attempted(capsys):
    def stub(**inputs):
        raise NotImplementedError()

    with pytest.raises(AssertionError, match="not attempted"):
        check("optimizers/convert_momentum", stub)
    assert "not attempted yet" in capsys.readouterr().out


def test_is_text_on_stderr_put_on_the_card(capsys):
    def noisy(**inputs):
        print("loading", file=sys.stderr)
        return right(**inputs)

    check("optimizers/convert_momentum", noisy)
    said = capsys.readouterr()
    assert said.err == ""
    assert "loading" in said.out


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ((right, "optimizers/convert_momentum"), TypeError, "swapped"),
        (("optimizers/convert_momentum", 0.5), TypeError, "without calling the function"),
        (("optimizers/convert_momentum", None), TypeError, "NoneType"),
        (("optimizers/convert_momentun", right), ValueError, "Did you mean 'optimizers/convert_m"),
        (("convert_momentum", right), ValueError, "Did you mean"),
        (("nonsense", right), ValueError, ", foundations/backward, "),
        (("../../etc/passwd", right), ValueError, "Unknown check"),
        ((3, right), TypeError, "Received: int"),
    ],
)
def test_is_a_wrong_call_told_with_the_remedy(arguments, error, said):
    with pytest.raises(error) as caught:
        check(*arguments)
    assert said in str(caught.value)


def test_are_missing_and_damaged_records_told_with_the_remedy(tmp_path):
    with pytest.raises(RuntimeError, match=r"No recorded cases in .*Reinstall"):
        recorded("optimizers/adam_step", tmp_path)
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "optimizers/adam_step.safetensors").unlink()
    with pytest.raises(RuntimeError, match=r"adam_step.*Reinstall"):
        recorded("optimizers/adam_step", tmp_path)
    (tmp_path / "optimizers/rmsprop_step.json").write_text('{"name": 1}')
    with pytest.raises(RuntimeError, match=r"rmsprop_step.*Reinstall"):
        recorded("optimizers/rmsprop_step", tmp_path)


def test_do_records_hold_no_code_and_no_pickle():
    kinds = {path.suffix for path in FOLDER.rglob("*") if path.is_file()}
    assert kinds == {".json", ".safetensors"}
    for path in FOLDER.rglob("*.json"):
        text = path.read_text()
        assert "def " not in text
        assert "lambda" not in text
        json.loads(text)


@pytest.mark.parametrize("name", known_checks())
def test_does_check_take_at_most_50_ms(name, capsys):
    """Measured from a cold record: reading, driving, judging and showing a function that fails."""

    def wrong(**inputs):
        return None

    times = []
    for _ in range(3):
        recorded_cases.recorded.cache_clear()
        start = time.perf_counter()
        with pytest.raises(AssertionError):
            check(name, wrong)
        times.append(time.perf_counter() - start)
    print(f"{name}: {1000 * min(times):.1f} ms")
    assert min(times) < 0.05


def test_is_check_at_home_in_plain_python():
    code = "from deeptuning.checks import check\ncheck('optimizers/adam_step', lambda **k: None)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "✗ One step of Adam: not yet" in done.stdout
    assert "CheckFailed: optimizers/adam_step: 0 of 5 cases passed" in done.stderr


def test_does_a_kernel_show_the_card_in_both_forms_and_one_line_of_error():
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell("from deeptuning.checks import check"),
        nbformat.v4.new_code_cell("check('optimizers/adam_step', lambda **k: None)"),
    ]
    NotebookClient(notebook, allow_errors=True).execute()
    shown, error = notebook.cells[1].outputs
    assert shown.output_type == "display_data"
    assert {"text/html", "text/plain"} <= set(shown.data)
    assert "nothing returned" in shown.data["text/html"]
    assert "nothing returned" in shown.data["text/plain"]
    assert error.traceback == [
        "AssertionError: optimizers/adam_step: 0 of 5 cases passed; looks like: nothing returned"
    ]
