import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const connectionSet = defineCommand({
  name: 'connection set',
  summary: 'Creates a connection, or changes single values of one.',
  details: `A new connection asks for the secrets that its type needs, without showing them, or takes one from standard input. Secrets are never
arguments, where other programs and the shell's history would see them. Running steps use the change from their next attempt on.`,
  arguments: [{ name: 'NAME', about: 'What nodes name in with.connection.' }],
  options: {
    type: { type: 'text', value: 'TYPE', about: 'What it is; another type replaces the connection.', fallback: 'the one it has' },
    value: { type: 'texts', value: 'NAME=VALUE', about: 'A value that is no secret; lists with commas between.' },
    unset: { type: 'texts', value: 'NAME', about: 'A value to take away.' },
    secret: { type: 'texts', value: 'NAME', about: 'A secret to ask for.' },
    'secret-from-file': { type: 'texts', value: 'NAME=FILE', about: 'A secret from a file, without its last line break.' },
    'secret-from-env': { type: 'texts', value: 'NAME=VARIABLE', about: 'A secret from a variable of the environment.' },
    ...serverOption,
  },
  examples: [
    { line: 'connection set stripe --type http.bearer --value hosts=api.stripe.com', about: 'Asks for the token.' },
    { line: 'connection set stripe --secret token < token.txt', about: 'Gives it another one.' },
    {
      line: 'connection set shop --type postgres --value host=db --value database=shop --value user=ada --secret-from-env password=PGPASSWORD',
      about: 'A database.',
    },
  ],
  async run({ args: [name = ''], values, host }) {
    const [{ createApiClient }, { setConnection }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../connections/set-connection.ts'),
    ])
    const options = {
      type: values.type,
      values: values.value,
      unset: values.unset,
      secrets: values.secret,
      secretFiles: values['secret-from-file'],
      secretVariables: values['secret-from-env'],
    }
    const { type } = await setConnection(createApiClient(host, values.server), name, options, host)
    host.err.write(`Connection ${name} (${type}) is stored: nodes use it with "connection: ${name}".\n`)
    return exitCode.ok
  },
})
