"""The field's `s2` and `runnel`, of this checkout, do the same: each to basins of its own on one server."""

import json
import os
import pathlib
import re
import secrets
import subprocess
import tempfile
import unittest

HOME = pathlib.Path(__file__).resolve().parents[2]
ENDPOINT = os.environ["RUNNEL_ENDPOINT"]
COMMANDS = {"s2": "s2", "runnel": str(HOME / "bin" / "runnel")}


class Side:
    """One of the two commands, with settings, files and a basin of its own."""

    def __init__(self, command, directory):
        self.command = command
        self.basin = f"side-{secrets.token_hex(4)}"
        self.directory = directory
        self.variables = {
            "HOME": str(directory),
            "XDG_CONFIG_HOME": str(directory / ".config"),
            "S2_ACCESS_TOKEN": "ignored",
            "S2_ACCOUNT_ENDPOINT": ENDPOINT,
            "S2_BASIN_ENDPOINT": ENDPOINT,
            "S2_NO_UPDATE_CHECK": "1",
            "NO_COLOR": "1",
        }

    def file(self, name, text):
        (self.directory / name).write_text(text.replace("BASIN", self.basin))

    def run(self, words, given=""):
        """Exit code and standard output, in which what differs by nature is replaced."""
        done = subprocess.run(
            [self.command, *(word.replace("BASIN", self.basin) for word in words)],
            cwd=self.directory,
            env={**os.environ, **self.variables},
            input=given.encode(),
            capture_output=True,
            timeout=60,
        )
        text = done.stdout.decode().replace(self.basin, "BASIN")
        text = re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "A-DATE", text)
        return Answer(done.returncode, re.sub(r"\b1\d{12}\b", "A-TIME", text), done.stderr.decode(errors="replace"))


class Answer:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


