import { isJsonObject, type JsonObject } from '@millrace/engine'
import { ProblemError } from '../problem.ts'
import { type BodyReading, readCallBody } from '../webhook/read-call-body.ts'

/** What a form of a browser sends, and nothing else. Uploads are written; the caller discards them where nothing comes of it. */
export async function readSentForm(reading: Omit<BodyReading, 'keepsRaw'>): Promise<JsonObject> {
  refuseOtherBodies(reading.headers)
  const { body = null } = await readCallBody({ ...reading, keepsRaw: false })
  return isJsonObject(body) ? body : {}
}

function refuseOtherBodies({ 'content-type': type = '' }: Readonly<Record<string, string>>): void {
  if (/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return
  throw new ProblemError('CONTENT_TYPE_INVALID', 'A form is sent as application/x-www-form-urlencoded or multipart/form-data.')
}
