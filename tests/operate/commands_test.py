#!/usr/bin/env python3
"""usage: commands_test.py OCTAVO

What the table of commands makes: the pages of help, the manual pages (without a warning of groff and mandoc), the
completions of bash (run), zsh and fish (their syntax); the exit statuses of wrong command lines; and what the lists
that commands print hold.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

from instance import Instance, expect, finish


def commands_of(instance):
    status, out, err = instance.run("--help", data=False)
    expect(status == 0 and not err, f"--help: {err}")
    return re.findall(r"^  ([a-z]+) ", out, re.M)


def helps(instance, commands):
    expect(len(commands) > 20, f"the list of commands: {commands}")
    expect(instance.run("help", data=False) == instance.run("--help", data=False), "help")
    for command in commands:
        status, out, err = instance.run(command, "--help", data=False)
        expect(status == 0 and out.startswith(f"octavo {command}: ") and "usage: octavo" in out, f"{command} --help: {err}")
        expect(instance.run("help", command, data=False) == (0, out, ""), f"help {command}")
        long = [line for line in out.splitlines() if len(line) > 110]
        expect(not long, f"{command} --help: a line that is too long: {long[:1]}")


def wrong(instance):
    for arguments, status, words in [
        ([], 2, "usage: octavo COMMAND"),
        (["stauts"], 2, "did you mean `octavo status`?"),
        (["https://example.org/"], 2, "did you mean `octavo run https://example.org/`?"),
        (["run", "--prot", "9000"], 2, "did you mean --port?"),
        (["helpp"], 2, "did you mean `octavo help`?"),
        (["help", "stauts"], 2, "did you mean `octavo status`?"),
        (["run", "--port"], 2, "--port wants a value behind it: --port PORT"),
        (["run", "--database", "mysql://reader:s3cret@a/b"], 2, "--database: this is no address of a PostgreSQL"),
        (["run", "--rules", "nofile"], 2, "rules: opening nofile: "),
        (["work", "--rules", "nofile"], 2, "rules: opening nofile: "),
        (["run", "--data", "/dev/null"], 2, "/dev/null is no folder"),
        (["sources", "--data", "--json"], 2, "--data wants a value behind it: --data FOLDER"),
        (["--data", "/nowhere", "sources"], 2, "--data stands behind the command"),
        (["run", "--port", "many"], 2, "is not a whole number"),
        (["version", "surplus"], 2, "surplus"),
        (["--nonsense"], 2, "--nonsense"),
        (["completion"], 2, "bash, zsh or fish"),
        (["completion", "csh"], 2, "is not bash, zsh or fish"),
        (["sources", "--data", "/nowhere"], 1, "holds no data"),
        (["serve", "--data", "/nowhere"], 1, "holds no data"),
        (["import"], 2, "name a file"),
        (["import", "/nowhere.opml"], 1, "/nowhere.opml"),
        (["add"], 2, "nothing to add"),
        (["add", "--country", "xx"], 2, "--country"),
        (["remove"], 2, "name a source"),
    ]:
        got, out, err = instance.run(*arguments, data=False)
        expect(got == status and words in err and not out, f"{arguments}: {got} {err!r} {out!r}")


def starters(instance):
    status, out, err = instance.run("starters", "--json", data=False)
    lists = [json.loads(line) for line in out.splitlines()]
    expect(status == 0 and len(lists) > 5 and all(one["sources"] > 0 for one in lists), f"starters: {status} {err}")
    status, out, err = instance.run("starters", "--language", "ja", data=False)
    expect(status == 0 and out.startswith("jp ") and out.count("\n") == 1, f"starters in Japanese: {out!r}")
    for one in lists:
        status, out, err = instance.run("starters", one["country"], "--json", data=False)
        expect(len(out.splitlines()) == one["sources"], f"the sources of {one['country']}: {err}")
    file = instance.folder / "jp.txt"
    file.write_text(instance.run("starters", "jp", data=False)[1])
    status, out, err = instance.run("add", file)
    wanted = next(one["sources"] for one in lists if one["country"] == "jp")
    expect(status == 0 and len(out.splitlines()) == wanted, f"what it prints can be added: {err}")
    expect(instance.run("starters", "xx", data=False)[0] == 2, "no such country")


def exports(octavo):
    open_one, with_password, with_key = "https://a.example/feed", "https://reader:s3cret@b.example/feed", "https://c.example/?token=k3y"
    for addresses, secret in [([open_one], 0), ([open_one, with_password], 1), ([open_one, with_password, with_key], 2)]:
        with Instance(octavo) as instance:
            for address in addresses:
                expect(instance.run("add", "--as-is", address)[0] == 0, f"add {address}")
            status, out, err = instance.run("export")
            expect(status == 0 and all(address in out for address in addresses), f"the list is whole: {status} {out!r}")
            words = f"in {secret} of its {len(addresses)} addresses"
            expect(err.count("\n") == 1 and words in err if secret else not err, f"export of {addresses}: {err!r}")
            expect("s3cret" not in err and "k3y" not in err, f"export tells a secret: {err!r}")
            status, out, err = instance.run("export", "--format", "jsonl")
            expect(status == 0 and not err, f"articles have no such addresses: {err!r}")


def complaints_as_json(octavo):
    with Instance(octavo) as instance:
        instance.run("add", "--as-is", "http://127.0.0.1:1/feed")
        status, _, err = instance.run("run", "--once", "--no-serve", "--log-format", "json")
        told = [json.loads(line) for line in err.splitlines()]
        expect(status == 1 and told[-1]["message"].startswith("octavo run: "), f"{status} {err!r}")


def manuals(instance, folder, commands):
    for name, arguments in [("octavo.1", ["man"]), ("octavo.toml.5", ["man", "--settings"])]:
        status, out, err = instance.run(*arguments, data=False)
        expect(status == 0 and not err, f"man: {err}")
        page = folder / name
        page.write_text(out)
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-Wmac", str(page)], capture_output=True, text=True)
            expect(done.returncode == 0 and not done.stderr, f"groff {name}: {done.stderr[:300]}")
            if name == "octavo.1":
                plain = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
                for command in commands:
                    expect(f"octavo {command}" in plain, f"{command} is not in the manual")
        if shutil.which("man"):
            done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(page)], capture_output=True,
                                  text=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"})
            expect(done.returncode == 0 and not done.stderr, f"man --warnings {name}: {done.stderr[:300]}")
        if shutil.which("mandoc"):
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)], capture_output=True, text=True)
            # The date is left out: the page is made anew with every build.
            found = [line for line in done.stdout.splitlines() if "missing date" not in line]
            expect(not found, f"mandoc {name}: {found[:5]}")


def bash_words(script, line):
    """What bash offers at the end of `line`."""
    words = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    program = (f"source {script}\nCOMP_WORDS=({quoted})\nCOMP_CWORD={len(words) - 1}\n_octavo\n"
               'printf "%s\\n" "${COMPREPLY[@]}"\n')
    # compopt speaks only inside a real completion.
    done = subprocess.run(["bash", "-c", "compopt() { :; }\n" + program], capture_output=True, text=True)
    expect(done.returncode == 0 and not done.stderr, f"bash completion of {line!r}: {done.stderr}")
    return set(done.stdout.split())


def completions(instance, folder, commands):
    scripts = {}
    for shell in ("bash", "zsh", "fish"):
        status, out, err = instance.run("completion", shell, data=False)
        expect(status == 0 and not err, f"completion {shell}: {err}")
        scripts[shell] = folder / f"octavo.{shell}"
        scripts[shell].write_text(out)
    (folder / "list.opml").write_text("")
    for line, wanted, unwanted in [
        ("octavo ", {*commands, "--help", "--version"}, set()),
        ("octavo st", {"status"}, {"serve"}),
        ("octavo run --po", {"--port", "--port-attempts"}, {"--once"}),
        ("octavo run --log-level ", {"debug", "info", "warning", "error"}, {"--port"}),
        ("octavo run --instance p", {"private", "public"}, set()),
        ("octavo run --country j", {"jp"}, {"de"}),
        ("octavo sources --state h", {"healthy"}, {"failing"}),
        ("octavo completion ", {"bash", "zsh", "fish"}, set()),
        (f"octavo import {folder}/li", {f"{folder}/list.opml"}, set()),
        (f"octavo run --data {folder.parent}/{folder.name[:-1]}", {str(folder)}, set()),
        ("octavo run --port ", set(), {"--once", "run"}),
        ("octavo nonsense ", set(), {"run"}),
    ]:
        offered = bash_words(scripts["bash"], line)
        expect(wanted <= offered and not unwanted & offered, f"bash offers for {line!r}: {sorted(offered)[:12]}")
    if shutil.which("zsh"):
        done = subprocess.run(["zsh", "-n", scripts["zsh"]], capture_output=True, text=True)
        expect(done.returncode == 0 and not done.stderr, f"zsh: {done.stderr}")
        program = f"autoload -U compinit; compinit -u -d {folder}/dump; source {scripts['zsh']}; print $_comps[octavo]"
        done = subprocess.run(["zsh", "-f", "-c", program], capture_output=True, text=True)
        expect(done.stdout.strip() == "_octavo" and not done.stderr, f"zsh: {done.stdout} {done.stderr}")
    else:
        print("left out: zsh is not installed")
    if shutil.which("fish"):
        program = f"source {scripts['fish']}; complete -C 'octavo sta'; complete -C 'octavo run --log-level '"
        done = subprocess.run(["fish", "--no-config", "-c", program], capture_output=True, text=True,
                              env={"PATH": "/usr/bin:/bin", "HOME": str(folder)})
        words = {line.split("\t")[0] for line in done.stdout.splitlines()}
        expect({"status", "debug", "warning"} <= words and not done.stderr, f"fish: {sorted(words)} {done.stderr}")
    else:
        print("left out: fish is not installed")


def main():
    with Instance(sys.argv[1]) as instance:
        folder = pathlib.Path(instance.folder)
        commands = commands_of(instance)
        helps(instance, commands)
        wrong(instance)
        starters(instance)
        exports(sys.argv[1])
        complaints_as_json(sys.argv[1])
        manuals(instance, folder, commands)
        completions(instance, folder, commands)
    finish("commands_test")


if __name__ == "__main__":
    main()
