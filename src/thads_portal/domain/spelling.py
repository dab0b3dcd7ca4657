"""Whether a written word can be a Vietnamese syllable: what tells a right decoding from a wrong one.

Onset, rhyme and tone are compared with closed lists; where a tone stands within the
rhyme is not (hòa and hoà both can be). Names of minorities and foreign words may fail:
nothing may be refused because of this.
"""

from functools import lru_cache
from unicodedata import normalize

import re


TONES = "\u0300\u0309\u0303\u0301\u0323"
_STOP_TONES = frozenset("\u0301\u0323")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ONSETS = _words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x")
RHYMES = _words(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu
    iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu o oc oi om on ong op ot ooc oong
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut
    uân uâng uât uây uê uêch uênh uên uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt
    uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y ych yn ynh yt
    """
)
#: Runs of what a word may be made of, also in a wrong decoding ("NguyÔn", "V¨n").
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~…–—“”‘’«»•]+")


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether `word`, in any case and Unicode form, is spelt as a Vietnamese syllable."""
    if not word or not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    letters = []
    tone = ""
    for character in normalize("NFD", word.lower()):
        if character in TONES:
            if tone:
                return False
            tone = character
        else:
            letters.append(character)
    bare = normalize("NFC", "".join(letters))
    if tone not in _STOP_TONES and bare.endswith(("c", "ch", "p", "t")):
        return False
    return any(
        bare[size:] in RHYMES and (size == 0 or bare[:size] in ONSETS)
        for size in range(min(4, len(bare)))
    )


_BARE_RHYMES = frozenset(
    normalize("NFD", rhyme).translate(dict.fromkeys(map(ord, "\u0302\u0306\u031b")))
    for rhyme in RHYMES
)


@lru_cache(maxsize=8192)
def is_plain(bare: str) -> bool:
    """Whether a bare word can be a Vietnamese syllable of two letters or more without its marks."""
    return len(bare) > 1 and any(
        bare[size:] in _BARE_RHYMES and (size == 0 or bare[:size] in ONSETS)
        for size in range(min(4, len(bare)))
    )


def plausibility(text: str) -> float:
    """The share of `text`'s words with other than plain letters that can be syllables; 1 if none."""
    marked = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, marked)) / len(marked) if marked else 1.0
