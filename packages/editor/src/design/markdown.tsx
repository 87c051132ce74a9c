import { Fragment, type ReactNode, useMemo } from 'react'
import { Link } from 'react-router'
import styles from './markdown.module.css'
import { type Block, parseMarkdown } from './markdown-blocks.ts'
import type { Inline } from './markdown-inline.ts'

interface MarkdownProps {
  readonly text: string
  /** The level of its largest headings, below the page's own. */
  readonly topLevel?: 2 | 3 | 4
}

/** Somebody's text, with headings, lists, tables and code; elements alone, never markup. */
export function Markdown({ text, topLevel = 3 }: MarkdownProps) {
  const blocks = useMemo(() => parseMarkdown(text), [text])
  return <div className={styles.markdown}>{blocksOf(blocks, topLevel)}</div>
}

function blocksOf(blocks: readonly Block[], topLevel: number): ReactNode {
  // Parts of a text have no name but their place.
  return blocks.map((block, index) => <Fragment key={String(index)}>{blockOf(block, topLevel)}</Fragment>)
}

function blockOf(block: Block, topLevel: number): ReactNode {
  switch (block.type) {
    case 'heading':
      return headingOf(Math.min(6, block.level - 1 + topLevel), inlinesOf(block.content))
    case 'paragraph':
      return <p>{inlinesOf(block.content)}</p>
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'list': {
      const items = block.items.map((item, index) => <li key={String(index)}>{itemOf(item, topLevel)}</li>)
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
    case 'table':
      return <TableOf table={block} />
    case 'quote':
      return <blockquote>{blocksOf(block.blocks, topLevel)}</blockquote>
    case 'rule':
      return <hr />
  }
}

function headingOf(level: number, children: ReactNode): ReactNode {
  const Heading = `h${level}` as 'h2' | 'h3' | 'h4' | 'h5' | 'h6' // The top level is two or more.
  return <Heading>{children}</Heading>
}

/** One paragraph alone stands as it is. */
function itemOf(item: readonly Block[], topLevel: number): ReactNode {
  const [first, ...rest] = item
  if (first?.type !== 'paragraph') return blocksOf(item, topLevel)
  return (
    <>
      {inlinesOf(first.content)}
      {blocksOf(rest, topLevel)}
    </>
  )
}

function TableOf({ table: { head, rows } }: { readonly table: Extract<Block, { type: 'table' }> }) {
  return (
    <div className={styles.scroll}>
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={String(index)}>{inlinesOf(cell)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={String(index)}>
              {row.map((cell, column) => (
                <td key={String(column)}>{inlinesOf(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function inlinesOf(inlines: readonly Inline[]): ReactNode {
  return inlines.map((inline, index) => <Fragment key={String(index)}>{inlineOf(inline)}</Fragment>)
}

function inlineOf(inline: Inline): ReactNode {
  switch (inline.type) {
    case 'text':
      return inline.text
    case 'code':
      return <code>{inline.text}</code>
    case 'strong':
      return <strong>{inlinesOf(inline.children)}</strong>
    case 'emphasis':
      return <em>{inlinesOf(inline.children)}</em>
    case 'struck':
      return <s>{inlinesOf(inline.children)}</s>
    case 'link':
      return linkTo(inline.to, inlinesOf(inline.children))
  }
}

/** What leads away opens beside this page, which tells it nothing of itself. */
function linkTo(to: string, children: ReactNode): ReactNode {
  if (to.startsWith('/')) return <Link to={to}>{children}</Link>
  if (to.startsWith('#')) return <a href={to}>{children}</a>
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}
