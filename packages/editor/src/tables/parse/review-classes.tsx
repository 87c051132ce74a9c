import { CloudDownload } from 'lucide-react'
import { Checkbox } from '../../design/checkbox.tsx'
import { Empty } from '../../design/empty.tsx'
import { counted, looseLinks, namesOffered, sharedNotes, sumOf } from '../../model/tables/parse-import.ts'
import { ReviewClass } from './review-class.tsx'
import styles from './review-classes.module.css'
import type { ParseReview } from './use-review.ts'

interface ReviewClassesProps {
  readonly review: ParseReview
  readonly chosen: ReadonlySet<string>
  onChoose(names: readonly string[], isChosen: boolean): void
}

/** All classes: those that may come, each with its table, and why others stay behind. */
export function ReviewClasses({ review: { classes }, chosen, onChoose }: ReviewClassesProps) {
  const offered = classes.filter(({ isOffered }) => isOffered)
  const left = classes.filter(({ isOffered }) => !isOffered)
  const sum = sumOf(classes, chosen)
  const loose = looseLinks(classes, chosen)
  const shared = sharedNotes(classes)
  if (offered.length === 0)
    return (
      <Empty icon={CloudDownload} title="Nothing to import">
        This server has no classes with records of its own. Is it the right application? Go back and look at the application id of the
        connection.
      </Empty>
    )
  return (
    <>
      <div className={styles.all}>
        <Checkbox
          label="All classes"
          isChecked={chosen.size === offered.length}
          isMixed={chosen.size > 0 && chosen.size < offered.length}
          onChange={(isChosen) => onChoose(namesOffered(classes), isChosen)}
        />
        <p className={styles.sum} role="status">
          {sum.classes} of {counted(offered.length, 'class', 'classes')}, {counted(sum.records, 'record')}
        </p>
      </div>
      <ul className={styles.classes} aria-label="Classes">
        {offered.map((one) => (
          <ReviewClass
            key={one.class}
            reviewed={one}
            notes={one.notes.filter((note) => !shared.includes(note))}
            isChosen={chosen.has(one.class)}
            onChoose={(is) => onChoose([one.class], is)}
          />
        ))}
      </ul>
      {shared.length > 0 && (
        <section className={styles.notice}>
          <h2>Of all classes</h2>
          <ul>
            {shared.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      {loose.length > 0 && (
        <section className={styles.notice}>
          <h2>Links that lead to nothing yet</h2>
          <p>The ids come with the records. They lead on as soon as the class that they name is imported, now or later.</p>
          <ul>
            {loose.map(({ class: from, column, target }) => (
              <li key={`${from}.${column}`}>
                <code>
                  {from}.{column}
                </code>{' '}
                names records of <code>{target}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      {left.length > 0 && (
        <section className={styles.notice}>
          <h2>What stays behind</h2>
          <ul>
            {left.map(({ class: name, notes }) => (
              <li key={name}>
                <code>{name}</code>
                {` ${notes.join(' ')}`}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
