import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'
import { dataDirectoryOption } from '../secrets/data-directory-option.ts'

export const secretList = defineCommand({
  name: 'secret list',
  summary: 'Lists the names of the secrets, never their values.',
  arguments: [],
  options: { ...listOptions, ...dataDirectoryOption },
  examples: [{ line: 'secret list', about: 'Those of the environment and of the data directory.' }],
  async run({ values, host }) {
    const { openSecrets } = await import('../secrets/open-secrets.ts')
    const { account } = await import('../account.ts')
    const rows = await openSecrets(host, values['data-dir']).list(account)
    const shape = {
      headings: ['name', 'origin'],
      cells: ({ name, origin }: (typeof rows)[number]) => [name, origin],
      empty: 'There are no secrets: set one with "millrace secret set NAME".',
    }
    writeList(rows, shape, host, values)
    return exitCode.ok
  },
})
