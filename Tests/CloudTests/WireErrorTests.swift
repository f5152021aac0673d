// SPDX-License-Identifier: MIT-0

import Reporting
import Testing

@testable import Cloud

struct WireErrorTests {
    @Test func `a broken stream is the service's fault, an event that can't be sent is ours`() {
        let received: [EventStreamError] = [
            .preludeChecksum(computed: 1, stated: 0xABCD_EF01),
            .messageChecksum(computed: 0, stated: 1),
            .lengths(message: 12, headers: 0), .headersTooLarge(bytes: 1),
            .payloadTooLarge(bytes: 1),
            .headerOverrun, .emptyHeaderName, .unknownHeaderType(10, header: "a"),
            .duplicateHeader("a"), .headerNotText, .truncated(bytes: 5),
        ]
        for error in received {
            #expect(error.status == .unavailable)
            #expect(error.description.hasPrefix("the event stream "))
            #expect(!error.description.contains("\n") && !error.description.hasSuffix(": "))
        }
        #expect(EventStreamError.unsendableHeader("a").status == .software)
        #expect(
            received[0].description
                == "the event stream is broken: the checksum of a message's lengths is 00000001, "
                + "not abcdef01")
    }

    @Test func `a URL that can't be signed is shown without what may be secret`() throws {
        let error = #expect(throws: SigningError.self) {
            try RequestTarget(url: "ftp://user:hush@host/path?key=quiet")
        }
        #expect(error?.description.contains("ftp://host") == true)
        #expect(error?.description.contains("hush") == false)
        #expect(error?.description.contains("quiet") == false)
        #expect(error?.status == .configuration)
    }
}
