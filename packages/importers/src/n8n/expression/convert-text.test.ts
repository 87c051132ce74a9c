import { expect, test } from 'vitest'
import { convertValue } from './convert-text.ts'
import { CannotConvert, type ExpressionScope, unreadable } from './expression-scope.ts'

const scope: ExpressionScope = {
  json: { source: 'input.body' },
  items: { source: 'input' },
  index: undefined,
  error: undefined,
  node(name) {
    if (name !== 'My node') return unreadable(`the node "${name}" is not there`)
    const one = { source: 'nodes.my_node.output' }
    return {
      item: one,
      first: one,
      last: one,
      all: { source: '[nodes.my_node.output]' },
      hasRun: { source: 'nodes.my_node.status == "success"' },
    }
  },
}

test.each([
  ['plain', 'plain'],
  ['{{ $json.a }} without the sign is text', '\\{{ $json.a }} without the sign is text'],
  ['C:\\{{x', 'C:\\\\\\{{x'],
  ['=no expression', 'no expression'],
  ['={{ $json.a.b }}', '{{ input.body.a.b }}'],
  ['={{$json["a"]["b c"]}}', '{{ input.body.a["b c"] }}'],
  ['=Hi {{ $json.name }}!', 'Hi {{ input.body.name }}!'],
  ['={{ $json }}', '{{ input.body }}'],
  ['={{ { $json, x: $json.y } }}', '{{ { $json: input.body, x: input.body.y } }}'],
  ['={{ $node["My node"].json["a"] }}', '{{ nodes.my_node.output.a }}'],
  ["={{ $('My node').item.json.a }}", '{{ nodes.my_node.output.a }}'],
  ["={{ $('My node').first().json.a ?? 1 }}", '{{ nodes.my_node.output.a ?? 1 }}'],
  ["={{ $('My node').all().length }}", '{{ [nodes.my_node.output].map(json => ({ json })).length }}'],
  ["={{ $('My node').all()[0].json.a }}", '{{ [nodes.my_node.output][0].a }}'],
  ['={{ $items("My node")[1].json.a }}', '{{ [nodes.my_node.output][1].a }}'],
  ["={{ $('My node').isExecuted ? 1 : 2 }}", '{{ nodes.my_node.status == "success" ? 1 : 2 }}'],
  ['={{ $input.first().json.a + $input.item.json.b }}', '{{ input.body.a + input.body.b }}'],
  ['={{ $json.list.map(item => item.a) }}', '{{ input.body.list.map(item => item.a) }}'],
  ['={{ $json.list.map(input => input.a + $json.b) }}', '{{ input.body.list.map(input_ => input_.a + input.body.b) }}'],
  ['={{ $now }}', '{{ now }}'],
  ['={{ $now.toISODate() }} {{ $today.toISODate() }}', '{{ now.slice(0, 10) }} {{ now.slice(0, 10) }}'],
  [
    "={{ $now.minus({ days: 1, hours: 2 }).toFormat('dd.MM.yyyy') }}",
    '{{ (' +
      ['8, 10', '5, 7', '0, 4'].map((part) => `(new Date(Date.parse(now) - 93600000).toISOString()).slice(${part})`).join(' + "." + ') +
      ') }}',
  ],
  ["={{ DateTime.now().plus(2, 'weeks').toMillis() }}", '{{ Date.parse(new Date(Date.parse(now) + 1209600000).toISOString()) }}'],
  ['={{ new Date().toISOString() }} {{ Date.now() }}', '{{ new Date(now).toISOString() }} {{ Date.parse(now) }}'],
  [
    '={{ $env.HOST }}{{ $vars.key }}{{ $execution.id }}{{ $workflow.name }}',
    '{{ env.HOST }}{{ vars.key }}{{ execution.id }}{{ workflow.name }}',
  ],
  ['={{ $if($json.a, 1, $json.b) }}', '{{ (input.body.a ? 1 : input.body.b) }}'],
  ['={{ $max(1, $json.a) }}', '{{ Math.max(1, input.body.a) }}'],
  ['={{ /* why */ $json.a // because\n }}', '{{ input.body.a }}'],
  ['={{ ($json.a) }}', '{{ input.body.a }}'],
  ['={{ "}}" + $json.a }}', '{{ "}}" + input.body.a }}'],
  ['=\\\\{{ $json.a }}', '\\\\\\\\{{ input.body.a }}'],
])('%s becomes %s', (written, expected) => {
  expect(convertValue(written, scope)).toBe(expected)
})

test.each([
  ['={{ $json.a', 'not closed'],
  ['={{ $json.a; $json.b }}', 'more than one'],
  ['={{ $json. }}', 'not JavaScript'],
  ['={{ $binary.data }}', '$binary is not known'],
  ['={{ $input.item.binary.data }}', 'file'],
  ["={{ $('Other').item.json.a }}", '"Other" is not there'],
  ['={{ $jmespath($json, "a") }}', '$jmespath'],
  ['={{ $json.a.isEmpty() }}', 'isEmpty'],
  ['={{ $now.plus({ months: 1 }).toISO() }}', 'calendar'],
  ["={{ $now.toFormat('cccc') }}", 'cccc'],
  ['={{ (() => { return 1 })() }}', ''],
  ['={{ $json.constructor.constructor("return process")() }}', ''],
  ['={{ process.env.HOME }}', 'process'],
  ['={{ this.x }}', 'program'],
  ['={{ input.x }}', 'means something else'],
  [`={{ ${'['.repeat(3000)}1${']'.repeat(3000)} }}`, ''],
])('%s is not converted, for a reason', (written, reason) => {
  expect(() => convertValue(written, scope)).toThrow(CannotConvert)
  expect(() => convertValue(written, scope)).toThrow(reason)
})
