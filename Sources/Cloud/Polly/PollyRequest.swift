// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Transfer

/// One SynthesizeSpeech: what is sent, and what its answer is.
package struct PollyRequest: Sendable {
    package enum Kind: Sendable { case audio, marks }

    package let kind: Kind
    /// The piece, as events name it, and the part of it that is spoken here.
    package let piece: String
    package let part: Substring
    /// What stands around the part.
    let markup: ProsodyMarkup?
    package let body: JSONValue
    /// Whether the piece is spoken when this answer is.
    package let endsPiece: Bool

    /// A mark of the answer: a line of it, without its end. Byte places are made those of the
    /// piece. Throws `PollyError`.
    package func mark(_ line: [UInt8]) throws(PollyError) -> SpeechMark {
        guard let fields = try? JSONValue(parsing: line), case .string(let type)? = fields["type"],
            let kind = SpeechMark.Kind(rawValue: type), case .integer(let time)? = fields["time"],
            case .string(let value)? = fields["value"]
        else { throw .brokenMark(String(decoding: line.prefix(100), as: UTF8.self)) }
        var range: Range<Int>?
        if case .integer(let start)? = fields["start"], case .integer(let end)? = fields["end"],
            start <= end
        {
            range = place(start)..<place(end)
        }
        return SpeechMark(kind, value, time: .milliseconds(time), range: range)
    }

    private func place(_ byte: Int) -> Int {
        let before = piece.utf8.distance(from: piece.startIndex, to: part.startIndex)
        return before + (markup?.plainPlace(of: byte, in: part) ?? byte)
    }
}
