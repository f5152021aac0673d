// SPDX-License-Identifier: MIT-0

package import Transfer

/// What one call asks of a service, without how it is signed and carried.
package struct ServiceRequest: Sendable {
    package var method: String
    /// Path and query, percent-encoded, below the service's address.
    package var target: String
    package var headers: [HTTPField]
    package var body: [UInt8]
    package var deadlines: Deadlines

    package init(
        _ method: String, _ target: String, headers: [HTTPField] = [], body: [UInt8] = [],
        deadlines: Deadlines
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.deadlines = deadlines
    }
}
