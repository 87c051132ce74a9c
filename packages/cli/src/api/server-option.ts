import type { Options } from '../command/command.ts'

export const serverOption = {
  server: {
    type: 'text',
    value: 'URL',
    about: 'The server to ask.',
    fallback: 'MILLRACE_SERVER, or that of the data directory',
    short: 's',
  },
} as const satisfies Options
