import type { Options } from '../command/command.ts'

export const serverOption = {
  server: { type: 'text', value: 'URL', about: 'The server to ask.', fallback: 'MILLRACE_SERVER, or http://localhost:8577', short: 's' },
} as const satisfies Options
