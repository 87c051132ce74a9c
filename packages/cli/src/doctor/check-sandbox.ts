import { createSandbox } from '@millrace/sandbox'
import { type Finding, findingsIn } from './finding.ts'

type Report = Awaited<ReturnType<ReturnType<typeof createSandbox>['report']>>

const { ok, warning, problem } = findingsIn('sandbox')

export async function checkSandbox(): Promise<readonly Finding[]> {
  const sandbox = createSandbox()
  try {
    return sandboxFindings(await sandbox.report())
  } finally {
    await sandbox.close()
  }
}

/** Each wall is one line. */
export function sandboxFindings({ isAvailable, reason, jail, engine, fallbacks, boundaries }: Report): readonly Finding[] {
  if (!isAvailable)
    return [problem(`users' code cannot run here: ${reason ?? 'unknown reason'}`, 'Leave code nodes out, or see docs/sandbox.md.')]
  return [
    ok(`${jail}, ${engine}`),
    ...fallbacks.map((fallback) =>
      warning(`a stronger jail does not work here: ${fallback.tried} (${fallback.reason})`, 'See docs/sandbox.md.'),
    ),
    ...boundaries.map(({ name, holds, by, detail, advice, needsRoot }) => {
      const tell = needsRoot ? warning : problem
      if (!holds) return tell(`wall does not hold: ${name} (${detail})`, `${advice ?? 'See docs/sandbox.md'}.`)
      return by === 'node'
        ? warning(
            `${name}, by Node's permission model alone (${detail})`,
            `${advice ?? 'See docs/sandbox.md for the jails in which the system holds too'}.`,
          )
        : ok(`${name} (${detail})`)
    }),
  ]
}
