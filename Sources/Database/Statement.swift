// SPDX-License-Identifier: MIT-0

import CSQLite

/// A statement that SQLite has compiled.
final class Statement {
    let handle: OpaquePointer
    /// Whether its rows are being read: who asks the same within gets one of his own.
    var isBusy = false

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { sqlite3_finalize(handle) }

    /// Forgets its rows and values.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        isBusy = false
    }
}

/// A row, valid only while it is read. Columns count from 0.
package struct Row {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { self.statement = statement }

    /// 0 for NULL.
    package func int(_ column: Int) -> Int { Int(sqlite3_column_int64(statement, Int32(column))) }

    /// 0 for NULL.
    package func double(_ column: Int) -> Double { sqlite3_column_double(statement, Int32(column)) }

    /// Empty for NULL.
    package func text(_ column: Int) -> String {
        guard let bytes = sqlite3_column_text(statement, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    package func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
    }

    /// The bytes of a blob where SQLite has them: nothing is copied.
    package func withBytes<T>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> T
    ) rethrows -> T {
        let start = sqlite3_column_blob(statement, Int32(column))
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return try body(UnsafeRawBufferPointer(start: start, count: count))
    }
}
