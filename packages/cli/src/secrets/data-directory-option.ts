import type { Options } from '../command/command.ts'

export const dataDirectoryOption = {
  'data-dir': { type: 'text', value: 'DIR', about: 'Where the secrets are kept.', fallback: 'MILLRACE_DATA_DIR, or ./.millrace' },
} as const satisfies Options
