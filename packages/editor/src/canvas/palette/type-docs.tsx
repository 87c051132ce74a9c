import { useTypeDetail } from '../../api/use-type-detail.ts'
import { LateMarkdown } from '../../design/late-markdown.tsx'
import type { PaletteEntry } from './palette-entries.ts'
import styles from './type-docs.module.css'

/** What the chosen type does, in a few words and in all. */
export function TypeDocs({ entry: { kind, type, title, summary } }: { readonly entry: PaletteEntry }) {
  const { data } = useTypeDetail(kind, type)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className={styles.docs} aria-label={`About ${title}`} tabIndex={0}>
      <h2>{title}</h2>
      <code>{type}</code>
      <p>{summary}</p>
      {data !== undefined && data.docs !== '' && <LateMarkdown text={data.docs} />}
    </section>
  )
}
