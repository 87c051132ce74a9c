import { readlinkSync } from 'node:fs'

/** Names the space in which process ids count: one of another container means another process here. Undefined where there is no such thing. */
export function pidSpace(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    // Not Linux, or no /proc: ids are those of the machine.
    return undefined
  }
}
