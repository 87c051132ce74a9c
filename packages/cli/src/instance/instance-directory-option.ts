import type { Options } from '../command/command.ts'

/** Names one of several servers of a machine: each has a data directory of its own. */
export const instanceDirectoryOption = {
  'data-dir': { type: 'text', value: 'DIR', about: 'The data directory of the server.', fallback: 'MILLRACE_DATA_DIR, or ./.millrace' },
} as const satisfies Options
