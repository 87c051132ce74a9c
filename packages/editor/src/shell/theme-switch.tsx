import { Moon, Sun, SunMoon } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import styles from './frame.module.css'
import { chooseTheme, chosenTheme, nextTheme, onTheme } from './theme.ts'

const looks = {
  system: { icon: SunMoon, word: 'System' },
  light: { icon: Sun, word: 'Light' },
  dark: { icon: Moon, word: 'Dark' },
} as const

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const theme = useSyncExternalStore(onTheme, chosenTheme)
  const { icon: Icon, word } = looks[theme]
  const next = nextTheme()
  return (
    <button
      type="button"
      className={styles.place}
      onClick={() => chooseTheme(next)}
      aria-label={`Colours: ${word}. Press for ${looks[next].word}.`}
    >
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      {word}
    </button>
  )
}
