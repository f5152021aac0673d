// SPDX-License-Identifier: MIT-0

/// Which of Bedrock's two operations asks the model.
package enum BedrockAPI: String, Sendable, CaseIterable {
    /// ConverseStream: one form for all models.
    case converse
    /// InvokeModelWithResponseStream: each family's own.
    case invoke

    /// The last segment of the path.
    var operation: String {
        switch self {
        case .converse: "converse-stream"
        case .invoke: "invoke-with-response-stream"
        }
    }
}
