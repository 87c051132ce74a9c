import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const fileGet = defineCommand({
  name: 'file get',
  summary: 'Saves a file that a workflow has kept.',
  arguments: [{ name: 'ID', about: 'The fileId of its handle.' }],
  options: {
    to: {
      type: 'text',
      value: 'FILE',
      about: 'Where to save it, in place of what is there.',
      fallback: 'its own name, if nothing has that name here',
    },
    ...serverOption,
  },
  examples: [{ line: 'file get f_8a2f5c0e9d7b4136a1f0c2d3e4b59687 --to report.pdf', about: 'Under another name.' }],
  async run({ args: [id = ''], values, host }) {
    const [{ createApiClient }, { saveDownload }] = await Promise.all([import('../api/api-client.ts'), import('../files/save-download.ts')])
    const response = await createApiClient(host, values.server).download(`/files/${encodeURIComponent(id)}`)
    host.err.write(`Saved as ${await saveDownload(response, values.to, host)}.\n`)
    return exitCode.ok
  },
})
