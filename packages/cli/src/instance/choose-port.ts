import { createServer } from 'node:net'
import { CliError } from '../cli-error.ts'
import type { Setting } from '../configuration/variable-reader.ts'

export interface PortWish {
  readonly port: Setting<number>
  /** What an earlier start on the same data took, because it was free. */
  readonly kept: number | undefined
  /** Somebody was faster there. */
  readonly passed?: readonly number[]
}

/** So many ports after the default are tried: beyond them nobody would look for it. */
const triesAfter = 20

/** One that was asked for by name is taken as it is; else the one of last time, the default or the next that is free after it. */
export async function choosePort({ port, kept, passed = [] }: PortWish, isFree = isFreePort): Promise<number> {
  if (isNamed(port)) return port.value === 0 ? anyFreePort() : port.value
  const own = kept === undefined ? [] : [kept]
  const found = await firstFree([...own, port.value, ...portsAfter(port.value)], passed, isFree)
  if (found !== undefined) return found
  throw new CliError(`Ports ${port.value} to ${port.value + triesAfter} are all taken: choose another with --port; 0 takes a free one.`)
}

/** Says in words that it is not the one that somebody would look for first. */
export function portNotice({ port, kept }: PortWish, chosen: number): string | undefined {
  const wanted = kept ?? port.value
  if (isNamed(port) || (chosen === wanted && wanted === port.value)) return undefined
  if (chosen === wanted) return `Port ${chosen} is kept from an earlier start: "millrace start --port ${port.value}" ends that.`
  return `Port ${wanted} is taken: this is http://localhost:${chosen}.`
}

/** Whether somebody asked for it by name, so that no other may take its place. */
export function isNamed({ origin }: Setting<number>): boolean {
  return origin !== 'default'
}

/** The next one that is free after a taken one, to be told. */
export function nextFreePort(taken: number, isFree = isFreePort): Promise<number | undefined> {
  return firstFree(portsAfter(taken), [], isFree)
}

function portsAfter(port: number): readonly number[] {
  return Array.from({ length: triesAfter }, (_, index) => port + 1 + index).filter((one) => one <= 65_535)
}

async function firstFree(
  ports: readonly number[],
  passed: readonly number[],
  isFree: (port: number) => Promise<boolean>,
): Promise<number | undefined> {
  for (const port of ports) if (!passed.includes(port) && (await isFree(port))) return port
  return undefined
}

/** On both kinds of loopback: whoever follows `localhost` may come to either, and must not come to another program. */
async function isFreePort(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'))
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createServer()
    // A machine without the one kind has nobody there.
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'EADDRINUSE' && code !== 'EACCES'))
    socket.listen(port, host, () => socket.close(() => resolve(true)))
  })
}

/** A port that nobody listens on just now. */
function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createServer()
    socket.on('error', reject)
    socket.listen(0, '127.0.0.1', () => {
      const address = socket.address()
      socket.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
