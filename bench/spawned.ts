import { type ChildProcess, spawn } from 'node:child_process'

/** A script of the benches in a process of its own, told apart by the lines that it prints. */
export interface Spawned {
  readonly child: ChildProcess
  /** Resolves with the first line that the pattern fits; rejects when the process ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>
  /** Ends it and waits until it has. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export function spawnNode(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Spawned {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...ownEnvironment(), ...environment } })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return {
    child,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text)
          if (found !== null) resolve(found)
        }
        child.stdout.on('data', look)
        child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with code ${code} before it said ${pattern}:\n${text}`)))
        look()
      }),
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

/** What the benchmark itself is set by is no setting of what it starts. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MILLRACE_BENCH_')))
}
