import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'

export const workflowPublish = defineCommand({
  name: 'workflow publish',
  summary: 'Publishes a workflow file to a server.',
  details: 'The file is checked here first. Executions that run finish on the version they began with.',
  arguments: [{ name: 'FILE', about: 'The workflow file.' }],
  options: { note: { type: 'text', value: 'TEXT', about: 'What is new, for the list of versions.' }, ...serverOption },
  examples: [{ line: 'workflow publish orders.yaml --server http://millrace.test:8577', about: 'Its new version serves at once.' }],
  async run({ args: [file = ''], values, host }) {
    const [{ createApiClient }, { publishToServer }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../workflows/publish-to-server.ts'),
    ])
    return publishToServer(createApiClient(host, values.server), { file, note: values.note }, host)
  },
})
