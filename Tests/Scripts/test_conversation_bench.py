# SPDX-License-Identifier: MIT-0
"""scripts/bench conversation: what turns recordings and decisions into figures."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

try:
    import numpy as np
except ImportError:
    raise unittest.SkipTest("no numpy") from None

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts" / "benchmarks"))

import cutoffs  # noqa: E402
import delays  # noqa: E402
import hesitation  # noqa: E402
import interruptions  # noqa: E402
import seams  # noqa: E402


class HesitationTests(unittest.TestCase):
    TEXT = (
        "It was a cold day, and the wind blew hard.  Who goes there at this hour of the night?\n"
        "\t\t-- Nobody, \"A Play\"\n%\nToo short.\n%\n"
        "There are 3 digits in here and so it is out.\n"
    )

    def test_sentences_are_whole_and_without_their_author(self):
        found = [" ".join(words) for words in hesitation.sentences(self.TEXT)]
        self.assertEqual(
            found,
            ["It was a cold day, and the wind blew hard.",
             "Who goes there at this hour of the night?"],
        )  # fmt: skip

    def test_a_pause_is_where_it_was_put(self):
        said = hesitation.spoken("one two three".split(), 2, 700)
        self.assertEqual(said.pause, 700)
        self.assertEqual(said.words[2][1] - said.words[1][2], 700)
        self.assertEqual(said.voice[1], said.words[2][1:])
        self.assertEqual(said.end, said.voice[1][1])

    def test_set_a_pauses_where_people_do(self):
        sentence = hesitation.sentences(self.TEXT)[0]
        for seed in range(50):
            said = hesitation.hesitant(sentence, "A", np.random.default_rng(seed))
            before = [word for word, _, end in said.words if end <= said.voice[0][1]][-1]
            bare = before.rstrip(",").lower()
            self.assertTrue(
                before.endswith(",")
                or bare in hesitation.FILLERS
                or bare in hesitation.FUNCTION_WORDS,
                before,
            )
            self.assertTrue(200 <= said.pause < 1500)

    def test_signs_can_be_taken_away(self):
        said = hesitation.spoken("Well, it's over.".split(), 1, 300).without_signs()
        self.assertEqual([word for word, _, _ in said.words], ["Well", "it's", "over"])


class CutOffTests(unittest.TestCase):
    def setUp(self):
        self.said = [hesitation.spoken("one two three.".split(), 2, 700) for _ in range(4)]
        self.end = self.said[0].end

    def outcome(self, *audible: int, commits: int = 1) -> dict:
        return {"audible": list(audible), "commits": [[0, 1]] * commits, "requests": 1}

    def test_what_sounds_before_the_last_word_has_ended_is_false(self):
        judged = cutoffs.judged(
            self.said,
            [self.outcome(self.end - 1, self.end + 900), self.outcome(self.end + 600),
             self.outcome(self.end + 650), self.outcome(self.end + 700, commits=2)],
        )  # fmt: skip
        self.assertEqual((judged.false, judged.delay, judged.split), (25, 675, 25))

    def test_silence_alone_cuts_off_what_pauses_longer(self):
        self.assertEqual(cutoffs.silence_only(self.said, 700), 100)
        self.assertEqual(cutoffs.silence_only(self.said, 800), 0)


class DelayTests(unittest.TestCase):
    def turn(self, *loud: tuple[int, int, int]) -> np.ndarray:
        """Of channel, from, to in 10 ms."""
        heard = np.zeros((3 * 16_000, 2))
        for channel, start, end in loud:
            heard[start * 160 : end * 160, channel] = 0.1
        return heard

    def test_from_the_last_audible_to_the_first(self):
        self.assertEqual(delays.delay(self.turn((1, 10, 60), (1, 80, 100), (0, 160, 200))), 600)
        self.assertEqual(delays.delay(self.turn((1, 10, 60), (0, 50, 200))), -100)

    def test_silence_after_a_key(self):
        heard = self.turn((0, 50, 106))
        self.assertEqual(delays.silent_after(heard, 100 * 160), 60)
        self.assertEqual(delays.silent_after(heard, 106 * 160), 0)

    def test_silence_must_last(self):
        answer = self.turn((0, 0, 100), (0, 110, 150))[:, 0]
        self.assertEqual(interruptions.silence(answer, 90), 150)

    def test_silences_and_losses_in_an_answer(self):
        piece = np.random.default_rng(1).integers(-9000, 9000, 3200).astype("<i2")
        none = np.zeros(160, "<i2")
        whole = np.concatenate([none, piece, piece, none])
        self.assertEqual(seams.compared(piece, whole, 2), ([], 0))
        apart = np.concatenate([piece, none, piece[:640], none, piece[640:]])
        self.assertEqual(seams.compared(piece, apart, 2), ([10, 10], 0))
        lost = np.concatenate([piece, piece[320:]])
        self.assertEqual(seams.compared(piece, lost, 2)[1], 320)


if __name__ == "__main__":
    unittest.main()
