import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { dataDirectoryOption } from '../secrets/data-directory-option.ts'

export const secretDelete = defineCommand({
  name: 'secret delete',
  summary: 'Deletes a secret from the data directory.',
  arguments: [{ name: 'NAME', about: 'The secret to delete.' }],
  options: dataDirectoryOption,
  examples: [{ line: 'secret delete stripe_key', about: 'Workflows that read it fail from now on.' }],
  async run({ args: [name = ''], values, host }) {
    const [{ openSecrets }, { account }] = await Promise.all([import('../secrets/open-secrets.ts'), import('../account.ts')])
    const isDeleted = await openSecrets(host, values['data-dir']).delete(account, name)
    host.err.write(isDeleted ? `Secret ${name} is deleted.\n` : `There is no secret ${name}: see "millrace secret list".\n`)
    return isDeleted ? exitCode.ok : exitCode.notFound
  },
})
