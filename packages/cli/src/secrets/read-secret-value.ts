import { text } from 'node:stream/consumers'
import { CliError, usageError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'

/** The value of a secret: typed without being shown, or all of standard input without its last line break. */
export async function readSecretValue(name: string, host: Host): Promise<string> {
  const value = host.input.isTTY ? await askHidden(`Value of ${name}: `, host) : (await text(host.input)).replace(/\r?\n$/, '')
  if (value === '') throw usageError(`Secret ${name} was not stored: its value is empty.`)
  return value
}

/** A secret that may be left out: asked for only where somebody can type; undefined when nothing is typed. */
export async function offerSecretValue(name: string, host: Host): Promise<string | undefined> {
  if (!host.input.isTTY) return undefined
  return (await askHidden(`Value of ${name} (Enter for none): `, host)) || undefined
}

const enter = ['\r', '\n']
const backspace = ['\u007f', '\b']
const controlC = '\u0003'
const controlD = '\u0004'

function askHidden(prompt: string, { input, err }: Host): Promise<string> {
  err.write(prompt)
  input.setRawMode(true)
  input.setEncoding('utf8')
  const typed: string[] = []
  const answer = Promise.withResolvers<string>()
  const onKeys = (keys: string) => {
    for (const key of keys) {
      if (enter.includes(key) || key === controlD) answer.resolve(typed.join(''))
      else if (key === controlC) answer.reject(new CliError('Nothing was stored.', exitCode.interrupted))
      else if (backspace.includes(key)) typed.pop()
      else typed.push(key)
    }
  }
  input.on('data', onKeys)
  return answer.promise.finally(() => {
    input.off('data', onKeys)
    input.setRawMode(false)
    input.pause()
    err.write('\n')
  })
}