class SideBySide(unittest.TestCase):
    maxDiff = 3000

    def setUp(self):
        self.sides = []
        for name, command in COMMANDS.items():
            scratch = tempfile.TemporaryDirectory(prefix=f"{name}-")
            self.addCleanup(scratch.cleanup)
            self.sides.append(Side(command, pathlib.Path(scratch.name)))

    def same(self, code, *words, given=""):
        theirs, ours = (side.run(words, given) for side in self.sides)
        line = f"{' '.join(words)}\n--- s2: {theirs.err}\n--- runnel: {ours.err}"
        self.assertEqual(theirs.code, code, line)
        self.assertEqual(ours.code, code, line)
        self.assertEqual(ours.out, theirs.out, line)
        return ours.out

    def new_basin(self):
        self.same(0, "create-basin", "BASIN")

    def new_stream(self):
        self.new_basin()
        self.same(0, "create-stream", "s2://BASIN/s")
        return "s2://BASIN/s"

    def test_basins(self):
        self.same(0, "create-basin", "BASIN", "--retention-policy", "7d", "--create-stream-on-append")
        self.same(1, "create-basin", "BASIN")
        self.same(2, "create-basin", "UPPER")
        self.same(2, "create-basin", "BASIN-x", "--retention-policy", "soon")
        self.assertIn("BASIN", self.same(0, "list-basins", "-p", "BASIN"))
        self.assertIn("BASIN", self.same(0, "ls", "--prefix", "BASIN"))
        self.assertEqual(self.same(0, "ls", "s2://BASIN"), "")
        self.same(0, "append", "s2://BASIN/new", given="made on append\n")
        self.same(0, "delete-basin", "s2://BASIN/")
        self.same(0, "delete-basin", "BASIN")

    def test_streams(self):
        self.new_basin()
        self.same(0, "create-stream", "s2://BASIN/a/b", "--timestamping-uncapped", "true", "--storage-class", "express")
        self.same(1, "create-stream", "s2://BASIN/a/b")
        self.same(0, "create-stream", "s2://BASIN/c", "--delete-on-empty-min-age", "1h 30m")
        self.same(2, "create-stream", "BASIN")
        self.assertEqual(self.same(0, "list-streams", "BASIN"), "s2://BASIN/a/b\ns2://BASIN/c\n")
        self.assertEqual(self.same(0, "list-streams", "s2://BASIN/a"), "s2://BASIN/a/b\n")
        self.same(0, "list-streams", "BASIN", "-p", "c")
        self.same(0, "list-streams", "BASIN", "-s", "a/b")
        self.same(0, "list-streams", "BASIN", "-n", "1")
        self.same(0, "list-streams", "BASIN", "-n", "1", "--no-auto-paginate")
        self.assertEqual(self.same(0, "ls", "s2://BASIN/a"), "s2://BASIN/a/b A-DATE\n")
        self.same(0, "delete-stream", "s2://BASIN/c")
        self.same(1, "check-tail", "s2://BASIN/none")
        self.same(1, "append", "s2://BASIN/none", given="x\n")
        self.same(1, "read", "s2://BASIN/none", "-s", "0", "-n", "1")
        self.same(2, "check-tail", "http://BASIN/c")

    def test_records(self):
        stream = self.new_stream()
        self.assertEqual(self.same(0, "check-tail", stream), "0 @ 0\n")
        written = '{"timestamp":1000,"body":"one"}\n{"timestamp":1001,"headers":[["k","v"],["e",""]],"body":"two"}\n'
        self.same(0, "append", stream, "--format", "json", given=written)
        self.same(0, "append", stream, "--format", "base64", given='{"headers":[["aw==","/w=="]],"body":"//79"}\n')
        self.same(0, "append", stream, given="plain text\n\nümlaut\nno newline at the end")
        self.same(2, "append", stream, "--format", "xml")
        self.assertEqual(self.same(0, "check-tail", stream), "7 @ A-TIME\n")
        for name in ("text", "json", "json-base64", "raw", "base64", "json-binsafe"):
            self.same(0, "read", stream, "--seq-num", "0", "--count", "7", "--format", name)
        self.same(0, "read", stream, "-s", "1", "-b", "40", "--format", "json")
        self.same(0, "read", stream, "-s", "0", "--until", "1001", "--format", "json")
        self.same(0, "read", stream, "--timestamp", "1001", "-n", "2", "--format", "json")
        self.assertEqual(self.same(0, "read", stream, "--tail-offset", "2", "-n", "2"), "ümlaut\nno newline at the end\n")
        self.same(0, "read", stream, "--ago", "1d", "-n", "2")
        self.same(1, "read", stream, "-s", "999", "-n", "1")
        self.same(2, "read", stream, "-s", "0", "--tail-offset", "1")
        self.assertEqual(self.same(0, "read", stream, "-s", "0", "-n", "2", "-o", "read.txt"), "")
        self.assertEqual([(side.directory / "read.txt").read_text() for side in self.sides], ["one\ntwo\n"] * 2)
        self.same(0, "tail", stream)
        self.same(0, "tail", stream, "-n", "3")
        self.same(0, "tail", stream, "--lines", "2", "--format", "json-base64")
        self.assertEqual(self.same(0, "tail", stream, "-n", "0"), "")

    def test_command_records(self):
        stream = self.new_stream()
        self.same(0, "append", stream, given="a\nb\nc\n")
        self.same(1, "append", stream, "-m", "1", given="x\n")
        self.same(0, "append", stream, "-m", "3", given="d\n")
        self.same(0, "fence", stream, "token")
        self.same(1, "append", stream, "-f", "wrong", given="x\n")
        self.same(0, "append", stream, "-f", "token", given="e\n")
        self.same(2, "fence", stream, "x" * 37, "-f", "token")
        self.same(0, "fence", stream, "", "-f", "token")
        self.same(0, "trim", stream, "2")
        self.same(2, "trim", stream, "-1")
        self.same(1, "trim", stream, "3", "-m", "1")
        self.same(0, "tail", stream, "-n", "4")
        self.same(0, "tail", stream, "-n", "4", "--format", "json")

    def test_setups(self):
        declared = {
            "basins": [
                {
                    "name": "BASIN",
                    "config": {"create_stream_on_append": True, "default_stream_config": {"storage_class": "standard"}},
                    "streams": [{"name": "one", "config": {"retention_policy": "2d"}}, {"name": "two"}],
                }
            ]
        }
        changed = json.loads(json.dumps(declared))
        changed["basins"][0]["streams"][0]["config"] = {"delete_on_empty": {"min_age": "1h"}}
        for side in self.sides:
            side.file("declared.json", json.dumps(declared))
            side.file("changed.json", json.dumps(changed))
            side.file("wrong.json", '{"basins": [{"name": "BASIN", "confg": {}}]}')
        self.same(2, "apply")
        self.same(1, "apply", "-f", "wrong.json")
        self.same(0, "apply", "-f", "declared.json")
        self.same(0, "apply", "-f", "declared.json", "--dry-run")
        self.same(0, "apply", "-f", "declared.json")
        self.same(0, "apply", "-f", "changed.json")
        self.same(0, "apply", "-f", "changed.json", "--dry-run")

    def test_differences(self):
        self.same(0, "create-basin", "BASIN", "--delete-on-empty-min-age", "1h 30m")
        self.same(0, "create-basin", "BASIN-2", "--storage-class", "standard", "--create-stream-on-append")
        self.same(0, "create-stream", "s2://BASIN/s", "--timestamping-uncapped", "true", "--retention-policy", "2d")
        self.same(0, "create-stream", "s2://BASIN/t")
        self.same(0, "diff", "BASIN", "BASIN-2", "-r", "basin")
        self.same(0, "diff", "s2://BASIN/s", "s2://BASIN/t")
        self.same(0, "diff", "s2://BASIN/s", "s2://BASIN")
        self.same(0, "diff", "s2://BASIN", "s2://BASIN/s")
        for output in ("text", "json"):
            self.same(1, "diff", "s2://BASIN", "s2://BASIN-2", "-o", output, "--exit-code")
            self.same(1, "diff", "s2://BASIN/s", "s2://BASIN/t", "-o", output, "--exit-code")
            self.same(1, "diff", "s2://BASIN/s", "s2://BASIN", "-o", output, "--exit-code")
            self.same(0, "diff", "s2://BASIN/t", "s2://BASIN/t", "-o", output, "--exit-code")
        self.same(1, "diff", "s2://BASIN/t", "s2://BASIN/none")

    def test_settings(self):
        self.assertEqual(self.same(0, "config", "list"), "")
        self.same(0, "config", "set", "compression", "zstd")
        self.same(1, "config", "set", "compression", "lzma")
        self.same(0, "config", "set", "ssl_no_verify", "true")
        self.assertEqual(self.same(0, "config", "get", "compression"), "zstd\n")
        self.same(2, "config", "get", "nothing")
        self.same(1, "config", "get", "access_token")
        self.same(0, "config", "list")
        self.same(0, "config", "unset", "compression")
        self.same(0, "config", "unset", "ssl_no_verify")
        self.assertEqual(self.same(0, "config", "list"), "")
        self.new_basin()

    def test_bench_of_s2_reads_what_it_has_written(self):
        self.new_basin()
        theirs = self.sides[0].run(["bench", "BASIN", "-t", "20", "-d", "3s", "-w", "1s"])
        self.assertEqual(theirs.code, 0, theirs.err)
        self.assertIn("Catchup: ", theirs.err)

    def test_what_the_server_does_not_have(self):
        self.new_basin()
        self.same(1, "list-access-tokens")
        self.same(1, "issue-access-token", "x", "--basins-prefix", "")
        self.same(1, "revoke-access-token", "x")
        self.same(1, "list-locations")
        self.same(1, "get-basin-metrics", "BASIN", "storage", "--start-ago", "1h", "--end-ago", "0s")
        self.same(2, "nonsense")
        self.same(2, "read")


if __name__ == "__main__":
    unittest.main()
