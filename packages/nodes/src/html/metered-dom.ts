import type { parseDocument } from 'htmlparser2'
import { domutils } from './html-libraries.ts'

export type HtmlNode = ReturnType<typeof parseDocument>['children'][number]
export type HtmlElement = Extract<HtmlNode, { attribs: unknown }>

/** A selector that takes too long on a page. */
export class SelectorTooCostly extends Error {
  override readonly name = 'SelectorTooCostly'
}

const maxSteps = 10_000_000

/** What the selector engine sees the page through. It counts, for `:has` within `:has` is cubic; and it knows own attributes only. */
export function createMeteredDom() {
  const dom = domutils()
  let left = maxSteps
  const spend = (steps = 1) => {
    left -= steps
    if (left < 0) throw new SelectorTooCostly('The selectors take too long on this page')
  }
  return {
    isTag(node: HtmlNode): node is HtmlElement {
      spend()
      return node.type === 'tag' || node.type === 'script' || node.type === 'style'
    },
    getAttributeValue: (element: HtmlElement, name: string) => (Object.hasOwn(element.attribs, name) ? element.attribs[name] : undefined),
    hasAttrib: (element: HtmlElement, name: string) => Object.hasOwn(element.attribs, name),
    getChildren(node: HtmlNode): HtmlNode[] {
      spend()
      return dom.getChildren(node)
    },
    getName: (element: HtmlElement) => element.name,
    getParent(node: HtmlElement) {
      spend()
      return dom.getParent(node) as HtmlNode | null
    },
    getSiblings(node: HtmlNode): HtmlNode[] {
      const siblings = dom.getSiblings(node)
      spend(1 + siblings.length / 8)
      return siblings
    },
    prevElementSibling: dom.prevElementSibling as (node: HtmlNode) => HtmlElement | null,
    getText(node: HtmlNode): string {
      const text = dom.getText(node)
      spend(1 + text.length / 64)
      return text
    },
    removeSubsets: dom.removeSubsets as (nodes: HtmlNode[]) => HtmlNode[],
    equals(a: HtmlNode, b: HtmlNode): boolean {
      spend()
      return a === b
    },
  }
}
