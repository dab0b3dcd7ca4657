"""Checks the publication log of the THADS portal without trusting it, and without its code.

    thads-log-verifier receipt RECEIPT.json --key KEY
    thads-log-verifier ended RECEIPT.json ANSWER.json --key KEY
    thads-log-verifier log ADDRESS --key KEY --state FILE [--full]
    thads-log-verifier certificate CERTIFICATE.json --key KEY
    thads-log-verifier witness --name NAME --seed FILE --state FILE --log KEY --port PORT

KEY is the log's verification key (``name+id+base64``), got from somewhere else than the portal's answer,
once, or a file that holds it. ADDRESS is ``https://…/nhat-ky-cong-khai`` or a folder with a copy. A receipt is an
answer of ``@as-of``. 0: it holds; 1: it does not; 2: it could not be checked.
"""

from argparse import ArgumentParser
from base64 import b64decode
from base64 import b64encode
from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from binascii import Error as NoBase64
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from http.server import HTTPServer
from pathlib import Path

import hashlib
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request


WIDTH, HASH = 256, 32
ED25519, COSIGNATURE = 1, 4
DASH = "\u2014"


class Wrong(Exception):
    """What was checked does not hold."""


# Hashes (RFC 9162)


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def fold(hashes):
    """The root over `hashes`, of any number but none."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return node(fold(hashes[:half]), fold(hashes[half:]))


def root_of_path(index, size, leaf, path):
    if not 0 <= index < size:
        raise Wrong("the index is outside of the tree")
    at, last, root = index, size - 1, leaf
    for each in path:
        if len(each) != HASH:
            raise Wrong("a hash of the path is of the wrong length")
        if last == 0:
            raise Wrong("the path is too long")
        if at & 1 or at == last:
            root = node(each, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, each)
        at, last = at >> 1, last >> 1
    if last:
        raise Wrong("the path is too short")
    return root


def consistent(older, newer, old_root, new_root, path):
    if older == newer:
        return old_root == new_root and not path
    if older == 0:
        return not path
    if not 0 < older < newer or any(len(each) != HASH for each in (old_root, new_root, *path)):
        return False
    steps = [old_root, *path] if older & (older - 1) == 0 else list(path)
    if not steps:
        return False
    at, last = older - 1, newer - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for each in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node(each, old), node(each, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, each)
        at, last = at >> 1, last >> 1
    return old == old_root and new == new_root and last == 0


# Signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature)


def read_key(text, kind=ED25519):
    """(name, id, public key) of a verification key, or of the file that holds it."""
    if "+" not in text or os.path.exists(text):
        text = Path(text).read_text(encoding="utf-8")
    name, key_id, encoded = text.strip().split("+", 2)
    public = b64decode(encoded, validate=True)
    if len(public) != 33 or public[0] != kind or key_id_of(name, public).hex() != key_id:
        raise Wrong("this is no verification key")
    return name, bytes.fromhex(key_id), Ed25519PublicKey.from_public_bytes(public[1:])


def key_id_of(name, public):
    return hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]


def read_checkpoint(note, key):
    """(size, root, signed text) of a checkpoint that `key` has signed."""
    name, key_id, public = key
    text, lines = parts_of_note(note)
    said = text.split("\n")
    if len(said) < 4 or said[0] != name:
        raise Wrong("the checkpoint is of another log")
    if not re.fullmatch("0|[1-9][0-9]{0,18}", said[1]):
        raise Wrong("the checkpoint has no size")
    root = canonical(said[2])
    if root is None or len(root) != HASH:
        raise Wrong("the checkpoint has no root")
    given = [what[4:] for who, what in lines if who == name and what[:4] == key_id]
    if not given:
        raise Wrong("the checkpoint is not signed by this key")
    for signature in given:
        verify(public, signature, text.encode(), "the checkpoint's signature is false")
    return int(said[1]), root, text


def parts_of_note(note):
    """The text of a note, and (name, key id and signature) of each of its lines."""
    text, parted, signatures = note.rpartition("\n\n")
    if not parted or not signatures.endswith("\n") or "\n\n" in text:
        raise Wrong("this is no signed note")
    lines = []
    for line in signatures[:-1].split("\n"):
        words = line.split(" ")
        given = canonical(words[2]) if len(words) == 3 and words[0] == DASH else None
        if given is None or len(given) < 5:
            raise Wrong("a line of the note is no signature")
        lines.append((words[1], given))
    return f"{text}\n", lines


def canonical(text):
    """The bytes of `text` in base64, if it is the one way to write them; else None."""
    try:
        given = b64decode(text, validate=True)
    except (NoBase64, ValueError):
        return None
    return given if b64encode(given).decode() == text else None


def witnesses_of(note, keys):
    """The names of those of `keys` (of the kind cosignature/v1) that have signed too, each once."""
    text, lines = parts_of_note(note)
    found = []
    for name, key_id, public in keys:
        given = [what for who, what in lines if who == name and what[:4] == key_id]
        for each in given:
            at = int.from_bytes(each[4:12], "big")
            signed = f"cosignature/v1\ntime {at}\n{text}".encode()
            verify(public, each[12:], signed, f"the signature of {name} is false")
        if given:
            found.append(name)
    return found


def demand_witnesses(note, words):
    """The names of the witnesses whose keys are `words`: each of them has signed `note`."""
    keys = [read_key(each, COSIGNATURE) for each in words]
    seen = witnesses_of(note, keys)
    if len(seen) < len(keys):
        raise Wrong("a witness has not signed")
    return seen


def verify(public, signature, signed, what):
    try:
        public.verify(signature, signed)
    except InvalidSignature:
        raise Wrong(what) from None


# Receipts


def digest(kind, salt, text):
    return hashlib.sha256(f"thads-{kind}-v1\n".encode() + salt + text.encode()).digest()


def of_hash(text):
    """The 32 bytes that 64 hex digits write: of another length, salt and text could be parted elsewhere."""
    if not isinstance(text, str) or not re.fullmatch("[0-9a-f]{64}", text):
        raise Wrong("64 hexadecimal digits are expected")
    return bytes.fromhex(text)


def check_proof(answer, key, witnesses=()):
    """That the commitment of an answer stands in the log that `key` signs; size and witnesses."""
    proof = answer["proof"]
    size, root, _ = read_checkpoint(proof["checkpoint"], key)
    if size != proof["size"]:
        raise Wrong("the proof is for another size than its checkpoint")
    if type(proof["index"]) is not int or not isinstance(proof["path"], list):
        raise Wrong("this is no proof")
    leaf = leaf_hash(of_hash(answer["commitment"]))
    path = [of_hash(each) for each in proof["path"]]
    if root_of_path(proof["index"], size, leaf, path) != root:
        raise Wrong("the leaf does not stand in the log")
    return size, demand_witnesses(proof["checkpoint"], witnesses)


def check_opening(answer):
    """What the leaf says: the act, and the content if there is one."""
    opening = answer.get("opening")
    if opening is None:
        return None, None
    salt = of_hash(opening["salt"])
    if digest("act", salt, opening["act"]).hex() != answer["commitment"]:
        raise Wrong("the act is not what the leaf was made of")
    act = read_json(opening["act"])
    check_beside(answer, act)
    content = opening.get("content")
    if content is None:
        return act, None
    if digest("content", salt, content).hex() != act.get("content"):
        raise Wrong("the content is not what the act was made of")
    return act, read_json(content)


def check_beside(answer, act):
    """What stands in the answer in clear beside the proof is what the act says."""
    ended = act["type"] == "ended"
    same = answer.get("public", not ended) is not ended
    same &= answer.get("version", act["version"]) == act["version"]
    for name, said in (("from", act["from"]), ("to", act["at"] if ended else None)):
        given = answer.get(name, said)
        same &= second(given) == second(said)
    if not same:
        raise Wrong("the answer says something else than the act")


def second(text):
    return None if text is None else int(datetime.fromisoformat(text).timestamp())


def receipt(arguments):
    answer, key = load(arguments.receipt), read_key(arguments.key)
    size, seen = check_proof(answer, key, arguments.witness)
    act, content = check_opening(answer)
    say("holds", f"leaf {answer['proof']['index']} of {size}")
    if act is None:
        say("without opening: only that this commitment stands in the log")
        return
    say(f"{act['type']}, version {act['version']}, at {act['at']}, public from {act['from']}")
    if content is not None:
        say(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True))
    if seen:
        say("witnesses: " + ", ".join(seen))


def ended(arguments):
    """That what the receipt is about was public until the ending that the answer proves."""
    mine, answer = load(arguments.receipt), load(arguments.answer)
    key = read_key(arguments.key)
    check_proof(mine, key)
    check_proof(answer, key, arguments.witness)
    act, _ = check_opening(mine)
    end, _ = check_opening(answer)
    if act is None or end is None or act["type"] == "ended" or end["type"] != "ended":
        raise Wrong("the first must be a receipt with its opening, the second of the ending")
    if mine["commitment"] not in end["closes"]:
        raise Wrong("the ending is of something else")
    say("holds", f"what the receipt is about was public from {act['from']} to {end['at']}")
    if mine["commitment"] != end["closes"][-1]:
        say("not in these words to the end: it was amended after the receipt")


# The whole log


class Log:
    """Reads a log by its address or from a folder."""

    def __init__(self, base):
        self.base = base.rstrip("/")
        self.tiles = {}

    def get(self, path):
        if "://" not in self.base:
            return (Path(self.base) / path).read_bytes()
        if not self.base.startswith(("https://", "http://")):
            raise Wrong("http or https")
        for attempt in range(20):
            try:
                with urllib.request.urlopen(f"{self.base}/{path}", timeout=60) as answer:  # noqa: S310
                    return answer.read()
            except urllib.error.HTTPError as error:
                if error.code != 429 or attempt == 19:
                    raise
                time.sleep(int(error.headers.get("Retry-After") or 1))
        raise AssertionError

    def tile(self, level, place, size):
        """The hashes of a tile as they stand in the tree of `size`."""
        here = min(WIDTH, (size >> 8 * level) - place * WIDTH)
        known = self.tiles.get((level, place), b"")
        if len(known) < here * HASH:
            found = self.get(tile_path(str(level), place, here))
            if len(found) != here * HASH:
                raise Wrong(f"tile {level}/{place} is of the wrong length")
            known = self.tiles[level, place] = found
        return [known[n : n + HASH] for n in range(0, here * HASH, HASH)]

    def subtree(self, height, place, size):
        level, above = divmod(height, 8)
        first = place << above
        hashes = self.tile(level, first // WIDTH, size)
        start = first % WIDTH
        return fold(hashes[start : start + (1 << above)])

    def range(self, first, last, size):
        hashes = []
        while first < last:
            height = (last - first).bit_length() - 1
            hashes.append(self.subtree(height, first >> height, size))
            first += 1 << height
        root = hashes.pop()
        while hashes:
            root = node(hashes.pop(), root)
        return root

    def root(self, size, of):
        return self.range(0, size, of) if size else hashlib.sha256(b"").digest()

    def full(self, size):
        """The root made of every entry; each tile of hashes is compared on the way."""
        row, level = [], 0
        for place in range((size + WIDTH - 1) // WIDTH):
            width = min(WIDTH, size - place * WIDTH)
            bundle = self.get(tile_path("entries", place, width))
            while bundle:
                length = int.from_bytes(bundle[:2], "big")
                row.append(leaf_hash(bundle[2 : 2 + length]))
                bundle = bundle[2 + length :]
        if len(row) != size:
            raise Wrong(f"there are {len(row)} entries, not {size}")
        while row:
            above = []
            for place in range((len(row) + WIDTH - 1) // WIDTH):
                part = row[place * WIDTH : (place + 1) * WIDTH]
                if self.tile(level, place, size) != part:
                    raise Wrong(f"tile {level}/{place} is not that of the entries")
                if len(part) == WIDTH:
                    above.append(fold(part))
            row, level = above, level + 1
        return self.root(size, size)


def tile_path(level, place, width):
    parts = [f"{place % 1000:03d}"]
    while place >= 1000:
        place //= 1000
        parts.insert(0, f"x{place % 1000:03d}")
    part = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(parts)}{part}"


def log(arguments):
    key, source = read_key(arguments.key), Log(arguments.address)
    note = source.get("checkpoint").decode()
    size, root, _ = read_checkpoint(note, key)
    demand_witnesses(note, arguments.witness)
    if (source.full(size) if arguments.full else source.root(size, size)) != root:
        raise Wrong("the tiles do not lead to the signed root")
    state = Path(arguments.state) if arguments.state else None
    if state is not None and state.exists():
        older, old_root, _ = read_checkpoint(state.read_text(encoding="utf-8"), key)
        if older > size:
            raise Wrong(f"the log had {older} entries and has {size} now")
        if source.root(older, size) != old_root:
            raise Wrong(f"the log is not what it was when it had {older} entries")
        say("holds", f"{older} entries unchanged, {size - older} new")
    if state is not None:
        state.write_text(note, encoding="utf-8")
    say("holds", f"{size} entries" + (", each looked at" if arguments.full else ""))


# Certificates


def certificate(arguments):
    """A certificate's statement with its detached signature (JWS, EdDSA)."""
    key = read_key(arguments.key)
    kept = load(arguments.certificate)
    head, nothing, signature = kept["jws"].split(".")
    header = read_json(of_base64url(head).decode())
    # Nothing that the header says chooses the key; what it would have to be obeyed in is refused.
    if nothing or not isinstance(header, dict) or header.get("alg") != "EdDSA":
        raise Wrong("this is no detached signature with EdDSA")
    if header.get("kid") != key[1].hex() or not header.keys() <= {"alg", "kid", "typ"}:
        raise Wrong("the signature is of another key")
    payload = urlsafe_b64encode(kept["statement"].encode()).rstrip(b"=").decode()
    verify(key[2], of_base64url(signature), f"{head}.{payload}".encode(), "the signature is false")
    said = read_json(kept["statement"])
    for name in kept.keys() & said.keys():
        beside, signed = kept[name], said[name]
        if name == "register":
            beside, signed = beside["cursor"], signed["cursor"]
        if beside != signed:
            raise Wrong(f"{name} is not what was signed")
    size, _, _ = read_checkpoint(said["checkpoint"], key)
    say("holds", f"made when the log had {size} entries")
    for name in sorted(kept.keys() - said.keys() - {"statement", "jws"}):
        say(f"{name} is not part of what was signed")
    say(json.dumps(said, ensure_ascii=False, indent=2))


