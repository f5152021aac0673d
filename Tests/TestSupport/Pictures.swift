// SPDX-License-Identifier: MIT-0

import Foundation

/// Pictures of 3 by 2 pixels that Pillow has written, by the names of files.
package enum Pictures {
    package static let all: [String: [UInt8]] = [
        "a.png": png, "a.jpg": jpeg, "progressive.jpeg": progressive, "a.gif": gif,
        "lossless.webp": lossless, "lossy.webp": lossy, "extended.webp": extended,
    ]

    package static let png = bytes(
        "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAFUlEQVR4nGM8IafBwMDAwMDAxAADABPYARJY7Kp/AAAA"
            + "AElFTkSuQmCC")
    package static let jpeg = bytes(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////
        ////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////
        ////////////////////////////wAARCAACAAMDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcI
        CQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRol
        JicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ip
        qrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAA
        AAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLR
        ChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaX
        mJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEA
        PwCKiiipOg//2Q==
        """)
    static let progressive = bytes(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////
        ////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////
        ////////////////////////////wgARCAACAAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAVAQEB
        AAAAAAAAAAAAAAAAAAABA//aAAwDAQACEAMQAAABgFP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAEFAn//xAAU
        EQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/AX//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/AX//xAAUEAEA
        AAAAAAAAAAAAAAAAAAAA/9oACAEBAAY/An//xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAE/IX//2gAMAwEAAgAD
        AAAAEPP/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/EH//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/
        EH//xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAE/EH//2Q==
        """)
    static let gif = bytes("R0lGODdhAwACAIEAAMgeKAAAAAAAAAAAACwAAAAAAwACAAAIBgABCBwYEAA7")
    static let lossless = bytes("UklGRh4AAABXRUJQVlA4TBEAAAAvAkAAAAdQjyIXpf+BiOh/AAA=")
    static let lossy = bytes(
        "UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoDAAIAB0CWJaACdAF1AAD+4uBIw1uv6u/O36ntgAA=")
    static let extended = bytes(
        "UklGRlQAAABXRUJQVlA4WAoAAAAIAAAAAgAAAQAAVlA4ICQAAABwAQCdASoDAAIAB0CWJaACdAF1AAD+4uBIw1uv6u/O"
            + "36ntgABFWElGCgAAAE1NACoAAAAIAAA=")

    private static func bytes(_ base64: String) -> [UInt8] {
        Array(Data(base64Encoded: base64.replacing("\n", with: "")) ?? Data())
    }

    /// A PNG that says another size of itself; its sums are not right any more.
    package static func png(width: UInt32, height: UInt32) -> [UInt8] {
        var bytes = png
        for (index, number) in [width, height].enumerated() {
            withUnsafeBytes(of: number.bigEndian) { digits in
                bytes.replaceSubrange(16 + 4 * index..<20 + 4 * index, with: digits)
            }
        }
        return bytes
    }
}
