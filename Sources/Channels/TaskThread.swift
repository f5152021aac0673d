// SPDX-License-Identifier: MIT-0

import Dispatch
import Synchronization

/// A thread that runs tasks, one job after the other.
///
/// For work that is many small steps and waits in between: on the cooperative pool each step that
/// makes another one ready wakes a second thread, which costs more than the step; `vc-chat` needs a
/// sixth less of the processor so (`scripts/bench conversation`). A step that blocks stops them all.
///
/// Lives as long as the process.
package final class TaskThread: TaskExecutor {
    private struct State {
        /// Ready to run, in order.
        var jobs: [UnownedJob] = []
        /// Whether the thread waits for the bell, which is rung once then.
        var isAsleep = false
    }

    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)

    /// Starts the thread.
    package init() { _ = Thread { [self] in run() } }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wasAsleep = state.withLock { state in
            defer { state.isAsleep = false }
            state.jobs.append(job)
            return state.isAsleep
        }
        if wasAsleep { bell.signal() }
    }

    private func run() -> Never {
        var jobs: [UnownedJob] = []
        while true {
            state.withLock { state in
                swap(&jobs, &state.jobs)
                state.isAsleep = jobs.isEmpty
            }
            if jobs.isEmpty { bell.wait() }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            jobs.removeAll(keepingCapacity: true)
        }
    }
}
