// SPDX-License-Identifier: MIT-0

import CLinux
import Glibc

/// Starts a process with `descriptors` (ours → the child's; -1: none) in a process group of its
/// own, with default signal dispositions and an empty mask. Wraps `posix_spawnp(3)`.
func spawn(
    _ launch: Child.Launch, descriptors: [(ours: Int32, theirs: Int32)]
) throws(ChildError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (ours, theirs) in descriptors where ours >= 0 {
        posix_spawn_file_actions_adddup2(&actions, ours, theirs)
    }

    // Nothing else of ours, whoever opened it: a pipe's end in the wrong process never ends.
    vc_spawn_close_from(&actions, launch.hasControl ? 5 : 3)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
        &attributes,
        Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))

    var process = pid_t()
    let code = withCStrings(launch.arguments) { arguments in
        withCStrings(environment(launch)) { environment in
            posix_spawnp(
                &process, launch.arguments[0], &actions, &attributes, arguments, environment)
        }
    }
    guard code == 0 else { throw .cannotStart(launch.name, code: code) }
    return process
}

/// `NAME=value` strings: ours with the launch's laid over.
private func environment(_ launch: Child.Launch) -> [String] {
    var variables = launch.environment
    if launch.hasControl { variables["VC_CONTROL"] = "1" }
    var inherited: [String] = []
    var entry = environ
    while let pointer = entry.pointee {
        let text = String(cString: pointer)
        if let name = text.split(separator: "=", maxSplits: 1).first,
            variables[String(name)] == nil, launch.hasControl || name != "VC_CONTROL"
        {
            inherited.append(text)
        }
        entry += 1
    }
    return inherited + variables.map { "\($0)=\($1)" }
}

/// Calls `body` with a NULL-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
}

/// The path of the executable that `name` means: itself if it holds a `/`, else the first on PATH.
package func findExecutable(_ name: String) -> String? {
    guard !name.contains("/") else { return access(name, X_OK) == 0 ? name : nil }
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return path.split(separator: ":").lazy.map { "\($0)/\(name)" }
        .first { access($0, X_OK) == 0 }
}
