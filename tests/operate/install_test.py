#!/usr/bin/env python3
"""usage: install_test.py BUILD

`cmake --install` puts everything where a system looks for it, the installed program finds its samples, and the service
is one that systemd understands and finds well guarded (left out where systemd is not installed).
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from instance import expect, finish

WANTED = ["bin/octavo", "share/man/man1/octavo.1", "share/man/man5/octavo.toml.5",
          "share/bash-completion/completions/octavo", "share/zsh/vendor-completions/_octavo",
          "share/fish/vendor_completions.d/octavo.fish", "lib/systemd/system/octavo.service",
          "lib/systemd/system/octavo-work@.service", "lib/systemd/system/octavo-serve.service",
          "share/doc/octavo/examples/octavo.toml", "share/doc/octavo/examples/octavo-private.conf",
          "share/octavo/newsroom/README.md"]
EXPOSURE = 2.0  # systemd-analyze security: 10 is worst


def check_unit(root, installed, command, folder):
    text = (root / "lib/systemd/system" / installed).read_text()
    found = re.search(rf"^ExecStart=(\S+) {command}$", text, re.M)
    expect(found, f"{installed} starts `octavo {command}`")
    for line in (f"Environment=OCTAVO_DATA=/var/lib/{folder}", f"StateDirectory={folder}"):
        expect(f"\n{line}\n" in text, f"{installed}: {line}")
    if not shutil.which("systemd-analyze"):
        print("left out: systemd-analyze is not installed")
        return
    unit = root / "unit" / installed.replace("@", "@1")
    unit.parent.mkdir(exist_ok=True)
    # Where it is to be installed there may be none: it is looked for where this test put it.
    unit.write_text(text.replace(found[1], str(root / "bin/octavo")))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "octavo" in line]
    expect(not ours, f"systemd-analyze verify: {ours}")
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True)
    level = re.search(rf"Overall exposure level for {unit.name}: ([\d.]+)", done.stdout)
    expect(level and float(level[1]) <= EXPOSURE, f"exposure: {level and level[1]} {done.stderr[:200]}")
    print(f"exposure of {unit.name}: {level and level[1]} (0 is best, 10 worst)")


def main():
    build = pathlib.Path(sys.argv[1])
    if not (build / "packaging/octavo.1").exists():
        print("left out: the manual is not built (target `manual`)")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="octavo-install-") as folder:
        root = pathlib.Path(folder)
        done = subprocess.run(["cmake", "--install", str(build), "--prefix", str(root)], capture_output=True, text=True)
        expect(done.returncode == 0, f"cmake --install: {done.stderr[-500:]}")
        for name in WANTED:
            expect((root / name).stat().st_size > 0 if (root / name).exists() else False, f"{name} is not installed")
        check_unit(root, "octavo.service", "run", "octavo")
        check_unit(root, "octavo-work@.service", "work", "octavo-work-%i")
        check_unit(root, "octavo-serve.service", "serve", "octavo-serve")
    finish("install_test")


if __name__ == "__main__":
    main()
