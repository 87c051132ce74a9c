import { useEffect, useState } from 'react'
import styles from './loading.module.css'
import { Wheel } from './wheel.tsx'

/** A sign that something is on its way, once it has taken long enough for somebody to wonder. */
export function Loading({ what }: { readonly what: string }) {
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), 200)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p className={styles.loading} role="status" data-shown={isSlow}>
      <Wheel size={16} />
      Loading {what} …
    </p>
  )
}
