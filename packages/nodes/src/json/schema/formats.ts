import { readMoment } from '../../date/read-moment.ts'

/** The formats that are checked; others say something to people only. Each runs in linear time. */
export const formats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['date-time', (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.test(text) && isMoment(text.toUpperCase())],
  ['date', (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isMoment(text)],
  ['time', (text) => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.test(text)],
  ['email', (text) => text.length <= 320 && /^[^\s@"(),:;<>[\\\]]+@[^\s@]+$/.test(text) && isHost(text.slice(text.indexOf('@') + 1))],
  ['hostname', isHost],
  ['ipv4', (text) => /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/.test(text) && !/(^|\.)0\d/.test(text)],
  ['ipv6', (text) => text.length <= 45 && /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`)],
  ['uri', (text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i.test(text) && URL.canParse(text)],
  ['uuid', (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)],
])

function isMoment(text: string): boolean {
  return readMoment(text, 'UTC') !== undefined
}

function isHost(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))
}
