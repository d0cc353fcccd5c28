#!/usr/bin/env python3
"""What CMake and the compilers cannot see. Prints one line for each finding; exits 1 when there is any."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# A third-party header is included only in the rooms that own the library.
OWNERS = {
    r"curl/": {"net"},
    r"boost/": {"net"},
    r"libpsl\.h": {"net"},
    r"zlib\.h|brotli/|zstd\.h": {"net", "serve", "store", "apps", "bench"},
    r"unicode/": {"text", "net", "apps"},
    r"libstemmer\.h|cld2/|uchardet": {"text"},
    r"libxml/|gumbo\.h": {"bench"},
    r"sqlite3\.h|(postgresql/)?libpq": {"store"},
    r"simdjson\.h|xxhash\.h|spdlog/": {"base"},
    r"ctemplate/|prometheus/": {"serve"},
    r"CLI/|toml\+\+": {"apps"},
    r"re2/": {"text", "extract", "enrich", "serve"},
}
RULES = [
    (r'#include\s+"\.\./', "includes upwards: name the room instead"),
    (r"\bco_(await|return|yield)\b", "coroutines: g++ 12 miscompiles them"),
    (r"\b(std::regex|using namespace std)\b", "std::regex (slow, recursive) or using namespace std"),
]
# The only door out of the process is net/: nobody else opens a socket, looks a name up or starts a program that could.
# What is known and harmless is named with its reason.
DOORS = [
    (re.compile(r'#include\s+<(sys/socket\.h|sys/un\.h|netinet/|arpa/|netdb\.h|resolv\.h)'), "sockets belong to net/", {
        "src/pipeline/control.cc",  # the store's local socket (AF_UNIX): between processes of one data folder
        "apps/octavo/notify.cc",  # the service manager's local socket (AF_UNIX), which the manager names
    }),
    (re.compile(r'\bAF_INET6?\b|\bgetaddrinfo\s*\(|\bgethostby|\bCURLOPT_|\bcurl_easy_'),
     "the only door out is net/http_client.h", set()),
    (re.compile(r'\b(popen|std::system|execv|execve|execvp|execl|execlp|fork|posix_spawnp?)\s*\('), "starts a program", {
        "apps/octavo/newsroom_child.cc",  # this very program, with the sample newsroom
    }),
]
PRINTING = re.compile(r"\b(std::cout|std::cerr|printf\(|puts\(|fmt::print)")


def room_of(path):
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "src" else parts[0]


def main():
    findings = []
    listed = subprocess.run(["git", "ls-files", "src", "apps", "bench", "tests"], cwd=ROOT, capture_output=True,
                            text=True, check=True).stdout.split()
    for name in listed:
        path = ROOT / name
        if path.suffix not in {".h", ".cc"} or not path.exists():
            continue
        text = path.read_text()
        room = room_of(path)
        tests = name.endswith(("_test.cc", "_fuzz.cc")) or "/tools/" in name or "/testing/" in name
        for number, line in enumerate(text.splitlines(), 1):
            here = f"{name}:{number}"
            code = line.split("//")[0]
            for pattern, why, known in DOORS:
                if room != "net" and not tests and name not in known and name.startswith(("src/", "apps/")):
                    if pattern.search(code):
                        findings.append(f"{here}: {why}")
            for pattern, why in RULES:
                if re.search(pattern, code):
                    findings.append(f"{here}: {why}")
            included = re.match(r"\s*#include\s+[<\"]([^>\"]+)", line)
            if included and not tests:
                for pattern, owners in OWNERS.items():
                    if re.match(pattern, included[1]) and room not in owners:
                        findings.append(f"{here}: {included[1]} belongs to {', '.join(sorted(owners))}")
                if path.suffix == ".h" and any(re.match(p, included[1]) for p in OWNERS):
                    findings.append(f"{here}: a third-party type in a header")
            if name.startswith("src/") and not tests and PRINTING.search(code):
                if not name.startswith(("src/base/log", "src/base/result.cc")) and "snprintf(" not in code:
                    findings.append(f"{here}: prints; only base/log and apps do")
        if path.suffix == ".h" and "#pragma once" not in text:
            findings.append(f"{name}:1: no #pragma once")
    for room in sorted((ROOT / "src").iterdir()):
        if room.is_dir() and not (room / "README.md").exists():
            findings.append(f"src/{room.name}: no README.md")
    for template in (ROOT / "web").glob("templates/**/*.tpl"):
        if "AUTOESCAPE" not in template.read_text().split("\n", 1)[0]:
            findings.append(f"{template.relative_to(ROOT)}:1: no AUTOESCAPE pragma")
    print("\n".join(findings) if findings else f"lint: {len(listed)} files, nothing found")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
