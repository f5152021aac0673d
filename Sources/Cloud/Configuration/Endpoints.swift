// SPDX-License-Identifier: MIT-0

package import Settings

/// Where the services are. Source: the endpoint rule sets of the services' models, and "Service-
/// specific endpoints" of the AWS SDKs and Tools Reference Guide.
package struct Endpoints: Sendable {
    let configuration: AWSConfiguration

    /// The address of a service, scheme to base path, without a slash at the end.
    ///
    /// `--endpoint-url`, `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's `services` section, its
    /// `endpoint_url`, in this order (none of them with `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`);
    /// else the service's host in `region`, with FIPS or dual-stack where they are wanted. The
    /// name that is signed stays the service's own. Throws what is configured and can't be.
    package func url(of service: AWSService, in region: Region) throws(SettingsError) -> String {
        let wantsFIPS = configuration.isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        let wantsDualStack = configuration.isOn(
            "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        if let setting = try configured(service) {
            if wantsFIPS || wantsDualStack {
                let kind = wantsFIPS ? "FIPS" : "dual-stack"
                throw setting.refused("an endpoint of one's own can't be \(kind) too")
            }
            return try Self.checked(setting)
        }
        let partition = region.partition
        let isFIPSHost =
            wantsFIPS
            && (wantsDualStack || partition != .government || !service.isPlainFIPSInGovCloud)
        let suffix = wantsDualStack ? partition.dualStackSuffix : partition.suffix
        return "https://\(service.host)\(isFIPSHost ? "-fips" : "").\(region).\(suffix)"
    }

    /// Whether the address of a service is the user's own.
    func isConfigured(_ service: AWSService) throws(SettingsError) -> Bool {
        try configured(service) != nil
    }

    private func configured(_ service: AWSService) throws(SettingsError) -> AWSSetting? {
        if let url = configuration.overrides.endpointURL, !service.givesCredentials {
            return AWSSetting(value: url, origin: .option("--endpoint-url"))
        }
        let (environment, profile) = (configuration.environment, configuration.profile)
        if configuration.isOn(
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
        {
            return nil
        }
        let own = "AWS_ENDPOINT_URL_\(service.key.uppercased())"
        if let setting = environment.variable(own) ?? environment.variable("AWS_ENDPOINT_URL") {
            return setting
        }
        if let name = profile?[setting: "services"] {
            guard let services = configuration.profiles.services(name.value) else {
                throw name.refused("no section [services \(name.value)] in this file")
            }
            if let url = try services.nested(service.key)["endpoint_url"] { return url }
        }
        return profile?[setting: "endpoint_url"]
    }

    /// An http or https URL with a host, without query and fragment.
    static func checked(_ setting: AWSSetting) throws(SettingsError) -> String {
        let url = setting.value
        let isClean = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !url.contains("@")
        let schemes = ["https://", "http://"]
        guard isClean, let scheme = schemes.first(where: { url.lowercased().hasPrefix($0) }),
            case let rest = url.dropFirst(scheme.count), let first = rest.first,
            !"/:?#".contains(first), !rest.contains("?"), !rest.contains("#")
        else {
            throw setting.refused("not an http or https URL of a service")
        }
        var trimmed = Substring(url)
        while trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
        return String(trimmed)
    }
}
