// SPDX-License-Identifier: MIT-0

import Channels
import Synchronization

/// Keeps credentials fresh for all who sign with them.
///
/// From 15 minutes before they expire (at most a third of their life) they are fetched anew behind
/// everybody's back; in the last 5 (at most a sixth) callers wait for that. However many callers
/// there are, one fetch is under way. While the old ones are valid they are given out if a fetch
/// fails, and the next follows after a minute at the earliest.
package actor CredentialsCache {
    private static let pause: Duration = .seconds(60)

    private let fetch: @Sendable () async throws -> Credentials
    private let now: @Sendable () -> Timestamp
    private var current: (credentials: Credentials, since: Timestamp)?
    private var lastTry: Timestamp?
    private var flight: Flight?

    /// `fetch` asks the source; it is called by one task at a time.
    package init(
        now: @escaping @Sendable () -> Timestamp = { .now() },
        fetch: @escaping @Sendable () async throws -> Credentials
    ) {
        self.now = now
        self.fetch = fetch
    }

    /// Credentials that are valid now. Throws what the source throws when there are none.
    package func credentials() async throws -> Credentials {
        let time = now()
        guard let (credentials, since) = current, let expiry = credentials.expiry else {
            if let current { return current.credentials }
            return try await landed(takeOff())
        }
        let (life, left) = (expiry.since(since), expiry.since(time))
        guard left > .zero else { return try await landed(takeOff()) }
        let mayTry = lastTry.map { time.since($0) >= Self.pause } ?? true
        guard left <= min(.seconds(900), life / 3), mayTry || flight != nil else {
            return credentials
        }
        let flight = takeOff()
        guard left <= min(.seconds(300), life / 6) else { return credentials }
        do {
            return try await landed(flight)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            guard expiry > now() else { throw error }
            return credentials
        }
    }

    /// Others in the place of credentials that a service has refused: fetched now, once for all who
    /// ask. nil: the source has no others. Throws what the source throws.
    package func renewed(after refused: Credentials) async throws -> Credentials? {
        if let current, current.credentials != refused { return current.credentials }
        let credentials = try await landed(takeOff())
        return credentials == refused ? nil : credentials
    }

    // MARK: One fetch at a time

    /// A fetch that is under way; many may wait for its end.
    private final class Flight: Sendable {
        let end = Channel<Never>(capacity: 1)
        let result = Mutex<Result<Credentials, any Error>?>(nil)
    }

    /// The fetch that is under way, else a new one. It is nobody's child: who has begun it may be
    /// cancelled while others wait for it.
    private func takeOff() -> Flight {
        if let flight { return flight }
        let flight = Flight()
        self.flight = flight
        lastTry = now()
        Task {
            do {
                land(flight, .success(try await fetch()))
            } catch {
                land(flight, .failure(error))
            }
        }
        return flight
    }

    private func land(_ flight: Flight, _ result: Result<Credentials, any Error>) {
        if case .success(let credentials) = result { current = (credentials, now()) }
        lastTry = now()
        self.flight = nil
        flight.result.withLock { $0 = result }
        flight.end.finish()
    }

    /// Waits for the end of a fetch, or for the caller's cancellation.
    private func landed(_ flight: Flight) async throws -> Credentials {
        _ = try await flight.end.receive()
        guard let result = flight.result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }
}
