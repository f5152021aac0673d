// SPDX-License-Identifier: MIT-0

package import Dialogue
import Transfer

/// A model of Bedrock that makes vectors of texts, by InvokeModel.
package struct BedrockEmbedder: TextEmbedder {
    /// A vector of 1536 numbers is some 30 kB; a request has 96 at most.
    private static let limitBytes = 8 << 20
    /// Requests that are under way at a time.
    private static let parallel = 4

    private let call: BedrockCall
    private let form: EmbeddingForm
    private let service: ServiceClient
    private let deadlines: Deadlines

    package var model: String { call.model.text }

    /// nil for a model that is not known to make vectors.
    ///
    /// Throws `BedrockError.invalidModel`, and what the configuration throws.
    package init?(_ model: String, account: AWSAccount, timeout: Duration) throws {
        call = try BedrockCall(model: model)
        guard let form = EmbeddingForm(of: call.model) else { return nil }
        self.form = form
        service = try account.client(of: .bedrockRuntime)
        deadlines = Deadlines(firstByte: timeout, silence: timeout)
    }

    /// Throws `BedrockError`, and what Transfer and the credentials throw.
    package func vectors(
        of texts: [String], for purpose: EmbeddingPurpose
    ) async throws -> [[Float]] {
        let groups = stride(from: 0, to: texts.count, by: form.batch).map {
            Array(texts[$0..<min($0 + form.batch, texts.count)])
        }
        return try await withThrowingTaskGroup(of: (Int, [[Float]]).self) { tasks in
            var found = [[[Float]]](repeating: [], count: groups.count)
            for (number, group) in groups.enumerated() {
                if number >= Self.parallel, let (done, vectors) = try await tasks.next() {
                    found[done] = vectors
                }
                tasks.addTask { (number, try await invoke(group, purpose)) }
            }
            for try await (done, vectors) in tasks { found[done] = vectors }
            return Array(found.joined())
        }
    }

    private func invoke(_ texts: [String], _ purpose: EmbeddingPurpose) async throws -> [[Float]] {
        let fields = [
            HTTPField("Content-Type", "application/json"), HTTPField("Accept", "application/json"),
        ]
        let asked = ServiceRequest(
            "POST", "/model/\(call.model.pathSegment)/invoke", headers: fields,
            body: try form.body(texts, purpose).encoded(), deadlines: deadlines)
        do {
            let bytes = try await service.call(asked) { response in
                try await response.body.collect(atMost: Self.limitBytes)
            }
            guard let vectors = form.vectors(in: bytes), vectors.count == texts.count else {
                throw BedrockError.malformed(model: model, problem: "not as many vectors as texts")
            }
            return vectors
        } catch let error as ServiceError {
            throw BedrockError(
                code: error.code, httpStatus: error.httpStatus, message: error.message, call: call)
        }
    }
}
