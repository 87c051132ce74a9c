import { serverOption } from '../api/server-option.ts'
import type { ApiNewTableToken } from '../api/table-types.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { readTtl } from '../values/read-ttl.ts'

export const tableTokenCreate = defineCommand({
  name: 'table-token create',
  summary: 'Makes a token with which an app gets at the records of tables.',
  details: `Whoever sends it as "Authorization: Bearer …" acts as the person with this id, under the access rules of each table, and gets at nothing
else. It is shown once.`,
  arguments: [{ name: 'ID', about: 'Whom it stands for; the owner of what is made with it.', isOptional: true }],
  options: {
    'not-signed-in': { type: 'flag', about: 'In place of an id: for whoever is not signed in.' },
    role: { type: 'texts', value: 'NAME', about: 'A role of theirs, as the rules name it.' },
    ttl: { type: 'text', value: 'DURATION', about: 'For how long it is good, such as 15m or 30d; until it is deleted when left out.' },
    json: { type: 'flag', about: 'Prints one JSON document.' },
    ...serverOption,
  },
  examples: [
    { line: 'table-token create ada --role editor --ttl 1h', about: 'For a visit.' },
    { line: 'table-token create --not-signed-in', about: 'For pages that everybody sees.' },
  ],
  async run({ args: [id], values, host }) {
    if ((id === undefined) !== values['not-signed-in']) throw usageError('Name whom the token stands for, or give --not-signed-in.')
    const { createApiClient } = await import('../api/api-client.ts')
    const ttlMs = readTtl(values.ttl)
    const expires = ttlMs === undefined ? {} : { expiresAt: new Date(Date.now() + ttlMs).toISOString() }
    const client = createApiClient(host, values.server)
    const made = await client.post<ApiNewTableToken>('/table-tokens', { id: id ?? null, roles: [...values.role], ...expires })
    host.out.write(values.json ? `${JSON.stringify(made, null, 2)}\n` : `${made.token}\n`)
    host.err.write(`It is shown once. Delete it with "millrace table-token delete ${made.tokenId}".\n`)
    return exitCode.ok
  },
})
