import { resolve } from 'node:path'
import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { usageError } from '../cli-error.ts'
import type { Host } from '../host.ts'
import { readData, readGivenFile } from '../run/read-data.ts'

interface Given {
  readonly from: string | undefined
  readonly input: string | undefined
  readonly output: readonly string[]
  readonly data: string | undefined
  readonly inputs: string | undefined
  readonly version: string | undefined
  readonly workflow: string | undefined
}

/** The body of a replay, from the options of the command. */
export async function readEdits(given: Given, host: Pick<Host, 'directory' | 'input'>): Promise<JsonObject> {
  const { from, input, output, data, inputs, version, workflow } = given
  return {
    ...(from !== undefined && { from }),
    ...(input !== undefined && { input: await readData(input, host, '--input') }),
    ...(output.length > 0 && { outputs: await readOutputs(output, host) }),
    ...(data !== undefined && { data: await readMap(data, host, '--data') }),
    ...(inputs !== undefined && { inputs: await readMap(inputs, host, '--inputs') }),
    ...(version !== undefined && { version: readVersion(version) }),
    ...(workflow !== undefined && { workflow: await readWorkflow(workflow, host) }),
  }
}

/** `--output step=JSON`; what stands behind the sign may be `@file`. */
async function readOutputs(given: readonly string[], host: Pick<Host, 'directory' | 'input'>): Promise<JsonObject> {
  const outputs: Record<string, Json> = {}
  for (const pair of given) {
    const [, step, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
    if (step === undefined || value === undefined) throw usageError(`--output is written step=JSON, not "${pair}".`)
    outputs[step] = await readData(value, host, `--output ${step}`)
  }
  return outputs
}

async function readMap(given: string, host: Pick<Host, 'directory' | 'input'>, argument: string): Promise<JsonObject> {
  const value = await readData(given, host, argument)
  if (!isJsonObject(value)) throw usageError(`${argument} must be a map.`)
  return value
}

function readVersion(given: string): Json {
  if (given === 'newest') return given
  const version = Number(given)
  if (!Number.isInteger(version) || version < 1) throw usageError(`--version must be a number from 1 or "newest", not "${given}".`)
  return version
}

async function readWorkflow(file: string, { directory }: Pick<Host, 'directory'>): Promise<string> {
  return new TextDecoder().decode(await readGivenFile(resolve(directory, file), '--workflow'))
}
