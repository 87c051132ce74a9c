import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const backup = defineCommand({
  name: 'backup',
  summary: 'Writes everything into one file, while the server runs or not.',
  details: `The database as it is at one moment, the files and the encrypted secrets, as a tar archive. What was acknowledged before is in it. The key that
opens secrets and connections is left out unless --with-key is given: keep it elsewhere, or MILLRACE_ENCRYPTION_KEY.
The file gets its name when it is whole. "millrace restore" makes a data directory of it.`,
  arguments: [{ name: 'FILE', about: 'Where to write it, in place of what is there.' }],
  options: {
    'data-dir': { type: 'text', value: 'DIR', about: 'Reads this data directory in place of asking a server.' },
    'with-key': { type: 'flag', about: 'Puts the encryption key into it: whoever has the file then has all secrets.' },
    ...serverOption,
  },
  examples: [
    { line: 'backup /backups/monday.tar', about: 'Of the server that runs here.' },
    { line: 'backup monday.tar --data-dir .millrace', about: 'Of a data directory, also when no server runs.' },
  ],
  async run({ args: [file = ''], values, host }) {
    const { saveBackup } = await import('../backup/save-backup.ts')
    await saveBackup({ file, dataDirectory: values['data-dir'], server: values.server, holdsKey: values['with-key'] }, host)
    return exitCode.ok
  },
})
