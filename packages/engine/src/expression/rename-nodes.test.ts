import { expect, test } from 'vitest'
import { renameNodes } from './rename-nodes.ts'

const ids = new Map([
  ['charge', 'pay'],
  ['a', 'b'],
  ['b', 'a'],
])
const renamed = (text: string) => renameNodes(text, ids)[0]?.text

test.each([
  ['{{ nodes.charge.output.id }}', '{{ nodes.pay.output.id }}'],
  [
    "Of {{ nodes['charge'].output }} and {{nodes [ `charge` ] . status}}!",
    "Of {{ nodes['pay'].output }} and {{nodes [ `pay` ] . status}}!",
  ],
  ['{{ input.filter(nodes => nodes.a).map(x => nodes.charge.output) }}', '{{ input.filter(nodes => nodes.a).map(x => nodes.pay.output) }}'],
  ['{{ nodes?.charge?.output }}', '{{ nodes?.pay?.output }}'],
  ['{{ waiting.charge.url }}', '{{ waiting.pay.url }}'],
  ['{{ nodes.a.output + nodes.b.output }}', '{{ nodes.b.output + nodes.a.output }}'],
  ['{{ input.map(x => x.charge + nodes.charge.output) }}', '{{ input.map(x => x.charge + nodes.pay.output) }}'],
])('%s reads another id', (text, expected) => expect(renamed(text)).toBe(expected))

test.each([
  'nodes.charge',
  '\\{{ nodes.charge }}',
  '{{ "nodes.charge" }}',
  '{{ input.nodes.charge }}',
  '{{ input.map(nodes => nodes.charge) }}',
  '{{ input.map(({ nodes = [] }) => nodes.charge) }}',
  '{{ input.map(([, ...nodes]) => nodes.charge) }}',
  '{{ nodes[charge] }}',
  '{{ nodes.other.output.charge }}',
  '{{ nodes.charge. }}',
])('%s stays', (text) => expect(renamed(text)).toBeUndefined())

test('texts and keys are told by their place, and what is taken as written is left alone', () => {
  const value = {
    url: '{{ nodes.charge.output }}',
    body: { '{{ nodes.charge.output }}': ['x', '{{ nodes.charge.output }}'] },
    code: '{{ nodes.charge }}',
  }
  expect(renameNodes(value, ids, ['code'])).toEqual([
    { at: ['url'], isKey: false, text: '{{ nodes.pay.output }}' },
    { at: ['body', '{{ nodes.charge.output }}'], isKey: true, text: '{{ nodes.pay.output }}' },
    { at: ['body', '{{ nodes.charge.output }}', 1], isKey: false, text: '{{ nodes.pay.output }}' },
  ])
})
