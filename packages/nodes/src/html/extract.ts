import type { Json, JsonObject, ParamMistake } from '@millrace/engine'
import { control, defineNode, done, FatalError, holdsExpression, jsonValue } from '@millrace/kit'
import type { _compileUnsafe } from 'css-select'
import { z } from 'zod'
import { textErrors, textInput } from '../text/text-input.ts'
import { cssSelect, domutils, htmlparser2 } from './html-libraries.ts'
import { createMeteredDom, type HtmlElement, type HtmlNode, SelectorTooCostly } from './metered-dom.ts'

const maxLength = 5_000_000
const deepest = 400

const selector = z.string().min(1).max(500)
const wanted = z.strictObject({
  select: selector.meta({ description: 'A CSS selector, e.g. `a.more`' }),
  take: z.enum(['text', 'html', 'table']).default('text').meta({ description: 'Its text, the HTML inside, or the rows of a table' }),
  attribute: z.string().optional().meta({ description: 'An attribute in place of that, e.g. `href`' }),
  all: z.boolean().default(false).meta({ description: 'A list of all that match, not the first alone' }),
})
const field = z
  .union([selector.meta({ title: 'Text of' }), wanted.meta({ title: 'More' })])
  .transform((one) => (typeof one === 'string' ? wanted.parse({ select: one }) : one))

type Wanted = z.output<typeof wanted>

export const htmlExtract = defineNode({
  type: 'html.extract',
  title: 'Extract from HTML',
  icon: 'file-code',
  group: 'data',
  summary: 'Takes texts, attributes, lists and tables out of HTML by CSS selectors.',
  docs: `Each field names what it takes: a selector for the text of the first element that matches, or a map.

| field | what it takes |
|---|---|
| \`title: h1\` | the text, its white space run together; null when nothing matches |
| \`link: { select: a.more, attribute: href }\` | an attribute, as written |
| \`body: { select: article, take: html }\` | the HTML inside |
| \`tags: { select: .tag, all: true }\` | a list, of all that match |
| \`prices: { select: table, take: table }\` | the rows of a table as maps, named by its first row |

With \`each: .product\` the fields are taken within each element that matches, and the output is a list of maps.

HTML is read as forgivingly as browsers do. Nothing in it runs and nothing is fetched. What comes out is text as the page has it: do not put it into other HTML unescaped.`,
  params: z.strictObject({
    html: z
      .string()
      .optional()
      .meta({ title: 'HTML', description: 'The page; what came in, when left out', ...control('long-text') }),
    each: selector.optional().meta({ title: 'Each', description: 'A selector: take the fields once for each match' }),
    fields: z.record(z.string(), field).meta({ title: 'Fields', description: 'What to take, by name' }),
  }),
  output: jsonValue(),
  effects: 'pure',
  errors: [
    ...textErrors,
    { code: 'BAD_SELECTOR', when: 'A selector cannot be read. A retry does not help.' },
    { code: 'TOO_COSTLY', when: 'The selectors take too long on this page. A retry does not help.' },
  ],
  examples: [
    {
      name: 'products of a page',
      with: { each: '.product', fields: { name: 'h2', link: { select: 'a', attribute: 'href' }, tags: { select: '.tag', all: true } } },
      input:
        '<div class="product"><h2>Pen</h2> <a href="/pen">more</a> <i class="tag">new</i></div><div class="product"><h2>Ink</h2></div>',
      output: [
        { name: 'Pen', link: '/pen', tags: ['new'] },
        { name: 'Ink', link: null, tags: [] },
      ],
    },
    {
      name: 'a table',
      with: { fields: { rates: { select: 'table', take: 'table' } } },
      input: '<table><tr><th>From<th>Rate<tr><td>EUR<td>1.08</table>',
      output: { rates: [{ From: 'EUR', Rate: '1.08' }] },
    },
  ],
  check: selectorMistakes,
  run({ params, input }) {
    const page = htmlparser2().parseDocument(textInput(params.html, input, 'html', maxLength))
    if (isTooDeep(page.children)) throw new FatalError(`The HTML is nested more than ${deepest} levels deep.`, { code: 'TOO_LARGE' })
    try {
      return done(extract(page.children, params))
    } catch (error) {
      if (error instanceof SelectorTooCostly) throw new FatalError(`${error.message}: use simpler ones.`, { code: 'TOO_COSTLY' })
      throw error
    }
  },
})

