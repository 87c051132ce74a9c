import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { givenTime } from '../times/parse-time.ts'

export const restore = defineCommand({
  name: 'restore',
  summary: 'Makes a new data directory of a backup or a replica, whole or not at all.',
  details: `Everything is checked against the checksums of the backup or replica, and the database by SQLite. A server that is started on the directory goes
on with what ran at that time: stop the one that it was made of before, or both will do the same work.
A replica gives everything that was shipped to it, or with --at what had been shipped at that time; a server may go on shipping to it.`,
  arguments: [{ name: 'FILE', about: 'The backup.', isOptional: true }],
  options: {
    replica: { type: 'text', value: 'DIR', about: 'Restores this replica in place of a backup.' },
    at: {
      type: 'text',
      value: 'TIME',
      about: 'As the replica was then: 2027-03-01T14:02, or 2027-03-01T13:02:59.500Z.',
      fallback: 'its end',
    },
    'data-dir': {
      type: 'text',
      value: 'DIR',
      about: 'The directory to make; it must not be there, or be empty.',
      fallback: 'MILLRACE_DATA_DIR, or ./.millrace',
    },
  },
  examples: [
    { line: 'restore /backups/monday.tar --data-dir restored', about: 'Then: millrace start --data-dir restored.' },
    { line: 'restore --replica /mnt/replica --data-dir restored', about: 'When a disk is lost: all but the last fraction of a second.' },
    {
      line: 'restore --replica /mnt/replica --at 2027-03-01T14:02 --data-dir restored',
      about: 'Before a mistake. "millrace replica show" says how far back.',
    },
  ],
  async run({ args: [file], values, host }) {
    const { replica, 'data-dir': dataDirectory } = values
    const at = givenTime('at', values.at)
    if ((file === undefined) === (replica === undefined)) throw usageError('Name what to restore: FILE, a backup, or --replica DIR.')
    if (replica !== undefined) {
      const { restoreFromReplica } = await import('../replica/restore-from-replica.ts')
      await restoreFromReplica({ replica, dataDirectory, at }, host)
      return exitCode.ok
    }
    if (at !== undefined) throw usageError('--at is for --replica: a backup is of one moment.')
    const { restoreFrom } = await import('../backup/restore-from.ts')
    await restoreFrom({ file: file ?? '', dataDirectory }, host)
    return exitCode.ok
  },
})
