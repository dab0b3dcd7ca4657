"""Somebody at a browser with security keys of software (``soft_key``)."""

from tests.support.second_step import Browser
from tests.support.second_step import OWN
from tests.support.second_step import PASSWORD
from tests.support.second_step import STEP
from tests.support.soft_key import data
from tests.support.staff import token_of

import json


class Keeper(Browser):
    def options(self, action, path=OWN):
        fields = {"action": action}
        if path == OWN:
            fields["_authenticator"] = token_of(self.ask("GET", OWN).text)
        answer = self.ask("POST", path, **fields)
        assert answer.status in (200, 409), answer.text
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["Cache-Control"] == "no-store"
        return json.loads(answer.text).get("publicKey")

    def challenge(self, action, path=OWN):
        return data(self.options(action, path)["challenge"])

    def send(self, action, **fields):
        token = token_of(self.ask("GET", OWN).text)
        sent = {"_authenticator": token, "action": action, "password": PASSWORD}
        return self.ask("POST", OWN, **{**sent, **fields})

    def add(self, key, name="Khóa cơ quan", **fields):
        return self.send(
            "add_key", attestation=key.make(self.challenge("key_new")), key_name=name, **fields
        )

    def prove(self, key, **wrong):
        """Answer the second step of a sign-in."""
        sent = key.sign(self.challenge("key_proof", STEP), **wrong)
        return self.ask("POST", STEP, assertion=sent)
