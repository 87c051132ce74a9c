import { type EnvironmentSettings, type KeepSettingName, keepSettingNames, keepSettings } from '@millrace/runtime'
import type { VariableReader } from './variable-reader.ts'

/** The settings of what is kept, from the three variables that can hold them. */
export function readKeepSettings(reader: VariableReader): EnvironmentSettings {
  const redact = reader.text('MILLRACE_REDACT')
  return {
    ...readList(reader, 'MILLRACE_RETENTION', ''),
    ...readList(reader, 'MILLRACE_CAPTURE', 'capture.'),
    ...(redact && readOne(reader, redact.origin, 'redact.patterns', redact.value)),
  }
}

/** `success.age=7d, total.bytes=20GB`; of the capture levels one word alone is both. */
function readList(reader: VariableReader, variable: string, prefix: '' | 'capture.'): EnvironmentSettings {
  const given = reader.text(variable)
  if (given === undefined) return {}
  if (prefix !== '' && !given.value.includes('=')) {
    return {
      ...readOne(reader, given.origin, 'capture.inputs', given.value),
      ...readOne(reader, given.origin, 'capture.outputs', given.value),
    }
  }
  const parts = given.value.split(',').map((part) => part.trim())
  return Object.assign({}, ...parts.filter((part) => part !== '').map((part) => readPart(reader, given.origin, prefix, part)))
}

function readPart(reader: VariableReader, origin: string, prefix: string, part: string): EnvironmentSettings {
  const [key = '', ...values] = part.split('=')
  const name = keepSettingNames.find(
    (one) => one === `${prefix}${key.trim()}` && (prefix !== '' || /^(success|failure|total|events)\./.test(one)),
  )
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
