// SPDX-License-Identifier: MIT-0

/// What follows from a service's error. Sources: botocore's standard retry mode; for clock and
/// credentials general practice of the AWS SDKs.
extension ServiceError {
    private static let throttling: Set = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException",
        "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
        "LimitExceededException", "RequestThrottled", "SlowDown", "EC2ThrottledException",
    ]
    /// The last two: what a stream's exceptions and a model's loading are called.
    private static let transient: Set = [
        "RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete",
        "IDPCommunicationError", "InternalFailure", "InternalServerException",
        "InternalFailureException", "ServiceUnavailableException", "ModelNotReadyException",
    ]
    private static let expired: Set = ["ExpiredToken", "ExpiredTokenException", "RequestExpired"]
    private static let skewed: Set = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture",
        "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure",
    ]
    private static let refused: Set = [
        "AccessDenied", "AccessDeniedException", "UnrecognizedClientException",
        "InvalidClientTokenId", "IncompleteSignature", "IncompleteSignatureException",
        "MissingAuthenticationToken", "MissingAuthenticationTokenException", "OptInRequired",
        "NotAuthorized", "UnauthorizedException", "InvalidIdentityToken", "IDPRejectedClaim",
        "AuthorizationError",
    ]

    /// Whether, and how, to try again.
    package var retryClass: RetryClass {
        if Self.throttling.contains(code) || httpStatus == 429 { return .throttling }
        if Self.transient.contains(code) { return .transient }
        return [500, 502, 503, 504].contains(httpStatus) ? .transient : .final
    }

    /// Whether the credentials are past their time: others may do.
    package var isExpiredCredentials: Bool { Self.expired.contains(code) }

    /// Whether a wrong clock of ours may be the reason.
    package var mayBeSkewedClock: Bool { Self.skewed.contains(code) }

    /// Whether who we are, or what we may, is the reason.
    package var isRefusal: Bool {
        Self.refused.contains(code) || isExpiredCredentials || mayBeSkewedClock
            || httpStatus == 401 || (httpStatus == 403 && code.isEmpty)
    }

    /// How far the service's clock is ahead of ours (`now`), if by more than 4 minutes: then a
    /// request signed with this offset is worth a try. nil: the clock isn't the reason.
    package func clockOffset(now: Timestamp) -> Duration? {
        guard mayBeSkewedClock, let there = date.flatMap(Timestamp.init(httpDate:)) else {
            return nil
        }
        let offset = there.since(now)
        return abs(offset / .seconds(1)) > 240 ? offset : nil
    }
}
