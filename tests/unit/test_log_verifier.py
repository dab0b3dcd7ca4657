"""The stand-alone verifier against what a forger would hand it: receipts, checkpoints, certificates."""

from base64 import b64encode
from base64 import urlsafe_b64encode
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pathlib import Path
from thads_portal.domain import merkle
from thads_portal.domain.certificates import detached_jws
from thads_portal.domain.signed_notes import Checkpoint
from thads_portal.domain.signed_notes import signature
from thads_portal.domain.signed_notes import verification_key

import copy
import hashlib
import hmac
import importlib.util
import json
import pytest
import unicodedata


FILE = Path(__file__).resolve().parents[2] / "tools" / "log-verifier" / "thads_log_verifier.py"
LOG, SEED = "log.example/nhat-ky-cong-khai", bytes(range(32))
KEY = verification_key(LOG, SEED)
SALT = bytes(range(100, 132))
CONTENT = json.dumps({"number": "2026-0000001", "debtor_name": "Nông Thị Ế"}, ensure_ascii=False)


def loaded():
    spec = importlib.util.spec_from_file_location("thads_log_verifier", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = loaded()
WITNESSES = {name: bytes([n]) * 32 for n, name in enumerate(("w.example/a", "w.example/b"), 1)}
WITNESS_KEYS = [tool.witness_key(name, seed) for name, seed in WITNESSES.items()]


def digest(kind, text, salt=SALT):
    return hashlib.sha256(f"thads-{kind}-v1\n".encode() + salt + text.encode())


def act_of(kind, at, **said):
    facts = {"v": 1, "type": kind, "number": "2026-0000001", "version": 1, "at": at}
    return json.dumps(facts | {"from": "2026-11-01T02:00:00.500000Z"} | said)


FIRST = act_of(
    "published", "2026-11-01T02:00:00.500000Z", content=digest("content", CONTENT).hexdigest()
)
SECOND = act_of(
    "amended",
    "2026-11-02T02:00:00.000000Z",
    version=2,
    content=digest("content", CONTENT.lower()).hexdigest(),
)
COMMITMENTS = [digest("act", each).digest() for each in (FIRST, SECOND)]
END = act_of(
    "ended",
    "2026-11-03T02:00:00.000000Z",
    version=2,
    closes=[each.hex() for each in COMMITMENTS],
)
LEAVES = [*COMMITMENTS, digest("act", END).digest(), b"x" * 32, b"y" * 32]


def subtree(height, place):
    part = LEAVES[place << height : (place + 1) << height]
    return merkle.complete_root([merkle.leaf_hash(each) for each in part])


def note_of(size=5, *, origin=LOG, name=LOG, seed=SEED):
    text = Checkpoint(origin, size, merkle.root_of(size, subtree)).text
    return f"{text}\n{signature(text, name=name, seed=seed)}\n"


def receipt_of(index, act, content=None):
    answer = {
        "commitment": LEAVES[index].hex(),
        "proof": {
            "size": len(LEAVES),
            "index": index,
            "path": [each.hex() for each in merkle.inclusion(index, len(LEAVES), subtree)],
            "checkpoint": note_of(),
        },
        "opening": {"salt": SALT.hex(), "act": act, "content": content},
    }
    said = json.loads(act)
    ended = said["type"] == "ended"
    return answer | {
        "public": not ended,
        "from": "2026-11-01T09:00:00+07:00",
        "to": "2026-11-03T09:00:00+07:00" if ended else None,
        "version": said["version"],
    }


RECEIPT = receipt_of(0, FIRST, CONTENT)


@pytest.fixture
def check(tmp_path, capsys):
    """(exit code, what it said) of the command over the JSON or texts given."""

    def check(command, *files, **options):
        words = [command]
        for place, each in enumerate(files):
            path = tmp_path / f"{place}.json"
            path.write_text(each if isinstance(each, str) else json.dumps(each), encoding="utf-8")
            words.append(str(path))
        words += ["--key", options.get("key", KEY)]
        for each in options.get("witness", ()):
            words += ["--witness", each]
        code = tool.main(words)
        return code, capsys.readouterr().out

    return check


def changed(answer, path, value):
    answer = copy.deepcopy(answer)
    *above, last = path
    inner = answer
    for name in above:
        inner = inner[name]
    inner[last] = value(inner[last]) if callable(value) else value
    return answer


def test_what_is_true_holds(check):
    code, said = check("receipt", RECEIPT)
    assert code == 0 and "Nông Thị Ế" in said
    code, said = check("ended", RECEIPT, receipt_of(2, END))
    assert code == 0 and "was amended after the receipt" in said
    code, said = check("ended", receipt_of(1, SECOND), receipt_of(2, END))
    assert code == 0 and "amended" not in said


@pytest.mark.parametrize(
    ("path", "value"),
    [
        # Another leaf at the index, the leaf at another index, or none of the tree.
        (("commitment",), LEAVES[1].hex()),
        (("proof", "index"), 1),
        (("proof", "index"), -1),
        (("proof", "index"), 5),
        (("proof", "index"), False),
        # A tree of another size; a path that goes on, or stops.
        (("proof", "size"), 4),
        (("proof", "checkpoint"), note_of(4)),
        (("proof", "path"), lambda path: path[:-1]),
        (("proof", "path"), lambda path: [*path, path[-1]]),
        (("proof", "path"), lambda path: path[::-1]),
        (("proof", "path"), lambda path: [path[0][:-2], *path[1:]]),
        (("proof", "path"), lambda path: [path[0].upper(), *path[1:]]),
        (("commitment",), lambda text: text.upper()),
        (("commitment",), lambda text: f" {text}"),
        # The bytes of salt and text parted at another place.
        (("opening",), {"salt": (SALT + FIRST[:8].encode()).hex(), "act": FIRST[8:]}),
        (("opening", "salt"), SALT.hex()[:-2]),
        # The same words in other letters, another order, a member twice.
        (("opening", "content"), unicodedata.normalize("NFD", CONTENT)),
        (("opening", "content"), CONTENT.replace("Nông", "Nong")),
        (("opening", "content"), CONTENT[:-1] + ', "number": "2026-0000002"}'),
        (("opening", "act"), FIRST.replace("published", "ended")),
        (("opening", "act"), f"{FIRST} "),
        # What stands beside the proof in clear.
        (("public",), False),
        (("version",), 2),
        (("from",), "2025-11-01T09:00:00+07:00"),
        (("to",), "2026-11-02T09:00:00+07:00"),
    ],
)
def test_a_forged_receipt_does_not_hold(check, path, value):
    forged = changed(RECEIPT, path, value)
    assert json.dumps(forged) != json.dumps(RECEIPT)
    code, said = check("receipt", forged)
    assert code in (1, 2) and "holds" not in said


def test_an_ending_of_something_else_proves_nothing(check):
    own = act_of("ended", "2026-11-03T02:00:00.000000Z", closes=[COMMITMENTS[1].hex()])
    false = receipt_of(2, END) | {"commitment": digest("act", own).hexdigest()}
    false["opening"]["act"] = own
    assert check("ended", RECEIPT, false)[0] == 1
    assert check("ended", receipt_of(2, END), receipt_of(2, END))[0] == 1
    assert check("ended", RECEIPT, RECEIPT)[0] == 1


TEXT, _, LINE = note_of().rpartition("\n\n")
FALSE_LINE = LINE[:-6] + ("A" if LINE[-6] != "A" else "B") + LINE[-5:]
OTHER = note_of(seed=bytes(32)).rpartition("\n\n")[2]


@pytest.mark.parametrize(
    "note",
    [
        note_of(origin="other.example/log"),
        note_of(origin="other.example/log", name="other.example/log"),
        note_of(seed=bytes(32)),
        f"{TEXT}\n\n",
        f"{TEXT}\n\n{FALSE_LINE}",
        # Two lines by the one key, of which one is false: whichever stands first.
        f"{TEXT}\n\n{FALSE_LINE}{LINE}",
        f"{TEXT}\n\n{LINE}{FALSE_LINE}",
        # A text that goes on behind what was signed.
        f"{TEXT}\n\nmore\n\n{LINE}",
        f"{TEXT}\n\n{LINE}more\n",
        f"{TEXT}\n\n{LINE.rstrip()}",
        f"{TEXT}\n\n{LINE}\n",
        f"{TEXT}\nmore\n\n{LINE}",
        f"{TEXT}\n\n{LINE.replace(' ', '  ', 1)}",
        f"{TEXT}\n\n{LINE.replace('—', '-')}",
        # The signature's last bits are another's.
        f"{TEXT}\n\n{LINE.rstrip()}==\n",
        note_of().replace("\n5\n", "\n05\n", 1),
        note_of().replace("\n5\n", "\n+5\n", 1),
    ],
)
def test_a_forged_checkpoint_does_not_hold(check, note):
    code, said = check("receipt", changed(RECEIPT, ("proof", "checkpoint"), note))
    assert code == 1 and "holds" not in said, said


def test_a_line_of_another_key_takes_nothing_away(check):
    note = changed(RECEIPT, ("proof", "checkpoint"), f"{TEXT}\n\n{OTHER}{LINE}")
    assert check("receipt", note)[0] == 0


def test_one_witness_is_not_two(check):
    """Each witness that is demanded has signed itself: a second line of the first is not the other's."""
    text = f"{TEXT}\n"
    lines = [
        tool.cosign(text, "w.example/a", WITNESSES["w.example/a"], now) for now in (1000, 1001)
    ]
    twice = changed(RECEIPT, ("proof", "checkpoint"), note_of() + "".join(lines))
    assert check("receipt", twice, witness=WITNESS_KEYS[:1])[0] == 0
    assert check("receipt", twice, witness=WITNESS_KEYS)[0] == 1
    other = tool.cosign(text, "w.example/b", WITNESSES["w.example/b"], 1002)
    both = changed(RECEIPT, ("proof", "checkpoint"), note_of() + lines[0] + other)
    assert check("receipt", both, witness=WITNESS_KEYS)[0] == 0
    # Named alike, by another key; and a signature of another tree.
    false = tool.cosign(text, "w.example/b", bytes(32), 1002)
    again = changed(RECEIPT, ("proof", "checkpoint"), note_of() + lines[0] + false)
    assert check("receipt", again, witness=WITNESS_KEYS)[0] == 1
    older = tool.cosign(note_of(4).rpartition("\n\n")[0] + "\n", "w.example/b", bytes([2]) * 32, 9)
    stale = changed(RECEIPT, ("proof", "checkpoint"), note_of() + lines[0] + older)
    assert check("receipt", stale, witness=WITNESS_KEYS)[0] == 1


def test_an_ending_is_witnessed_where_witnesses_are_demanded(check):
    assert check("ended", RECEIPT, receipt_of(2, END), witness=WITNESS_KEYS[:1])[0] == 1


def test_a_witness_signs_no_second_face(tmp_path):
    state = tmp_path / "state"
    asked = {"key": tool.read_key(KEY), "name": "w", "seed": bytes(32), "state": state}

    def ask(older, size, path):
        hashes = "".join(f"{b64encode(each).decode()}\n" for each in path)
        return tool.answer_of_witness(f"old {older}\n{hashes}\n{note_of(size)}", **asked)[0]

    proof = merkle.consistency(3, 5, subtree)
    assert ask(0, 3, proof) == 422
    assert ask(0, 3, []) == 200
    for false in ([], proof[:-1], [*proof, proof[0]], proof[::-1], [proof[0][:-1], *proof[1:]]):
        assert ask(3, 5, false) == 422
    assert ask("+3", 5, proof) == ask("3_0", 5, proof) == 400
    assert ask(0, 5, []) == ask(2, 5, proof) == 409
    assert ask(3, 5, proof) == 200
    assert ask(5, 4, []) == 400 and ask(4, 4, []) == 409


# Certificates


STATEMENT = json.dumps(
    {
        "code": "K7QD-9M2X-4TPA-6ZRE",
        "subject": {"name": "Nông Thị Ế"},
        "result": "listed",
        "numbers": ["2026-0000001"],
        "register": {"cursor": "5-abc"},
        "checkpoint": note_of(),
    },
    ensure_ascii=False,
)
KID = KEY.split("+")[1]


def base64(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def jws_of(header, *, statement=STATEMENT, sign=None, payload=False):
    head = base64(json.dumps(header).encode() if isinstance(header, dict) else header)
    said = base64(statement.encode())
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    made = (sign or key.sign)(f"{head}.{said}".encode())
    return f"{head}.{said if payload else ''}.{base64(made)}"


PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
MINE = Ed25519PrivateKey.from_private_bytes(bytes(32))
JWK = {"kty": "OKP", "crv": "Ed25519", "x": base64(MINE.public_key().public_bytes_raw())}
GOOD = detached_jws(STATEMENT, seed=SEED, key_id=KID)
EDDSA = {"alg": "EdDSA", "kid": KID}


def paper(**changes):
    beside = {"code": "K7QD-9M2X-4TPA-6ZRE", "result": "listed", "numbers": ["2026-0000001"]}
    return {
        **beside,
        "register": {"cursor": "5-abc", "as_of": "2026-11-03T09:00:00+07:00"},
        "statement": STATEMENT,
        "jws": GOOD,
        "pdf": "JVBERi0=",
        **changes,
    }


def test_a_certificate_holds_and_says_what_is_not_signed(check):
    code, said = check("certificate", paper())
    assert code == 0 and "pdf is not part of what was signed" in said
    assert "result is" not in said and "Nông Thị Ế" in said


@pytest.mark.parametrize(
    "jws",
    [
        jws_of({"alg": "none", "kid": KID}, sign=lambda _: b""),
        jws_of({"alg": "None", "kid": KID}, sign=lambda _: b""),
        jws_of({"kid": KID}),
        jws_of(
            {"alg": "HS256", "kid": KID},
            sign=lambda said: hmac.digest(PUBLIC, said, hashlib.sha256),
        ),
        jws_of(EDDSA, sign=lambda said: hmac.digest(PUBLIC, said, hashlib.sha256)),
        jws_of({"alg": "EdDSA", "kid": "thads"}),
        jws_of({"alg": "EdDSA"}),
        jws_of({"alg": "EdDSA", "jwk": JWK}, sign=MINE.sign),
        jws_of(EDDSA | {"jwk": JWK}, sign=MINE.sign),
        jws_of(EDDSA | {"jwk": JWK}),
        jws_of(EDDSA | {"jku": "https://other.example/keys"}),
        jws_of(EDDSA | {"x5u": "https://other.example/x"}),
        jws_of(EDDSA | {"crit": ["exp"], "exp": 1}),
        jws_of(EDDSA | {"crit": ["b64"], "b64": False}),
        jws_of(b'{"alg":"none","alg":"EdDSA","kid":"%s"}' % KID.encode()),
        jws_of(b'["EdDSA"]'),
        jws_of(EDDSA, payload=True),
        jws_of(EDDSA, statement=STATEMENT.replace("listed", "none")),
        # Written in another way: padded, with a stray character, with bits that stand for nothing.
        f"{GOOD}==",
        GOOD.replace("..", "..!"),
        GOOD[:-1] + chr(ord(GOOD[-1]) + 1),
        GOOD.replace("..", "."),
        f"{GOOD}.",
        "..",
        "",
    ],
)
def test_a_forged_signature_does_not_hold(check, jws):
    code, said = check("certificate", paper(jws=jws))
    assert code in (1, 2) and "holds" not in said, said


@pytest.mark.parametrize(
    "changes",
    [
        {"result": "none"},
        {"numbers": []},
        {"code": "K7QD-9M2X-4TPA-6ZRF"},
        {"register": {"cursor": "9-abc"}},
        {"statement": unicodedata.normalize("NFD", STATEMENT)},
        {"statement": f"{STATEMENT}\n"},
    ],
)
def test_what_stands_beside_the_signature_is_what_was_signed(check, changes):
    code, said = check("certificate", paper(**changes))
    assert code == 1 and "holds" not in said, said


def test_a_member_that_stands_twice_is_refused(check):
    """One reader would take the first, another the last."""
    for name, false in (("result", "none"), ("statement", "{}"), ("jws", "..")):
        text = json.dumps(paper())
        assert check("certificate", f'{{"{name}": {json.dumps(false)}, {text[1:]}')[0] == 1
    twice = STATEMENT[:-1] + ', "result": "none"}'
    jws = detached_jws(twice, seed=SEED, key_id=KID)
    assert check("certificate", paper(statement=twice, jws=jws))[0] == 1
