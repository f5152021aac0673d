# SPDX-License-Identifier: MIT-0
"""scripts/benchmarks: what turns measurements into figures."""

from __future__ import annotations

import random
import re
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "scripts" / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from aws_pairs import lines, paired, reached  # noqa: E402
from context import Unavailable  # noqa: E402
from english import edits, spelled, spelled_ordinal, words  # noqa: E402
from judgement import Span, compare, frame_error, spans, turns  # noqa: E402
from table import Row, median, number, p90, rendered, slope  # noqa: E402


class EnglishTests(unittest.TestCase):
    def same(self, one: str, other: str):
        self.assertEqual(words(one), words(other))

    def test_case_and_punctuation_do_not_count(self):
        self.assertEqual(words("Hello, World! — (Yes.)"), ["hello", "world", "yes"])

    def test_digits_are_words(self):
        self.same("a timer for 10 minutes", "a timer for ten minutes")
        self.same("1-2-3", "one, two, three")
        self.same("1,200.", "one thousand two hundred")
        self.same("It was 3.5 %", "it was three point five percent")
        self.same("the 21st of May at 10:30", "the twenty-first of May at ten thirty")
        self.same("$5", "five dollars")

    def test_a_list_of_numbers_stays_a_list(self):
        self.same("1, 2, 3. 4", "one two three four")
        self.same("in 1999, 20 people", "in one thousand nine hundred ninety nine twenty people")

    def test_contractions_are_written_out(self):
        self.same("It's what they're saying: don't!", "it is what they are saying do not")
        self.same("I can’t, I won't, I cannot", "I can not I will not I can not")

    def test_a_possessive_is_no_contraction(self):
        self.assertEqual(words("the dog's tail"), ["the", "dogs", "tail"])

    def test_different_words_stay_different(self):
        self.assertNotEqual(words("thirteen"), words("30"))
        self.assertNotEqual(words("spring of hope"), words("string of hope"))

    def test_numbers(self):
        for value, text in {
            0: "zero", 13: "thirteen", 20: "twenty", 45: "forty five", 100: "one hundred",
            1001: "one thousand one", 78_910: "seventy eight thousand nine hundred ten",
            2_000_000: "two million",
        }.items():  # fmt: skip
            self.assertEqual(spelled(value), text)
        for value, text in {
            1: "first", 2: "second", 4: "fourth", 9: "ninth", 12: "twelfth", 20: "twentieth",
            101: "one hundred first",
        }.items():  # fmt: skip
            self.assertEqual(spelled_ordinal(value), text)


class EditTests(unittest.TestCase):
    def test_each_kind_of_error_counts_once(self):
        reference = "it was the best of times".split()
        self.assertEqual(edits(reference, reference), 0)
        self.assertEqual(edits(reference, "it was the rest of times".split()), 1)
        self.assertEqual(edits(reference, "it was best of times".split()), 1)
        self.assertEqual(edits(reference, "it was the very best of times".split()), 1)
        self.assertEqual(edits(reference, []), 6)
        self.assertEqual(edits([], ["thank", "you"]), 2)

    def test_it_is_a_distance(self):
        generator = random.Random(11)

        def text() -> list[str]:
            return generator.choices("abc", k=generator.randrange(7))

        for _ in range(300):
            one, two, three = text(), text(), text()
            self.assertEqual(edits(one, two), edits(two, one))
            self.assertEqual(edits(one, two) == 0, one == two)
            self.assertLessEqual(edits(one, three), edits(one, two) + edits(two, three))
            self.assertGreaterEqual(edits(one, two), abs(len(one) - len(two)))


def turn(start: int, end: int) -> list[dict]:
    """Decisions about voice in these 10 ms steps: 200 ms more on both sides, 500 ms later."""
    return [
        {"type": "started", "at": (start - 20) * 160, "frames": (start + 9) * 160},
        {"type": "ended", "at": (end + 20) * 160, "frames": (end + 50) * 160},
    ]


