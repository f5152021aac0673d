// SPDX-License-Identifier: MIT-0

import CALSA
import Glibc

/// A sound device that ALSA's configuration names: a card, a sound server, a plugin.
package struct Device: Sendable, Equatable {
    /// What `--device` takes: `default`, `hw:CARD=PCH,DEV=0`.
    package let name: String
    /// What it is, in ALSA's words; one line, may be empty.
    package let description: String
    /// The ways it works; both unless ALSA knows better.
    package let directions: [Direction]

    /// The devices that work in `direction`, in ALSA's order. Wraps `snd_device_name_hint(3)`, which
    /// names what is configured: a device of the list may still be busy or unplugged.
    package static func list(_ direction: Direction) -> [Device] {
        calsa_silence_messages()
        var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        guard snd_device_name_hint(-1, "pcm", &hints) == 0, let hints else { return [] }
        defer { snd_device_name_free_hint(hints) }
        var devices: [Device] = []
        var next = hints
        while let hint = next.pointee {
            if let device = Device(hint), device.directions.contains(direction) {
                devices.append(device)
            }
            next += 1
        }
        return devices
    }

    /// What `--list-devices` prints: a line each, the name, a tab, the description.
    package static func table(_ direction: Direction) -> String {
        list(direction).map { "\($0.name)\t\($0.description)\n" }.joined()
    }

    private init?(_ hint: UnsafeMutableRawPointer) {
        func text(_ id: String) -> String? {
            guard let text = snd_device_name_get_hint(hint, id) else { return nil }
            defer { free(text) }
            return String(cString: text)
        }
        guard let name = text("NAME") else { return nil }
        self.name = name
        description = (text("DESC") ?? "").split(separator: "\n").joined(separator: ", ")
        switch text("IOID") {
        case "Input": directions = [.capture]
        case "Output": directions = [.playback]
        default: directions = [.capture, .playback]  // no IOID: both
        }
    }
}
