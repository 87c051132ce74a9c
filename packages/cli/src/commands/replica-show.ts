import { defineCommand } from '../command/command.ts'

export const replicaShow = defineCommand({
  name: 'replica show',
  summary: 'Says what a replica holds, and from when to when it can be restored.',
  details: `A line for each timeline: a log without a gap. A new one begins where the one before cannot be gone on with, as after a restore.
Reads the folder by itself, also while a server ships to it. Exit code 1 when something in it is damaged, else 0.`,
  arguments: [{ name: 'DIR', about: 'The replica.' }],
  options: {
    check: {
      type: 'flag',
      about:
        'Looks through every byte: copies of the database, segments, and the files that the newest copy knows. Then puts the database together, for a trial, in the directory for temporary files (TMPDIR).',
    },
    json: { type: 'flag', about: 'Prints all of it as JSON.' },
  },
  examples: [
    { line: 'replica show /mnt/replica', about: 'Which times "millrace restore --replica" takes.' },
    { line: 'replica show /mnt/replica --check', about: 'Now and then, and before it is needed.' },
  ],
  async run({ args: [replica = ''], values, host }) {
    const { showReplica } = await import('../replica/show-replica.ts')
    return showReplica({ replica, isChecked: values.check, format: values.json ? 'json' : 'text' }, host)
  },
})
