import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { schemaPhrase } from './schema-phrase.ts'

/** The OpenAPI document as a page: plain HTML, no script, nothing from elsewhere. */
export function openApiPage(document: JsonObject): string {
  const info = objectAt(document, 'info')
  const sections = Object.entries(objectAt(document, 'paths')).flatMap(([path, operations]) =>
    Object.entries(isJsonObject(operations) ? operations : {}).map(([method, operation]) =>
      isJsonObject(operation) ? section(method, path, operation) : '',
    ),
  )
  const schemas = Object.entries(objectAt(objectAt(document, 'components'), 'schemas'))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(info.title)} API</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${text(info.title)} API <small>${text(info.version)}</small></h1>
${paragraphs(info.description)}
<p><a href="/api/v1/openapi.json">openapi.json</a></p>
${sections.join('\n')}
<h2>Schemas</h2>
${schemas.map(([name, schema]) => `<details id="${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary>${code(schema)}</details>`).join('\n')}
</main>
</body>
</html>
`
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
section { border-top: 1px solid #8886; padding: .5rem 0; }
h2 code, h3 code { font-size: 1rem; }
.method { font-weight: 700; text-transform: uppercase; }
pre { overflow: auto; padding: .75rem; background: #8882; border-radius: .25rem; font-size: .85rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid #8884; }
:focus-visible { outline: 2px solid; }
`

function section(method: string, path: string, operation: JsonObject): string {
  const body = operation.requestBody
  return `<section>
<h2><code><span class="method">${escapeHtml(method)}</span> ${escapeHtml(path)}</code></h2>
<p><strong>${text(operation.summary)}</strong></p>
${paragraphs(operation.description)}
${parameters(operation.parameters)}
${isJsonObject(body) ? `<h3>Body</h3>${contents(body)}` : ''}
<h3>Answers</h3>
${Object.entries(objectAt(operation, 'responses')).map(answer).join('\n')}
</section>`
}

function parameters(list: Json | undefined): string {
  if (!Array.isArray(list) || list.length === 0) return ''
  const rows = list.map((one: Json) =>
    isJsonObject(one)
      ? `<tr><td><code>${text(one.name)}</code></td><td>${text(one.in)}</td><td>${markdown(one.description)}</td><td>${schemaCell(one.schema ?? {})}</td></tr>`
      : '',
  )
  return `<table><tr><th>Parameter</th><th>In</th><th>What</th><th>Schema</th></tr>${rows.join('')}</table>`
}

function answer([status, response]: [string, Json]): string {
  if (!isJsonObject(response)) return ''
  return `<details><summary><code>${escapeHtml(status)}</code> ${markdown(response.description)}</summary>${contents(response)}</details>`
}

function contents(holder: JsonObject): string {
  return Object.entries(objectAt(holder, 'content'))
    .map(([type, content]) => `<p><code>${escapeHtml(type)}</code></p>${code(content)}`)
    .join('')
}

function objectAt(holder: JsonObject, key: string): JsonObject {
  const value = holder[key]
  return isJsonObject(value) ? value : {}
}

function paragraphs(value: Json | undefined): string {
  return typeof value === 'string'
    ? value
        .split('\n\n')
        .map((one) => `<p>${markdown(one)}</p>`)
        .join('')
    : ''
}

function schemaCell(schema: Json): string {
  const phrase = schemaPhrase(schema)
  return phrase === undefined ? code(schema) : escapeHtml(phrase)
}

function code(value: Json): string {
  return `<pre><code>${escapeHtml(JSON.stringify(value, null, 2))}</code></pre>`
}

function text(value: Json | undefined): string {
  return value === undefined ? '' : escapeHtml(String(value))
}

/** Of Markdown, what our descriptions use: code in backticks. */
function markdown(value: Json | undefined): string {
  return text(value).replace(/`([^`]+)`/g, '<code>$1</code>')
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
