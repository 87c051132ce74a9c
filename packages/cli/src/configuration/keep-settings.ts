import { type EnvironmentSettings, type KeepSettingName, keepSettingNames, keepSettings } from '@millrace/runtime'
import type { VariableReader } from './variable-reader.ts'

/** `success.age=7d, total.bytes=20GB` */
export function readKeepSettings(reader: VariableReader): EnvironmentSettings {
  const given = reader.text('MILLRACE_RETENTION')
  const parts = given?.value.split(',').map((part) => part.trim()) ?? []
  return Object.assign({}, ...parts.filter((part) => part !== '').map((part) => readPart(reader, given?.origin ?? '', part)))
}

function readPart(reader: VariableReader, origin: string, part: string): EnvironmentSettings {
  const [key = '', ...values] = part.split('=')
  const name = keepSettingNames.find((one) => one === key.trim())
  if (name !== undefined && values.length > 0) return readOne(reader, origin, name, values.join('='))
  reader.refuse(origin, `holds "${part}", which is no setting: write NAME=VALUE with commas between; see docs/retention.md.`)
  return {}
}

function readOne(reader: VariableReader, origin: string, name: KeepSettingName, value: string): EnvironmentSettings {
  const text = value.trim()
  const { accepts, takes } = keepSettings[name]
  if (accepts(text)) return { [name]: text }
  reader.refuse(origin, `holds "${text}" for ${name}: write ${takes}.`)
  return {}
}
