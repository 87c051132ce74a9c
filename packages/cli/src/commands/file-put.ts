import type { ApiFile } from '../api/api-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const filePut = defineCommand({
  name: 'file put',
  summary: 'Uploads a file and prints its handle, which nodes take as data.',
  arguments: [{ name: 'FILE', about: 'The file.' }],
  options: {
    name: { type: 'text', value: 'NAME', about: 'What it is called.', fallback: 'the name it has' },
    'media-type': { type: 'text', value: 'TYPE', about: 'What it is, e.g. text/csv.', fallback: 'application/octet-stream' },
    ...serverOption,
  },
  examples: [{ line: 'file put orders.csv --media-type text/csv', about: 'Prints { "fileId": …, "name": "orders.csv", … }.' }],
  async run({ args: [path = ''], values, host }) {
    const [{ createApiClient }, { basename, resolve }, { openGivenFile }] = await Promise.all([
      import('../api/api-client.ts'),
      import('node:path'),
      import('../run/read-data.ts'),
    ])
    const content = await openGivenFile(resolve(host.directory, path), 'FILE')
    const query = new URLSearchParams({ name: values.name ?? basename(path) })
    const client = createApiClient(host, values.server)
    const { fileId, name, mediaType, size, sha256 } = await client.upload<ApiFile>(
      `/files?${query}`,
      content,
      values['media-type'] ?? 'application/octet-stream',
    )
    host.out.write(`${JSON.stringify({ fileId, name, mediaType, size, sha256 })}\n`)
    return exitCode.ok
  },
})
