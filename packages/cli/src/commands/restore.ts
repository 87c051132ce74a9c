import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const restore = defineCommand({
  name: 'restore',
  summary: 'Makes a new data directory of a backup, whole or not at all.',
  details: `Everything is checked against the checksums of the backup, and the database by SQLite. A server that is started on the directory goes on with
what ran when the backup was made: stop the one that it was made of before, or both will do the same work.`,
  arguments: [{ name: 'FILE', about: 'The backup.' }],
  options: {
    'data-dir': {
      type: 'text',
      value: 'DIR',
      about: 'The directory to make; it must not be there, or be empty.',
      fallback: 'MILLRACE_DATA_DIR, or ./.millrace',
    },
  },
  examples: [{ line: 'restore /backups/monday.tar --data-dir restored', about: 'Then: millrace start --data-dir restored.' }],
  async run({ args: [file = ''], values, host }) {
    const { restoreFrom } = await import('../backup/restore-from.ts')
    await restoreFrom({ file, dataDirectory: values['data-dir'] }, host)
    return exitCode.ok
  },
})
