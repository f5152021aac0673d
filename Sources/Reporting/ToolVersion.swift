// SPDX-License-Identifier: MIT-0

/// What every tool prints for `--version`.
package let toolVersion = "0.1.0"
