"""The catalogues hold every message of the source, and all of them in English."""

from importlib.util import module_from_spec
from importlib.util import spec_from_file_location
from pathlib import Path

import pytest
import re


# Reads all of the source.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
PLACEHOLDER = re.compile(r"\$\{\w+\}")


@pytest.fixture(scope="module")
def messages():
    spec = spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def collected(messages):
    return messages.collected()


def test_vietnamese_is_the_text_of_the_source(messages, collected):
    """Without this catalogue a Vietnamese reader would be shown English."""
    assert messages.catalogue("vi") == collected


def test_every_message_has_its_english_with_the_same_placeholders(messages, collected):
    english = messages.catalogue("en")
    for message, default in collected.items():
        text = english.get(message)
        assert text, f"{message} has no English: run scripts/messages.py and translate it"
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(default)), message
    assert set(english) == set(collected)
