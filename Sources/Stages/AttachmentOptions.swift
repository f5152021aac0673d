// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Dialogue
package import Filter

/// What is shown to the model beside the words.
package struct AttachmentOptions: ParsableArguments {
    @Option(
        name: .customLong("image"),
        help: ArgumentHelp(
            "Show this picture with the first turn: png, jpeg, gif or webp. Repeatable.",
            valueName: "file"))
    package var images: [String] = []

    @Option(
        name: .customLong("document"),
        help: ArgumentHelp(
            "Show this document with the first turn: pdf, docx, xlsx, md, csv, …. Repeatable.",
            valueName: "file"))
    package var documents: [String] = []

    @Option(
        help: ArgumentHelp(
            "Show this picture with each turn, as it is then: a camera writes it.",
            valueName: "file"))
    package var imageEachTurn: String?

    package init() {}

    package func validate() throws {
        guard (images + documents).count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("Standard input can be one picture or document only.")
        }
        guard imageEachTurn != "-" else {
            throw ValidationError("--image-each-turn takes a file, which is read at each turn.")
        }
    }

    /// Whether a picture or a document comes from stdin.
    package var readsStandardInput: Bool { (images + documents).contains("-") }

    /// Reads what goes with the first turn. Throws `AttachmentError` and `FilterError`.
    package func read() throws -> [Attachment] {
        let read =
            try images.map { try AttachmentFile.read($0, as: .image) }
            + documents.map { try AttachmentFile.read($0, as: .document) }
        try AttachmentLimits.check(read)
        return read
    }

    /// The same model, shown `--image-each-turn`. Throws where it can't be shown what it is to be.
    package func watching(
        _ model: any LanguageModel, _ diagnostics: Diagnostics
    ) throws -> any LanguageModel {
        if !images.isEmpty || imageEachTurn != nil { try model.check(.image) }
        if !documents.isEmpty { try model.check(.document) }
        return watched(diagnostics).map { WatchingModel(model, $0) } ?? model
    }

    /// The file of `--image-each-turn`.
    package func watched(_ diagnostics: Diagnostics) -> WatchedImage? {
        imageEachTurn.map { WatchedImage($0, diagnostics) }
    }
}