def of_base64url(text):
    """The bytes of `text`, if it is the one way to write them."""
    given = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if urlsafe_b64encode(given).rstrip(b"=").decode() != text:
        raise Wrong("this is no base64url without padding")
    return given


# A witness (C2SP tlog-witness)


def cosign(text, name, seed, now):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = bytes([COSIGNATURE]) + key.public_key().public_bytes_raw()
    signed = key.sign(f"cosignature/v1\ntime {now}\n{text}".encode())
    given = key_id_of(name, public) + now.to_bytes(8, "big") + signed
    return f"{DASH} {name} {b64encode(given).decode()}\n"


def witness_key(name, seed):
    public = bytes([COSIGNATURE])
    public += Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return f"{name}+{key_id_of(name, public).hex()}+{b64encode(public).decode()}"


def answer_of_witness(body, *, key, name, seed, state):
    """(status, text): signs what goes on from what it has signed before, and nothing else."""
    head, _, note = body.partition("\n\n")
    lines = head.split("\n")
    try:
        if not re.fullmatch("old (0|[1-9][0-9]{0,18})", lines[0]):
            return 400, ""
        older = int(lines[0][4:])
        path = [b64decode(each, validate=True) for each in lines[1:]]
        size, root, text = read_checkpoint(note, key)
    except Wrong:
        return 403, ""
    except ValueError:
        return 400, ""
    kept = state.read_text(encoding="utf-8").split() if state.exists() else ["0", ""]
    known, old_root = int(kept[0]), b64decode(kept[1])
    if older > size:
        return 400, ""
    if older != known:
        return 409, f"{known}\n"
    if not consistent(older, size, old_root, root, path):
        return 422, ""
    state.write_text(f"{size} {b64encode(root).decode()}\n", encoding="utf-8")
    return 200, cosign(text, name, seed, int(time.time()))


