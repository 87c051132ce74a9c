import { stringify } from 'yaml'
import type { NodeContext } from '../node-context.ts'
import { clipped } from '../notebook.ts'
import { jsonOf } from '../read-value.ts'
import type { Converted } from './converter.ts'

const mostLines = 30

/** Millrace's own that come near, by a word in the type. */
const near: readonly (readonly [RegExp, string])[] = [
  [/^(dateTime)$/, 'date, or an expression such as {{ now }}'],
  [/^(crypto)$/, 'crypto'],
  [/^(html|htmlExtract)$/, 'html'],
  [/^(xml)$/, 'xml'],
  [/^(compression)$/, 'compress'],
  [/^(emailSend)$/, 'email.send'],
  [/^(graphql)$/, 'graphql.request'],
  [/^(postgres|mySql|redis|s3|awsS3|awsDynamoDb)$/, 'the node for that store'],
  [/^(readWriteFile|readBinaryFile|writeBinaryFile|moveBinaryData|convertToFile|extractFromFile|spreadsheetFile)$/, 'file'],
  [/langchain/, 'http.request to the model'],
]

/** A node that fails when it is reached, and says what is to be put there: work is never passed over in silence. */
export function placeholder(context: NodeContext, does?: string): Converted {
  const { node } = context
  const what = does === undefined ? `does the work of ${node.type}` : does
  const hint = near.find(([pattern]) => pattern.test(node.type))?.[1] ?? 'http.request'
  for (const line of parametersText(context)) context.comment(line)
  const used = node.credentials.map(({ name }) => `"${name}"`).join(', ')
  context.note(
    'by-hand',
    `Node "${node.name}" (${node.type}) is not converted.${used && ` It uses the credentials ${used}.`}`,
    `Put a node there that ${what}; perhaps ${hint}.`,
  )
  return {
    type: 'stop',
    with: {
      status: 'failed',
      message: `"${clipped(node.name, 100).replaceAll('{{', '{ {')}" was imported from n8n as ${node.type}, which is still to be done by hand: put a node there that ${what}.`,
    },
    output: 'one',
  }
}

/** What the node was told, for whoever does its work. */
function parametersText({ node }: NodeContext): readonly string[] {
  if (Object.keys(node.parameters).length === 0) return [`n8n: ${node.type}`]
  const lines = stringify(jsonOf(node.parameters), { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd().split('\n')
  const shown = lines.slice(0, mostLines).map((line) => `  ${clipped(line, 200)}`)
  return [`n8n: ${node.type}`, ...shown, ...(lines.length > mostLines ? ['  …'] : [])]
}
