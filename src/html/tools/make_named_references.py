#!/usr/bin/env python3
"""usage: make_named_references.py >named_references.h

Writes the table of named character references (13.5 of the HTML standard, 2,231 names) as C++. Python carries the
standard's table as html.entities.html5; this puts it into a form that a compiler reads.
"""
from html.entities import html5

names = sorted({name.rstrip(";") for name in html5})
entries = []
for name in names:
    value = html5[name + ";"]
    assert html5.get(name, value) == value and name.isalnum() and len(value) <= 2
    mark = "~" if name in html5 else "="
    entries.append(name + mark + "+".join(f"{ord(c):X}" for c in value))
assert len(html5) == 2231 and len(entries) == 2125

lines = [""]
for entry in entries:
    if len(lines[-1]) + len(entry) + 1 > 90:
        lines.append("")
    lines[-1] += entry + " "
print("""#pragma once
// The named character references of the HTML standard, 13.5: NAME=CODE, CODE in hexadecimal, two of them
// joined by '+'. NAME~CODE: the name counts without its semicolon too. Written by
// tools/make_named_references.py.

namespace html {

inline constexpr char kNamedReferences[] =""")
print("\n".join(f'    "{line}"' for line in lines) + ";\n\n}  // namespace html")
