#!/usr/bin/env python3
"""usage: count.py FAILED_STAGES RESULTS_FOLDER...

Counts the tests of every folder of results: each case of a unit test program (GoogleTest's XML), and each test that
ctest ran which has no such file. Prints "N passed, N failed" last; a failed stage without a failed test counts as one.
"""
import pathlib
import sys
import xml.etree.ElementTree as xml


def main():
    passed = failed = skipped = 0
    for folder in map(pathlib.Path, sys.argv[2:]):
        detailed = set()
        for file in sorted(folder.glob("*.xml")):
            detailed.add(file.stem)
            for case in xml.parse(file).getroot().iter("testcase"):
                if case.find("failure") is not None or case.find("error") is not None:
                    failed += 1
                    print(f"failed: {case.get('classname')}.{case.get('name')} ({folder.parent.name})")
                elif case.find("skipped") is not None:
                    skipped += 1
                else:
                    passed += 1
        junit = folder / "ctest.junit"
        for case in xml.parse(junit).getroot().iter("testcase") if junit.exists() else ():
            status = case.get("status")
            if status == "fail":
                # A program that died without its XML, or whose failed cases were listed above.
                failed += 1
                print(f"failed: {case.get('name')} ({folder.parent.name})")
            elif case.get("name") in detailed:
                continue
            elif status == "run":
                passed += 1
            else:
                skipped += 1
    stages = int(sys.argv[1])
    if stages and not failed:
        failed = stages
    note = f", {skipped} skipped" if skipped else ""
    print(f"{passed} passed, {failed} failed{note}")


if __name__ == "__main__":
    main()
