import { defineCommand } from '../command/command.ts'

export const start = defineCommand({
  name: 'start',
  summary: 'Starts the server and keeps the workflow files live.',
  details: `Every workflow file under DIR is loaded and watched: saving one makes its new version live, while executions that run finish on
the version they began with. A broken file is told, and its last good version keeps serving. Stop it with Ctrl-C.`,
  arguments: [{ name: 'DIR', about: 'Where the workflow files are; left out: ./workflows, or else ./examples.', isOptional: true }],
  options: {
    port: {
      type: 'text',
      value: 'PORT',
      about: 'The port to listen on; 0 takes a free one.',
      fallback: 'MILLRACE_PORT, or 8577',
      short: 'p',
    },
    'data-dir': { type: 'text', value: 'DIR', about: 'Where everything is kept.', fallback: 'MILLRACE_DATA_DIR, or ./.millrace' },
  },
  examples: [
    { line: 'start', about: 'Serves the workflows of this directory.' },
    { line: 'start flows --port 9000', about: 'Serves those under flows on another port.' },
  ],
  async run({ args: [directory], values, host }) {
    const { startServer } = await import('../start/start-server.ts')
    return startServer({ directory, port: values.port, dataDirectory: values['data-dir'] }, host)
  },
})
