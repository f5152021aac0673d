// SPDX-License-Identifier: MIT-0

/// Where StartSpeechSynthesisStream is to be had. Source: the developer guide's page
/// "Bidirectional streaming", 2026.
enum StreamRegions {
    private static let withAllVoices: Set = [
        "us-east-1", "us-west-2", "eu-central-1", "ap-southeast-1", "ap-southeast-2",
    ]
    private static let withSomeVoices: Set = ["eu-west-2", "ca-central-1", "eu-central-2"]
    private static let someVoices: Set = [
        "Joanna", "Ruth", "Salli", "Stephen", "Tiffany", "Amy", "Brian", "Olivia", "Florian",
        "Ambre", "Lorenzo", "Beatrice", "Jasmine", "Aria", "Lennart", "Vicki", "Sabrina",
        "Hannah", "Niamh", "Camila", "Lisa", "Seoyeon",
    ]

    /// `voice` is a `VoiceId`.
    static func offer(voice: String, in region: Region) -> Bool {
        withAllVoices.contains(region.name)
            || withSomeVoices.contains(region.name) && someVoices.contains(voice)
    }
}