type Find = (select: string, within: readonly HtmlNode[]) => readonly HtmlElement[]

function extract(
  page: readonly HtmlNode[],
  { each, fields }: { each?: string | undefined; fields: Readonly<Record<string, Wanted>> },
): Json {
  const { _compileUnsafe, selectAll } = cssSelect()
  const adapter = createMeteredDom()
  const compiled = new Map<string, ReturnType<typeof _compileUnsafe<HtmlNode, HtmlElement>>>()
  const compiledQuery = (select: string) => {
    const query = compiled.get(select) ?? _compileUnsafe<HtmlNode, HtmlElement>(select, { adapter })
    compiled.set(select, query)
    return query
  }
  const find: Find = (select, within) => {
    try {
      // Compiling takes longer than looking, once for each of thousands of rows. A pseudo-class such as :scope needs its place, though.
      return selectAll<HtmlNode, HtmlElement>(select.includes(':') ? select : compiledQuery(select), [...within], { adapter })
    } catch (error) {
      if (error instanceof SelectorTooCostly || !(error instanceof Error)) throw error
      throw new FatalError(`A selector cannot be used: ${select}.`, { code: 'BAD_SELECTOR', cause: error })
    }
  }
  const take = (within: readonly HtmlNode[]) =>
    Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, takeField(one, within, find)]))
  return each === undefined ? take(page) : find(each, page).map((element) => take(element.children))
}

function takeField(wanted: Wanted, within: readonly HtmlNode[], find: Find): Json {
  const found = find(wanted.select, within)
  if (wanted.all) return found.map((element) => takeElement(element, wanted, find))
  return found[0] ? takeElement(found[0], wanted, find) : null
}

function takeElement(element: HtmlElement, { take, attribute }: Wanted, find: Find): Json {
  if (attribute !== undefined) return Object.hasOwn(element.attribs, attribute) ? (element.attribs[attribute] ?? null) : null
  switch (take) {
    case 'text':
      return textOf(element)
    case 'html':
      return domutils().getInnerHTML(element)
    case 'table':
      return readTable(element, find)
  }
}

function readTable(table: HtmlElement, find: Find): Json {
  const [names = [], ...rows] = find('tr', table.children).map((row) => find('th, td', row.children).map(textOf))
  return rows.map((cells) =>
    Object.fromEntries(names.map((name, index) => [name === '' ? `column_${index + 1}` : name, cells[index] ?? null])),
  )
}

function textOf(element: HtmlNode): string {
  // biome-ignore lint/performance/useDomNodeTextContent: of the library, for which textContent is another thing.
  const { innerText } = domutils()
  return innerText(element).replace(/\s+/g, ' ').trim()
}

/** Level by level, for what is too deep is too deep for recursion as well. */
function isTooDeep(page: readonly HtmlNode[]): boolean {
  let level = page
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true
    level = level.flatMap((node) => ('children' in node ? (node.children as HtmlNode[]) : []))
  }
  return false
}

function selectorMistakes({ each, fields }: JsonObject): readonly ParamMistake[] {
  const named = typeof fields === 'object' && fields !== null ? Object.entries(fields) : []
  const written: [string[], Json | undefined][] = [
    [['each'], each],
    ...named.map(([name, one]): [string[], Json | undefined] => placeOf(name, one)),
  ]
  return written.flatMap(([path, select]) => {
    if (typeof select !== 'string' || holdsExpression(select) || select === '' || isSelector(select)) return []
    return [{ path, message: 'is not a CSS selector.' }]
  })
}

function placeOf(name: string, one: Json): [string[], Json | undefined] {
  const isMap = typeof one === 'object' && one !== null && 'select' in one
  return isMap ? [['fields', name, 'select'], one.select] : [['fields', name], one]
}

function isSelector(select: string): boolean {
  try {
    cssSelect().compile(select)
    return true
  } catch {
    // That it cannot be compiled is the answer.
    return false
  }
}
