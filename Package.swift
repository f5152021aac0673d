// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT-0
//
// The arrows between modules are the architecture: the compiler refuses an import that is not
// listed here. CONTRIBUTING.md says what each module holds.

import Foundation
import PackageDescription

let swift: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swift)
}

func tool(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies + ["Filter", "Reporting", "Settings", argumentParser],
        swiftSettings: swift)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: swift)
}

var targets: [Target] = [
    // One C library each.
    .systemLibrary(name: "CALSA", pkgConfig: "alsa", providers: [.apt(["libasound2-dev"])]),
    .systemLibrary(
        name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
        name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
        name: "CSampleRate", pkgConfig: "samplerate", providers: [.apt(["libsamplerate0-dev"])]),
    .systemLibrary(
        name: "CWebRTCLibrary", pkgConfig: "webrtc-audio-processing",
        providers: [.apt(["libwebrtc-audio-processing-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(
        name: "CWebRTCAudio", dependencies: ["CWebRTCLibrary"],
        // SwiftPM drops pkg-config's -D flags.
        cxxSettings: [
            .define("WEBRTC_POSIX"), .define("WEBRTC_AUDIO_PROCESSING_ONLY_BUILD"),
        ],
        linkerSettings: [.linkedLibrary("stdc++")]),

    // What glibc hides from Swift.
    .target(name: "CLinux"),

    // The ground.
    module("Channels"),
    module("Reporting"),
    module("Filter", ["Channels", "Reporting"]),
    module("Children", ["Filter", "Channels", "Reporting", "CLinux"]),
    module("Settings", ["Filter", "Reporting", argumentParser]),
    module("Database", ["Reporting", "CSQLite"]),

    // Sound and text.
    module("Waveform", ["Reporting"]),
    module("Dialogue", ["Waveform", "Channels", "Reporting"]),
    module("Resampling", ["Waveform", "Reporting", "CSampleRate"]),
    module("Hearing", ["Waveform", "CWebRTCAudio"]),
    module("Sound", ["Dialogue", "Waveform", "Channels", "Reporting", "CALSA"]),

    module(
        "Recordings", ["Dialogue", "Waveform", "Resampling", "Filter", "Channels", "Reporting"]),

    // Providers.
    module("Transfer", ["Filter", "Channels", "Reporting", "CCurl"]),
    module("OpenAI", ["Dialogue", "Transfer", "Channels", "Reporting"]),
    module(
        "Cloud",
        [
            "Dialogue", "Waveform", "Settings", "Children", "Transfer", "Filter", "Channels",
            "Reporting", "CCrypto",
        ]),
    module("External", ["Dialogue", "Children", "Waveform", "Channels", "Reporting"]),
    module(
        "Stages",
        [
            "Cloud", "OpenAI", "External", "Knowledge", "Personas", "Settings", "Children",
            "Dialogue", "Filter", "Transfer", "Reporting", "Channels", argumentParser,
        ]),

    // Who answers, what is remembered, and what may be looked up.
    module(
        "Personas", ["Dialogue", "Settings", "Transfer", "Filter", "Reporting", argumentParser]),
    module(
        "Memory",
        [
            "Dialogue", "Database", "Settings", "Filter", "Channels", "Reporting", argumentParser,
        ]),
    module(
        "Knowledge", ["Dialogue", "Database", "Children", "Filter", "Channels", "Reporting"]),

    // The conversation.
    module("Conversation", ["Dialogue", "Waveform", "Channels"]),

    // The tools.
    tool("vc-record", ["Waveform", "Resampling", "Recordings", "Hearing", "Sound", "Channels"]),
    tool("vc-play", ["Waveform", "Resampling", "Sound"]),
    tool("vc-transcribe", ["Waveform", "Dialogue", "Resampling", "Hearing", "Stages", "Channels"]),
    tool("vc-ask", ["Dialogue", "Stages", "Personas", "Memory", "Database", "Channels"]),
    tool("vc-index", ["Dialogue", "Knowledge", "Stages"]),
    tool("vc-speak", ["Dialogue", "Recordings", "Stages", "Channels"]),
    tool(
        "vc-chat",
        [
            "Waveform", "Dialogue", "Hearing", "Sound", "Recordings", "Stages", "Conversation",
            "Personas", "Memory", "Channels",
        ]),

    // Tests.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swift),
    tests("ChannelsTests", ["Channels"]),
    tests("SettingsTests", ["Settings", "TestSupport"]),
    tests("DatabaseTests", ["Database", "TestSupport"]),
    tests("WaveformTests", ["Waveform", "Reporting", "TestSupport"]),
    tests("ResamplingTests", ["Resampling", "Waveform", "Reporting", "TestSupport"]),
    tests("HearingTests", ["Hearing", "Waveform", "TestSupport"]),
    .executableTarget(
        name: "EchoMeter", dependencies: ["Hearing", "Waveform"], path: "Tests/EchoMeter",
        swiftSettings: swift),
    .executableTarget(
        name: "TurnMeter", dependencies: ["Conversation", "Dialogue"], path: "Tests/TurnMeter",
        swiftSettings: swift),
    tests("DialogueTests", ["Dialogue", "Reporting", "TestSupport"]),
    tests(
        "CloudTests",
        [
            "Cloud", "Dialogue", "Waveform", "Transfer", "Settings", "Filter", "Channels",
            "Children", "Reporting", "TestSupport", "LoopbackServer",
        ]),
    tests(
        "SoundTests",
        [
            "Sound", "Dialogue", "Waveform", "Channels", "Filter", "Reporting", "TestSupport",
            "LoopbackServer", "vc-record",
        ]),
    tests(
        "KnowledgeTests",
        ["Knowledge", "Database", "Dialogue", "Channels", "Filter", "Reporting", "TestSupport"]),
    tests("ManualTests", ["Reporting", "TestSupport"]),
    .target(
        name: "LoopbackServer", dependencies: ["Channels"], path: "Tests/LoopbackServer",
        exclude: [
            "certificate.py", "http_server.py", "h2_server.py", "chat_server.py",
            "credentials_server.py",
        ],
        swiftSettings: swift),
    tests("TransferTests", ["TestSupport", "Transfer", "Channels", "Reporting", "LoopbackServer"]),
    tests(
        "OpenAITests",
        [
            "OpenAI", "Transfer", "Dialogue", "Channels", "Reporting", "LoopbackServer",
            "TestSupport",
        ]),
    tests("FilterTests", ["Filter", "Channels", "Reporting", "TestSupport"]),
    tests(
        "ExternalTests",
        ["External", "Children", "Dialogue", "Channels", "Reporting", "TestSupport"]),
    tests(
        "ConversationTests",
        ["Conversation", "Dialogue", "Waveform", "Channels", "Reporting", "TestSupport"]),
    tests(
        "StagesTests",
        ["Stages", "Dialogue", "Channels", "Reporting", argumentParser, "TestSupport"]),
    tests("PersonasTests", ["Personas", "Dialogue", "Settings", "Reporting", "TestSupport"]),
    tests("MemoryTests", ["Memory", "Dialogue", "Database", "Reporting", "TestSupport"]),
    tests("CommandTests", ["Waveform", "TestSupport", "LoopbackServer"]),
]

// The offline engines' child is built where scripts/setup has put their headers.
let environment = ProcessInfo.processInfo.environment
let dataFolder =
    (environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        ?? (environment["HOME"] ?? "/root") + "/.local/share") + "/vc"
let engines = dataFolder + "/engines"
let engineHeaders = ["whisper/include/whisper.h", "sherpa/include/sherpa-onnx/c-api/c-api.h"]
if engineHeaders.allSatisfy({ FileManager.default.fileExists(atPath: "\(engines)/\($0)") }) {
    let headers = ["-I\(engines)/whisper/include", "-I\(engines)/sherpa/include"]
    targets += [
        .systemLibrary(name: "CWhisper"),
        .systemLibrary(name: "CSherpa"),
        .executableTarget(
            name: "vc-engine",
            dependencies: [
                "Filter", "Children", "Channels", "Reporting", "Waveform", "Resampling",
                "CWhisper", "CSherpa", argumentParser,
            ],
            swiftSettings: swift + [.unsafeFlags(headers.flatMap { ["-Xcc", $0] })],
            linkerSettings: [
                .unsafeFlags(
                    ["whisper/lib", "sherpa/lib"].flatMap {
                        [
                            "-L\(engines)/\($0)", "-Xlinker", "-rpath", "-Xlinker",
                            "\(engines)/\($0)",
                        ]
                    })
            ]),
        .testTarget(
            name: "EngineTests",
            dependencies: ["vc-engine", "Channels", "Children", "Waveform", "TestSupport"],
            swiftSettings: swift + [.unsafeFlags(headers.flatMap { ["-Xcc", $0] })]),
    ]
}

let package = Package(
    name: "vc",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: targets,
    cxxLanguageStandard: .cxx17
)
