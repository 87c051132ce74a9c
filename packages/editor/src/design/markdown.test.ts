import { takesLinearTime } from '@millrace/engine/testing'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { MemoryRouter } from 'react-router'
import { describe, expect, test } from 'vitest'
import { Markdown } from './markdown.tsx'
import { isSafe } from './markdown-inline.ts'

function shown(text: string): string {
  const html = renderToStaticMarkup(createElement(MemoryRouter, null, createElement(Markdown, { text })))
  return html.replace(/^<div[^>]*>/, '').replace(/<\/div>$/, '')
}

describe('Markdown is shown as elements', () => {
  test.each([
    ['# Title\ntext', '<h3>Title</h3><p>text</p>'],
    ['one\ntwo\n\nthree', '<p>one two</p><p>three</p>'],
    ['**bold** and *soft* and `a*b*`', '<p><strong>bold</strong> and <em>soft</em> and <code>a*b*</code></p>'],
    ['snake_case_name and 2*3*4', '<p>snake_case_name and 2*3*4</p>'],
    ['\\*not\\* ~~old~~', '<p>*not* <s>old</s></p>'],
    ['- a\n- b\n  - c\n\n1. x\n2. y', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><ol><li>x</li><li>y</li></ol>'],
    ["`1` and `'1'`", '<p><code>1</code> and <code>&#x27;1&#x27;</code></p>'],
    ['```js\n<b>\n```', '<pre tabindex="0"><code>&lt;b&gt;</code></pre>'],
    ['> said\n> so', '<blockquote><p>said so</p></blockquote>'],
    ['---', '<hr/>'],
    ['[here](/workflows)', '<p><a href="/workflows" data-discover="true">here</a></p>'],
    [
      'https://example.test/a.',
      '<p><a href="https://example.test/a" target="_blank" rel="noopener noreferrer">https://example.test/a</a>.</p>',
    ],
    ['[a *b*](https://example.test)', '<p><a href="https://example.test" target="_blank" rel="noopener noreferrer">a <em>b</em></a></p>'],
  ])('%j', (text, html) => {
    expect(shown(text)).toBe(html)
  })

  test('tables have a head and rows', () => {
    const html = shown('| a | b |\n|---|:-:|\n| 1 | `x` |\nafter')
    expect(html).toContain('<th>a</th><th>b</th>')
    expect(html).toContain('<td>1</td><td><code>x</code></td>')
    expect(html).toContain('<p>after</p>')
  })
})

describe('hostile text is text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](//evil.test)',
    '[x](/\\evil.test)',
    '[x](https:evil)',
    '<javascript:alert(1)>',
    '[<img src=x onerror=alert(1)>](https://example.test)',
    '`<img src=x onerror=alert(1)>`',
    '# <iframe src=//evil.test>',
    '| <b onclick=x> |\n|---|\n| <i> |',
  ])('%s', (text) => {
    const html = shown(text)
    expect(html).not.toMatch(/<(script|img|svg|iframe|b|i)\b/)
    expect([...html.matchAll(/href="([^"]*)"/g)].filter(([, to = '']) => !isSafe(to))).toEqual([])
    expect(html).not.toMatch(/ on\w+="/)
  })

  test.each(['[', '*', '**a', '`', '_a', '~~', '<http://', '> ', '- ', '|', '\\'])('many times %j takes linear time', async (sign) => {
    await takesLinearTime(100_000, (length) => shown(sign.repeat(length / sign.length)))
  })
})
