"""What README.md tells a newcomer to type does what it says."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import unittest
import urllib.request

HOME = pathlib.Path(__file__).resolve().parents[2]
ENDPOINT = os.environ["RUNNEL_ENDPOINT"]


def readme_lines(command):
    """The shell lines of README.md that use a command, turned to the server under test."""
    blocks = re.findall(r"^```sh\n(.*?)^```", (HOME / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if command in line.split()]
    return [line.replace("http://localhost:8080", ENDPOINT).replace("localhost:8080", ENDPOINT) for line in lines]


def shell(line, **variables):
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=HOME,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )
    if done.returncode != 0:
        raise AssertionError(f"{line}\nended with code {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


class Quickstart(unittest.TestCase):
    def test_the_curl_lines_create_append_and_read(self):
        created, appended, read = (json.loads(shell(line)) for line in readme_lines("curl"))
        self.assertEqual(created["name"], "my-curl-basin")
        self.assertEqual(appended["start"]["seq_num"], 0)
        self.assertEqual([record["body"] for record in read["records"]], ["hello, world"])

    @unittest.skipUnless(shutil.which("s2"), "the field's CLI is not installed")
    def test_the_lines_of_the_cli_create_append_and_read(self):
        self.assertIn("hello, world", shell("\n".join(readme_lines("export") + readme_lines("s2"))))

    def test_the_lines_of_runnel_create_append_read_and_list(self):
        # Of the lines that have no server in them, which is elsewhere here than where it is by default.
        lines = [line for line in readme_lines("bin/runnel") if " serve" not in line]
        outputs = [shell(line, S2_ACCOUNT_ENDPOINT=ENDPOINT, S2_BASIN_ENDPOINT=ENDPOINT) for line in lines]
        self.assertEqual(outputs[:3], ["", "", "hello, world\n"])
        self.assertRegex(outputs[3], "^s2://my-first-basin/hello ")
        self.assertEqual(len(outputs), 4, "a line of the README that nobody expects something of")

    def test_serve_prints_where_it_listens_and_ends_with_code_0(self):
        command = [HOME / "bin" / "runnel", "serve", "--host", "127.0.0.1", "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            greeting = iter(server.stdout.readline, "")
            endpoint = next(
                (found[1] for line in greeting if (found := re.search(r"S2 API at (http://\S+)", line))), None
            )
            self.assertIsNotNone(endpoint, f"no address was printed; code {server.poll()}")
            with urllib.request.urlopen(f"{endpoint}/health", timeout=10) as answer:
                self.assertEqual((answer.status, answer.read()), (200, b"OK"))
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)
            self.assertEqual(server.returncode, 0)
        finally:
            server.kill()
            server.wait()
            server.stdout.close()
