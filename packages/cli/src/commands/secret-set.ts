import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { dataDirectoryOption } from '../secrets/data-directory-option.ts'

export const secretSet = defineCommand({
  name: 'secret set',
  summary: 'Stores a secret, encrypted, in the data directory.',
  details: `The value is asked for without being shown, or comes over standard input; it is never an argument, where other programs and the
shell's history would see it. A running server uses it at once.`,
  arguments: [{ name: 'NAME', about: 'What workflows read as secrets.<name>.' }],
  options: dataDirectoryOption,
  examples: [
    { line: 'secret set stripe_key', about: 'Asks for the value.' },
    { line: 'secret set stripe_key < key.txt', about: 'Takes it from a file, without its last line break.' },
  ],
  async run({ args: [name = ''], values, host }) {
    const [{ openSecrets }, { readSecretValue }, { account }] = await Promise.all([
      import('../secrets/open-secrets.ts'),
      import('../secrets/read-secret-value.ts'),
      import('../account.ts'),
    ])
    const secrets = openSecrets(host, values['data-dir'])
    await secrets.set(account, name, await readSecretValue(name, host))
    host.err.write(`Secret ${name} is stored: workflows read it as secrets.${name}.\n`)
    return exitCode.ok
  },
})
