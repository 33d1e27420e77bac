"""`python -m benchmarks NAME [arguments]`: runs `benchmarks/NAME.py`, whose `run(arguments)` prints its figures; without a name, lists them."""

import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> list[str]:
    plain = (path.stem for path in sorted(FOLDER.glob("*.py")) if not path.stem.startswith("_"))
    return [name for name in plain if "def run(" in (FOLDER / f"{name}.py").read_text()]


def main(arguments: list[str]) -> int:
    if not arguments:
        print("\n".join(names()))
        return 0
    if arguments[0] not in names():
        print("Mesures :", ", ".join(names()), file=sys.stderr)
        return 2
    import_module(f"benchmarks.{arguments[0]}").run(arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
