// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Cloud

struct HashTests {
    /// FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 is right`(_ text: String, digest: String) throws {
        #expect(Hex.text(try SHA256.digest(of: text)) == digest)
    }

    @Test func `a body that comes in pieces has the digest of the whole`() throws {
        var random = Seeded(1)
        for count in [0, 1, 63, 64, 65, 1000, 10_000] {
            let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var hash = try SHA256()
            for piece in random.pieces(body, longest: 100) { try hash.update(piece) }
            #expect(try hash.finalize() == SHA256.digest(of: body))
        }
    }

    /// RFC 4231, 4.2, 4.3 and 4.7; and a key of no bytes.
    @Test(
        arguments: [
            (
                Array(repeating: 0x0B, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                Array(repeating: 0xAA, count: 131),
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
            ([], "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
        ] as [([UInt8], String, String)])
    func `HMAC-SHA256 is right`(_ key: [UInt8], text: String, code: String) throws {
        #expect(Hex.text(try HMACSHA256.code(for: text, key: key)) == code)
    }

    @Test func `the fast CRC-32 is the slow one`() {
        #expect(CRC32.checksum(of: "123456789".utf8) == 0xCBF4_3926)
        var random = Seeded(2)
        for count in Array(0...40) + [255, 256, 257, 4099] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(CRC32.checksum(of: bytes) == DecoderProperties.checksum(bytes[...]))
            var crc = CRC32()
            for piece in random.pieces(bytes, longest: 19) { crc.update(piece) }
            #expect(crc.value == CRC32.checksum(of: bytes))
            #expect(
                CRC32.checksum(of: bytes.dropFirst(3))
                    == CRC32.checksum(of: Array(bytes.dropFirst(3))))
        }
    }

    @Test func `credentials show no secret`() {
        let credentials = Credentials(
            accessKey: "AKIA", secretKey: "hush", sessionToken: "quiet",
            expiry: Timestamp(milliseconds: 0))
        var dumped = ""
        dump(credentials, to: &dumped)
        dump([credentials], to: &dumped)
        for text in ["\(credentials)", String(reflecting: [credentials]), dumped] {
            #expect(text.contains("AKIA"))
            #expect(!text.contains("hush") && !text.contains("quiet"))
        }
    }
}
