// SPDX-License-Identifier: MIT-0

import Channels
import Synchronization
import Transfer

/// One stream after the other, until all of the audio has been heard.
///
/// Failures that may pass are retried with delays as `Retrying` has them, counted anew whenever
/// some of the audio is done with since the last one. That the service ends a stream to which
/// nobody sends is none: the next one is opened when there is audio again.
final class TranscribeSessions: Sendable {
    private let service: ServiceClient
    private let request: ServiceRequest
    private let supply: AudioSupply
    private let limit: Duration
    private let heard = Mutex(0)

    init(service: ServiceClient, request: ServiceRequest, supply: AudioSupply, limit: Duration) {
        self.service = service
        self.request = request
        self.supply = supply
        self.limit = limit
    }

    func run(telling news: Channel<TurnLedger.Event>) async throws {
        while try await supply.next() != nil {
            let end = try await service.stream(
                request, startsAnew: { self.hasProgressed() }
            ) { response, upload in
                let session = TranscribeSession(
                    host: self.service.host, patience: self.request.deadlines.silence,
                    supply: self.supply, limit: self.limit)
                return try await session.run(response.body, upload, telling: news)
            }
            switch end {
            case .inputEnded: return
            case .rotated: supply.forgetSent()
            case .idle: break
            }
        }
    }

    /// Whether less would have to be heard again than at the last failure.
    private func hasProgressed() -> Bool {
        let now = supply.neededFrom
        return heard.withLock { heard in
            defer { heard = now }
            return now > heard
        }
    }
}
