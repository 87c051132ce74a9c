import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { createPaint, type Paint } from '../output/paint.ts'
import { problemCount, problemExcerpt, problemLine } from '../output/problem-text.ts'
import { triggerLines } from './trigger-line.ts'
import type { FolderNews } from './workflow-folder.ts'

interface TellOptions {
  readonly baseUrl: string
  readonly paint: Paint
  /** Where relative paths begin. */
  readonly directory: string
}

/** What a look at the files has brought, as lines for people. */
function newsLines(news: FolderNews, { baseUrl, paint, directory }: TellOptions): readonly string[] {
  const file = shownPath(news.file, directory)
  switch (news.type) {
    case 'published':
    case 'unchanged': {
      const { id, version, workflow } = news.published
      const place = { file, source: news.source, paint }
      return [
        `${paint('green', '✓')} ${paint('bold', id)} version ${version}  ${paint('dim', file)}`,
        ...triggerLines(workflow, baseUrl).map((line) => `    ${line}`),
        ...news.warnings.map((warning) => `    ${problemLine(warning, place)}`),
      ]
    }
    case 'rejected':
      return rejectedLines(news, file, paint)
    case 'clash':
      return [
        `${paint('red', '✗')} ${file} is left out: its id ${news.id} belongs to ${shownPath(news.other, directory)}. Change one of the ids.`,
      ]
    case 'left': {
      const { id, version } = news.published
      return [
        `${paint('yellow', '!')} ${id} is in ${file} no longer; version ${version} stays published. To end it: millrace workflow delete ${id}`,
      ]
    }
    case 'unreadable':
      return [`${paint('red', '✗')} ${file} cannot be read (${news.reason}): check its permissions.`]
  }
}

function rejectedLines(
  { problems, source, serving }: Extract<FolderNews, { type: 'rejected' }>,
  file: string,
  paint: Paint,
): readonly string[] {
  const place = { file, source, paint }
  const rest = serving === undefined ? 'not loaded' : `version ${serving.version} of ${serving.id} keeps serving`
  return [
    `${paint('red', '✗')} ${file} has ${problemCount(problems)}; ${rest}`,
    ...problems.flatMap((problem) => [problemLine(problem, place), ...problemExcerpt(problem, place)]).map((line) => `    ${line}`),
  ]
}

/** Prints news, one after the other. */
export function tellNews(news: readonly FolderNews[], { out, directory }: Host, baseUrl: string): void {
  const options: TellOptions = { baseUrl, paint: createPaint(out), directory }
  for (const one of news) out.write(`${newsLines(one, options).join('\n')}\n`)
}