class JudgementTests(unittest.TestCase):
    def setUp(self):
        self.truth = [Span(100 * 160, 200 * 160), Span(300 * 160, 400 * 160)]

    def judged(self, *decisions: list[dict]):
        return compare(self.truth, turns(sum(decisions, [])))

    def test_each_utterance_has_its_turn(self):
        account = self.judged(turn(102, 195), turn(298, 410))
        self.assertEqual([pair[1].heard_start // 160 for pair in account.first], [111, 307])
        self.assertEqual([pair[1].heard_end // 160 for pair in account.last], [245, 460])
        self.assertEqual(
            (account.missed, account.spurious, account.joined, account.split), (0, 0, 0, 0)
        )

    def test_missed_and_spurious(self):
        account = self.judged(turn(100, 200), turn(450, 470))
        self.assertEqual((account.missed, account.spurious), (1, 1))

    def test_joined_utterances_end_once(self):
        account = self.judged(turn(100, 400))
        self.assertEqual((account.joined, account.split, account.missed), (1, 0, 0))
        self.assertEqual([pair[0] for pair in account.first], self.truth[:1])
        self.assertEqual([pair[0] for pair in account.last], self.truth[1:])

    def test_a_split_utterance_opens_with_its_first_turn_and_closes_with_its_last(self):
        account = self.judged(turn(100, 130), turn(150, 200), turn(300, 400))
        self.assertEqual((account.split, account.joined, account.spurious), (1, 0, 0))
        self.assertEqual(account.first[0][1].start, 80 * 160)
        self.assertEqual(account.last[0][1].end, 220 * 160)

    def test_a_turn_that_never_closed_is_none(self):
        self.assertEqual(turns(turn(100, 200)[:1]), [])

    def test_frames(self):
        found = turns(turn(100, 200) + turn(350, 450))
        error, missed, false = frame_error(self.truth, found, 1000 * 160)
        self.assertAlmostEqual(error, 100 / 1000)
        self.assertAlmostEqual(missed, 50 / 200)
        self.assertAlmostEqual(false, 50 / 800)

    def test_gaps_close_and_clicks_go(self):
        speech = [step in range(10, 20) or step in range(40, 60) for step in range(300)]
        speech[150] = True
        self.assertEqual(spans(speech, gap=50 * 160), [Span(10 * 160, 60 * 160)])
        self.assertEqual(len(spans(speech, gap=20 * 160)), 2)


class PairTests(unittest.TestCase):
    def test_bytes_have_come_when_the_read_that_completes_them_has(self):
        passed = [(1.0, b"ab"), (2.0, b"cde"), (3.0, b"f")]
        self.assertEqual(reached(passed, [1, 2, 3, 5, 6]), [1, 1, 2, 2, 3])
        self.assertEqual(reached(passed, []), [])
        with self.assertRaisesRegex(Unavailable, "6 bytes came of 7"):
            reached(passed, [6, 7])

    def test_a_line_has_come_when_its_end_has(self):
        passed = [(1.0, b'{"a": 1}\n{"a"'), (2.0, b": 2}"), (3.0, b'\n{"a": 3}\n{"a": 4')]
        self.assertEqual(lines(passed), [(1, {"a": 1}), (3, {"a": 2}), (3, {"a": 3})])

    def test_the_first_is_taken_for_the_first(self):
        sent = [(1.0, ("partial", "a")), (2.0, ("partial", "a")), (3.0, ("final", "a"))]
        came = [(1.1, ("partial", "a")), (2.2, ("partial", "a")), (3.3, ("final", "a"))]
        self.assertEqual(paired(sent, came), [[1, 1.1], [2, 2.2], [3, 3.3]])

    def test_what_never_came_has_no_pair_and_takes_nobody_elses(self):
        sent = [(1.0, ("a",)), (2.0, ("b",)), (3.0, ("c",))]
        came = [(0.5, ("c",)), (1.5, ("a",)), (3.5, ("c",)), (4.0, ("d",))]
        self.assertEqual(paired(sent, came), [[1, 1.5], [3, 3.5]])

    def test_a_reply_in_any_pieces(self):
        generator = random.Random(4)
        for _ in range(100):
            data = generator.randbytes(50)
            cuts = sorted(generator.sample(range(1, 50), generator.randrange(10)))
            ends = [*cuts, 50]
            passed = [
                (float(end), data[start:end]) for start, end in zip([0, *cuts], ends)
            ]  # fmt: skip
            found = reached(passed, range(1, 51))
            wanted = [next(end for end in ends if end >= count) for count in range(1, 51)]
            self.assertEqual(found, wanted)


class RequirementTests(unittest.TestCase):
    def test_the_stand_in_has_the_same_packages_in_both(self):
        def pins(path: Path) -> dict[str, str]:
            found = re.findall(r"^([\w-]+)==(\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            return dict(found)

        ours, tests = pins(BENCHMARKS / "requirements.txt"), pins(ROOT / "Tests/requirements.txt")
        self.assertTrue({"botocore", "awscrt", "amazon-transcribe", "h2"} <= ours.keys())
        for name in ours.keys() & tests.keys():
            self.assertEqual(ours[name], tests[name], name)


class TableTests(unittest.TestCase):
    def test_the_slope_of_a_line_is_its_own(self):
        self.assertAlmostEqual(slope([(x, 3 - 2 * x) for x in (1.0, 2.0, 5.0)]), -2)
        self.assertAlmostEqual(slope([(0, 0), (1, 1), (2, 0)]), 0)
        self.assertEqual(slope([(1, 4), (1, 5)]), 0)

    def test_statistics(self):
        self.assertEqual(median([3, 1, 2]), 2)
        self.assertEqual(median([4, 1, 2, 3]), 2.5)
        self.assertEqual(p90(list(range(1, 11))), 9)
        self.assertEqual(p90([7]), 7)

    def test_three_digits(self):
        shown = [number(value) for value in (None, 0, 12, 12.34, 0.1234, 123.4, -0.05678)]
        self.assertEqual(shown, ["", "0", "12", "12.3", "0.123", "123", "-0.0568"])

    def test_what_is_above_its_limit_is_marked(self):
        rows = [Row("a", "slow", 6.0, "ms", limit=5), Row("a", "fast", 5.0, "ms", limit=5)]
        slow, fast = rendered(rows).splitlines()[3:5]
        self.assertIn("1.20 !", slow)
        self.assertNotIn("!", fast)
        self.assertIn("1 above the limit", rendered(rows))

    def test_a_failure_is_a_row(self):
        self.assertIn("failed", rendered([Row("a", "chat", None, note="no engine")]))


if __name__ == "__main__":
    unittest.main()
