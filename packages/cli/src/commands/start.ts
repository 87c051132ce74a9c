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
      fallback: 'MILLRACE_PORT, or 8577, or the next one that is free',
      short: 'p',
    },
    'data-dir': { type: 'text', value: 'DIR', about: 'Where everything is kept.', fallback: 'MILLRACE_DATA_DIR, or ./.millrace' },
    replica: {
      type: 'text',
      value: 'DIR',
      about: 'A folder, best on another disk, to which everything is shipped as it is written.',
      fallback: 'MILLRACE_REPLICA, or nowhere',
    },
    'replica-keep': {
      type: 'text',
      value: 'TIME',
      about: 'How far back the replica can be gone to.',
      fallback: 'MILLRACE_REPLICA_KEEP, or 24h',
    },
  },
  examples: [
    { line: 'start', about: 'Serves the workflows of this directory.' },
    { line: 'start flows --port 9000', about: 'Serves those under flows on another port.' },
    { line: 'start --replica /mnt/other/replica', about: 'Keeps a replica that is a fraction of a second behind.' },
  ],
  async run({ args: [directory], values, host }) {
    const { startServer } = await import('../start/start-server.ts')
    const { port, 'data-dir': dataDirectory, replica, 'replica-keep': replicaKeep } = values
    return startServer({ directory, port, dataDirectory, replica, replicaKeep }, host)
  },
})
