import type { JailCommand } from '../jail/jail-command.ts'
import type { SandboxParts } from '../sandbox.ts'
import type { CheckName } from './attack-checks.ts'

export interface SeededHole {
  readonly parts: SandboxParts
  /** The check that must notice. */
  readonly caughtBy: CheckName
  /** What the jail must have at all for the hole to be one: without it, the report says that the wall is not there. */
  readonly needs?: 'bubblewrap' | 'own user' | 'seccomp' | 'prlimit'
}

function altered(change: (command: JailCommand) => JailCommand): SandboxParts {
  return { host: { alterCommand: change } }
}

/** Without the arguments that begin so. */
function without(...dropped: readonly string[]): SandboxParts {
  const isKept = (argument: string) => !dropped.some((start) => argument.startsWith(start))
  return altered((command) => ({ ...command, args: command.args.filter(isKept) }))
}

/** Fails when the text is no longer there: a hole that was not planted would count as caught by nobody. */
function edited(file: string, before: string | RegExp, after: string): SandboxParts {
  const alterFile = (name: string, text: string) => {
    if (name !== file) return text
    const edit = text.replaceAll(before, after)
    if (edit === text) throw new Error(`The hole cannot be planted: ${file} no longer says ${before}`)
    return edit
  }
  return { host: { alterFile } }
}

/** Mistakes that somebody could make in this package one day, each planted alone. */
export const seededHoles: Readonly<Record<string, SeededHole>> = {
  'the environment is passed through': {
    parts: altered((command) => ({
      ...command,
      args: command.args.filter((argument) => argument !== '--clearenv'),
      env: { DATABASE_URL: 'postgres://secret' },
    })),
    caughtBy: 'the environment is empty',
  },
  'a descriptor is leaked': {
    parts: altered((command) => ({
      ...command,
      file: '/bin/sh',
      args: ['-c', 'exec "$@" 9</etc/hostname', 'sh', command.file, ...command.args],
    })),
    caughtBy: 'no descriptor leads outside',
    needs: 'prlimit',
  },
  'the permission model is off': { parts: without('--permission', '--allow-'), caughtBy: 'Node itself denies files' },
  'a runner goes on to another account': {
    parts: { pool: { canServe: () => true } },
    caughtBy: 'each account has runners of its own',
  },
  'the time limit is not enforced': {
    parts: { ...edited('guest-isolate.mjs', 'timeout: left(deadline)', 'timeout: 100000'), rules: { graceMs: 100_000 } },
    caughtBy: 'an endless loop ends in time',
  },
  'answers are not checked': {
    parts: { rules: { parse: ({ head, body }) => ({ ...JSON.parse(head), output: JSON.parse(body || 'null') }) } },
    caughtBy: 'a runner that lies is not believed',
  },
  'the size of frames is not limited': {
    parts: { rules: { maxFrameBytes: 2 ** 40 } },
    caughtBy: 'a frame beyond the limit is refused at its first bytes',
  },
  'the context is used again': {
    parts: edited('guest-isolate.mjs', /prepared = undefined\n|if \(!isolate\.isDisposed\) context\.release\(\)/g, '\n'),
    caughtBy: 'nothing is left of the call before',
  },
  'the user is not changed': {
    parts: altered(({ user: _, ...command }) => command),
    caughtBy: 'a runner has a user of its own',
    needs: 'own user',
  },
  'the network namespace is missing': {
    parts: without('--unshare-net'),
    caughtBy: 'a runner has namespaces of its own',
    needs: 'bubblewrap',
  },
  'system calls are not filtered': {
    parts: altered(({ descriptor: _, ...command }) => ({
      ...command,
      args: command.args.filter((argument, index) => argument !== '--seccomp' && command.args[index - 1] !== '--seccomp'),
    })),
    caughtBy: 'system calls are filtered',
    needs: 'seccomp',
  },
  'files may grow': { parts: without('--fsize=0'), caughtBy: 'no file can grow', needs: 'prlimit' },
}
