"""``thads generate-feed`` writes the feed it is asked for, and refuses in one line."""

from argparse import ArgumentParser
from thads_portal.cli import generate_feed
from thads_portal.generator import feed

import orjson
import pytest
import subprocess
import sys


# Some are processes.
pytestmark = pytest.mark.slow


def parse(*words):
    parser = ArgumentParser()
    generate_feed.add_arguments(parser)
    return parser.parse_args(words)


def test_it_writes_the_generators_lines_to_a_file(tmp_path):
    target = tmp_path / "feed.ndjson"
    arguments = parse("--count", "1203", "--seed", "4", "--events", "all", "-o", str(target))
    assert generate_feed.run(arguments) == 0
    expected = b"".join(feed.lines(feed.FeedOptions(count=1203, seed=4, all_events=True)))
    assert target.read_bytes() == expected


def test_every_option_reaches_the_generator(capfdbinary):
    arguments = parse(
        *("--count", "40", "--province", "cao-bang", "son-la", "--province", "ha-noi"),
        *("--end-date", "2024-02-29", "--no-agencies", "--flagged-share", "1"),
    )
    assert generate_feed.run(arguments) == 0
    events = [orjson.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert len(events) == 40
    assert {event["province"] for event in events} == {"cao-bang", "son-la", "ha-noi"}
    assert max(event["occurred_on"] for event in events) <= "2024-02-29"
    assert all("agency" not in event for event in events)
    assert all("số định danh" in event["listing"]["obligation"] for event in events)


@pytest.mark.parametrize(
    "words",
    [
        ("--province", "atlantis"),
        ("--count", "-1"),
        ("--count", "many"),
        ("--end-date", "20/11/2026"),
        ("--flagged-share", "1.5"),
        ("--events", "some"),
    ],
)
def test_a_wrong_option_is_refused_by_name(words, capsys):
    with pytest.raises(SystemExit) as refusal:
        parse(*words)
    assert refusal.value.code == 2
    assert words[0] in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_one_clear_line(tmp_path, capsys):
    arguments = parse("--count", "1", "-o", str(tmp_path / "missing" / "feed.ndjson"))
    assert generate_feed.run(arguments) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_reader_that_stops_early_is_no_error():
    program = (
        "import sys; from argparse import ArgumentParser; from thads_portal.cli import"
        " generate_feed as command; parser = ArgumentParser(); command.add_arguments(parser);"
        "sys.exit(command.run(parser.parse_args(['--count', '3000'])))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    assert process.returncode == 0
    assert errors == b""
