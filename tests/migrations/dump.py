#!/usr/bin/env python3
"""usage: dump.py OCTAVO.DB > schema_N.sql
       dump.py --postgres CONNINFO SCHEMA > postgres_N.sql

Writes a small store down as SQL, the tables of full text too: the fixtures of migrations_test.cc. One is made of each
version of the schema that was published, by the Octavo of that time, and never changed. (Version 2 was never on its own:
its fixture is version 1's with the second migration behind it.) On PostgreSQL (pg_dump) the schema is called
octavo_fixture.
"""
import re
import sqlite3
import subprocess
import sys


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def rows(database, table):
    for row in database.execute(f'SELECT * FROM "{table}"'):
        yield f'INSERT INTO "{table}" VALUES ({", ".join(map(literal, row))});'


def dump_postgres(conninfo, schema):
    """Without comments, what psql alone understands, and a search path that would stay behind."""
    text = subprocess.run(["pg_dump", "--inserts", "--no-owner", "--no-privileges", f"--schema={schema}", conninfo],
                          check=True, stdout=subprocess.PIPE, text=True).stdout
    left_out = re.compile(r"--|\\|SET |SELECT pg_catalog.set_config\('search_path'")
    print("SET check_function_bodies = false;")
    for line in text.splitlines():
        if line and not left_out.match(line):
            print(re.sub(rf"\b{schema}\b", "octavo_fixture", line))


def main():
    if sys.argv[1] == "--postgres":
        return dump_postgres(*sys.argv[2:])
    database = sqlite3.connect(sys.argv[1])
    schema = list(database.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"))
    virtual = [name for kind, name, sql in schema if sql.startswith("CREATE VIRTUAL")]
    is_shadow = lambda name: any(name.startswith(one + "_") for one in virtual)
    print(f"PRAGMA user_version = {database.execute('PRAGMA user_version').fetchone()[0]};")
    print("BEGIN;")
    for kind, name, sql in schema:
        if kind == "table" and name not in virtual and not is_shadow(name) and not name.startswith("sqlite_"):
            print(sql + ";", *rows(database, name), sep="\n")
    for kind, name, sql in schema:
        if kind == "index" or name in virtual:
            print(sql + ";")
    for kind, name, sql in schema:
        if kind == "table" and (is_shadow(name) or name == "sqlite_sequence"):
            print(f'DELETE FROM "{name}";', *rows(database, name), sep="\n")
    print("COMMIT;")


if __name__ == "__main__":
    main()
