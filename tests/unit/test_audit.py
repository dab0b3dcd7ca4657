"""Known vulnerabilities of the pins are found in a local copy of a database, and never silently not looked for."""

from datetime import date
from pathlib import Path

import importlib.util
import json
import pytest
import zipfile


ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", ROOT / "scripts/audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def advisory(name="Thu.Vien", ecosystem="PyPI", **more):
    affected = {"package": {"ecosystem": ecosystem, "name": name}}
    for part in ("ranges", "versions"):
        if part in more:
            affected[part] = more.pop(part)
    return {
        "schema_version": "1.6.0",
        "id": "MADE-UP-2026-1",
        "aliases": ["CVE-2026-99999"],
        "modified": "2026-11-27T00:00:00Z",
        "summary": "Made up for a test",
        "affected": [affected],
        **more,
    }


def span(*events, kind="ECOSYSTEM"):
    return [{"type": kind, "events": list(events)}]


FROM_THE_FIRST = span({"introduced": "0"}, {"fixed": "2.0"})


@pytest.fixture
def run(audit, tmp_path, capsys):
    pins = tmp_path / "requirements.txt"
    pins.write_text(
        "# pins\nthu-vien==1.9.1 \\\n    --hash=sha256:00\n"
        "khac[more]==3.0 ; python_version < '4' \\\n    --hash=sha256:00\n"
    )

    def look(place, accepted="", own_pins=pins):
        kept = tmp_path / "accepted.txt"
        kept.write_text(accepted)
        options = ["--pins", str(own_pins), "--accepted", str(kept)]
        code = audit.main([str(place), *options], today=TODAY)
        told = capsys.readouterr()
        return code, told.out + told.err

    return look


def kept(folder, *records):
    folder.mkdir(exist_ok=True)
    for number, each in enumerate(records):
        (folder / f"{number}.json").write_text(json.dumps(each))
    return folder


def test_a_made_up_advisory_for_a_real_pin_is_found(run, tmp_path):
    pins = ROOT / "requirements.txt"
    place = kept(tmp_path / "osv", advisory("cryptography", ranges=span({"introduced": "0"})))
    code, told = run(place, own_pins=pins)
    assert code == 1
    assert "cryptography" in told and "MADE-UP-2026-1, CVE-2026-99999" in told
    assert "not mended yet" in told


def test_folder_file_lines_and_archive_are_one(run, tmp_path):
    hit = advisory(ranges=FROM_THE_FIRST)
    folder = kept(tmp_path / "osv", hit, advisory("ai-do", ranges=FROM_THE_FIRST))
    one, lines = tmp_path / "one.json", tmp_path / "lines.json"
    one.write_text(json.dumps([hit]))
    lines.write_text(f"{json.dumps(hit)}\n{json.dumps(hit)}\n")
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("MADE-UP-2026-1.json", json.dumps(hit))
    inside = tmp_path / "inside"
    inside.mkdir()
    archive.replace(inside / "all.zip")
    for place in (folder, one, lines, inside, inside / "all.zip"):
        code, told = run(place)
        assert code == 1, place
        assert "thu-vien 1.9.1" in told and "mended in 2.0" in told
        assert "1 known" in told and "2026-11-27" in told


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ranges": FROM_THE_FIRST}, 1),
        ({"ranges": span({"introduced": "1.9.1"})}, 1),
        ({"ranges": span({"introduced": "1.9.2"})}, 0),
        ({"ranges": span({"introduced": "0"}, {"fixed": "1.9.1"})}, 0),
        ({"ranges": span({"introduced": "0"}, {"last_affected": "1.9.1"})}, 1),
        ({"ranges": span({"introduced": "0"}, {"last_affected": "1.9"})}, 0),
        # Mended once, and broken again.
        ({"ranges": span({"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "1.5"})}, 1),
        ({"ranges": span({"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.5"})}, 0),
        # In no order.
        ({"ranges": span({"fixed": "2.0"}, {"introduced": "0"})}, 1),
        # Commits say nothing of versions.
        ({"ranges": span({"introduced": "0"}, kind="GIT"), "versions": ["1.0"]}, 0),
        ({"versions": ["1.9.1"]}, 1),
        ({"versions": ["1.9.1.0"]}, 1),
        ({"versions": ["1.9"]}, 0),
        ({"ranges": FROM_THE_FIRST, "withdrawn": "2026-11-01T00:00:00Z"}, 0),
        ({}, 1),
    ],
    ids=str,
)
def test_which_versions_fall_under_it(run, tmp_path, more, code):
    assert run(kept(tmp_path / "osv", advisory(**more)))[0] == code


def test_names_are_compared_as_indexes_do_and_other_ecosystems_are_not_ours(run, tmp_path):
    others = [
        advisory("thu-vien", ecosystem="npm", ranges=FROM_THE_FIRST),
        advisory("thu-vien-khac", ranges=FROM_THE_FIRST),
    ]
    assert run(kept(tmp_path / "a", *others))[0] == 0
    assert run(kept(tmp_path / "b", advisory("Thu__Vien", ranges=FROM_THE_FIRST)))[0] == 1
    assert run(kept(tmp_path / "c", advisory("khac", ranges=span({"introduced": "0"}))))[0] == 1


def test_an_advisory_is_accepted_for_a_time_and_a_reason(run, tmp_path):
    place = kept(tmp_path / "osv", advisory(ranges=FROM_THE_FIRST))
    code, told = run(
        place, accepted="# lý do\nCVE-2026-99999 2026-11-28 not reached: no such call\n"
    )
    assert code == 0 and "0 known, 1 accepted" in told
    assert run(place, accepted="MADE-UP-2026-1 2026-11-27 over\n")[0] == 1
    assert run(place, accepted="MADE-UP-2026-1 2026-12-31\n")[0] == 2


@pytest.mark.parametrize("content", [None, "", "no json", "[1]", '{"id": 5}', "[]"])
def test_what_was_not_looked_up_is_no_good_news(run, tmp_path, content):
    place = tmp_path / "osv.json"
    if content is not None:
        place.write_text(content)
    code, told = run(place)
    assert code == 2 and "nothing was looked up" in told
    assert run("")[0] == 2


def test_without_pins_nothing_is_looked_up(run, tmp_path):
    (tmp_path / "none.txt").write_text("# none\n")
    place = kept(tmp_path / "osv", advisory(ranges=FROM_THE_FIRST))
    assert run(place, own_pins=tmp_path / "none.txt")[0] == 2
