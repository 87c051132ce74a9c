import { defineCommand } from '../command/command.ts'

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Looks at what Millrace stands on, and says what to do about it.',
  details: `Node, settings, data directory, database, replica, how it grows, encryption key, address, executions that stalled, what workflows may reach, the walls of the sandbox, the clock.
Each line is ok, a warning or a problem. Nothing is changed, and a running server goes on undisturbed.
Exit code 1 when there is a problem, else 0.`,
  arguments: [],
  options: {
    json: { type: 'flag', about: 'Prints the findings as a JSON list.' },
    'data-dir': { type: 'text', value: 'DIR', about: 'The data directory to look at.', fallback: 'MILLRACE_DATA_DIR, or ./.millrace' },
    replica: {
      type: 'text',
      value: 'DIR',
      about: 'The replica to look at, where no server ships to one.',
      fallback: 'MILLRACE_REPLICA, or none',
    },
  },
  examples: [
    { line: 'doctor', about: 'Before the first start, and whenever something seems wrong.' },
    { line: `doctor --json | jq '.[] | select(.status == "problem")'`, about: 'For monitoring.' },
  ],
  async run({ values, host }) {
    const [{ examine }, { tellFindings }] = await Promise.all([import('../doctor/examine.ts'), import('../doctor/tell-findings.ts')])
    return tellFindings(
      await examine(host, { dataDirectory: values['data-dir'], replica: values.replica }),
      host,
      values.json ? 'json' : 'text',
    )
  },
})
