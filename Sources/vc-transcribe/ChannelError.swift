// SPDX-License-Identifier: MIT-0

import Reporting

/// A recording whose channels can't be told apart: there aren't two.
struct ChannelError: ReportableError {
    let name: String
    let channels: Int

    var description: String {
        let count = channels == 1 ? "1 channel" : "\(channels) channels"
        return "\(name): --channel-identification needs 2 channels, and here is \(count)"
    }

    var hint: String? { channels == 1 ? "raw audio of two channels needs --channels 2" : nil }
    var status: ExitStatus { .badInput }
}
