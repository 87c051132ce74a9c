import { ListenError } from '@millrace/server'
import { CliError } from '../cli-error.ts'
import type { Setting } from '../configuration/variable-reader.ts'
import { exitCode } from '../exit-code.ts'
import { choosePort, isNamed, nextFreePort, type PortWish } from './choose-port.ts'

/** Serves on the port that is wished for. Where nobody named it and somebody was faster, on the next one. */
export async function onFreePort<Served>(wish: PortWish, serve: (port: number) => Promise<Served>): Promise<Served> {
  const passed: number[] = []
  for (;;) {
    const port = await choosePort({ ...wish, passed })
    try {
      return await serve(port)
    } catch (error) {
      if (!isTaken(error)) throw isForbidden(error) ? forbidden(wish.port, error) : error
      if (isNamed(wish.port) && wish.port.value !== 0) throw await taken(wish.port, error)
      passed.push(port)
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof ListenError && error.code === 'PORT_TAKEN'
}

async function taken({ value, origin }: Setting<number>, cause: unknown): Promise<CliError> {
  const next = await nextFreePort(value)
  const other = next === undefined ? 'choose another with --port' : `take the next free one: --port ${next}`
  return new CliError(`Port ${value} (${origin}) is in use: end what listens there, or ${other}.`, exitCode.failed, cause)
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EACCES' && 'syscall' in error && error.syscall === 'listen'
}

function forbidden({ value, origin }: Setting<number>, cause: unknown): CliError {
  return new CliError(`Port ${value} (${origin}) needs rights that this user lacks: choose one above 1023.`, exitCode.failed, cause)
}
