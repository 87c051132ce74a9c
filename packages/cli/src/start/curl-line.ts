import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { shownPath } from '../files/workflow-file.ts'
import { webhookOf } from './trigger-line.ts'
import { type FolderNews, isLoaded } from './workflow-folder.ts'

/** One line to try: the first webhook with a payload beside its file, else the first one that takes a POST. */
export function curlLine(news: readonly FolderNews[], baseUrl: string, directory: string): string | undefined {
  const candidates = news.filter(isLoaded).flatMap(({ file, published }) => {
    const webhook = Object.values(published.workflow.triggers ?? {})
      .filter((trigger) => !trigger.disabled)
      .map((trigger) => webhookOf(trigger, baseUrl))
      .find((found) => found?.methods.includes('POST') && !found.url.includes('/:'))
    return webhook === undefined ? [] : [{ url: webhook.url, payload: join(dirname(file), 'payload.json') }]
  })
  const withPayload = candidates.find(({ payload }) => existsSync(payload))
  const chosen = withPayload ?? candidates[0]
  if (chosen === undefined) return undefined
  const data = withPayload === undefined ? "'{}'" : `@${quoted(shownPath(chosen.payload, directory))}`
  return `curl -d ${data} ${chosen.url}`
}

function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
