// SPDX-License-Identifier: MIT-0

import Testing

@testable import Settings

struct DurationSyntaxTests {
    @Test(arguments: [
        ("300ms", Duration.milliseconds(300)), ("2s", .seconds(2)), ("5m", .seconds(300)),
        ("1h", .seconds(3600)), ("2", .seconds(2)), ("0.5", .milliseconds(500)),
        ("1.5s", .milliseconds(1500)), ("0", .zero),
    ])
    func `a duration is read`(text: String, duration: Duration) {
        #expect(Duration(argument: text) == duration)
    }

    @Test(arguments: [
        "", "s", "-1", "+1", "1 s", "1e3", "1.s", ".5", "1d", "ms", "0x1", "1.2.3", "inf",
        "99999999999h",
    ])
    func `anything else is refused`(text: String) {
        #expect(Duration(argument: text) == nil)
    }

    @Test(arguments: [("800ms", "800ms"), ("2s", "2s"), ("1.5", "1.5s"), ("0", "0s")])
    func `a default is shown as it would be typed`(typed: String, shown: String) {
        #expect(Duration(argument: typed)?.defaultValueDescription == shown)
    }
}