def witness(arguments):
    path = Path(arguments.seed)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(os.urandom(32).hex(), encoding="utf-8")
    seed = bytes.fromhex(path.read_text(encoding="utf-8").strip())
    key = read_key(arguments.log)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = min(int(self.headers.get("Content-Length") or 0), 100_000)
            status, said = answer_of_witness(
                self.rfile.read(length).decode(),
                key=key,
                name=arguments.name,
                seed=seed,
                state=Path(arguments.state),
            )
            self.send_response(status)
            self.send_header("Content-Length", str(len(said.encode())))
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", arguments.port), Handler) as server:
        say(witness_key(arguments.name, seed), f"listening at {server.server_address[1]}")
        server.serve_forever()


def load(path):
    said = read_json(Path(path).read_text(encoding="utf-8"))
    if not isinstance(said, dict):
        raise Wrong("this is no JSON object")
    return said


def read_json(text):
    """Each member once: who reads the first and who reads the last would read another paper."""
    return json.loads(text, object_pairs_hook=each_once)


def each_once(pairs):
    if len(dict(pairs)) != len(pairs):
        raise Wrong("a member of the JSON stands there twice")
    return dict(pairs)


def say(*words):
    print(": ".join(words), flush=True)


def main(words=None):
    parser = ArgumentParser(prog="thads-log-verifier", description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    known = {
        "receipt": (receipt, ["receipt"]),
        "ended": (ended, ["receipt", "answer"]),
        "log": (log, ["address"]),
        "certificate": (certificate, ["certificate"]),
        "witness": (witness, []),
    }
    for name, (work, places) in known.items():
        command = commands.add_parser(name, help=(work.__doc__ or "").split("\n")[0] or None)
        command.set_defaults(work=work)
        for place in places:
            command.add_argument(place)
        if name == "witness":
            for option in ("--name", "--seed", "--state", "--log"):
                command.add_argument(option, required=True)
            command.add_argument("--port", type=int, default=0)
            continue
        command.add_argument("--key", required=True, help="the log's verification key, or its file")
        if name != "certificate":
            command.add_argument(
                "--witness", action="append", default=[], help="who must have signed too"
            )
        if name == "log":
            command.add_argument("--state", help="a file that keeps the last checkpoint seen")
            command.add_argument("--full", action="store_true", help="read every entry")
    arguments = parser.parse_args(words)
    try:
        arguments.work(arguments)
    except Wrong as wrong:
        say("DOES NOT HOLD", str(wrong))
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        say("could not be checked", f"{type(error).__name__}: {error}")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
