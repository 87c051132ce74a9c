/** Separators, dots and controls in disguise, and what a browser would have taken for the end of the path. */
const unfit = /[/\\?#\p{Cc}]/u

/**
 * The value of a path segment for a parameter, or undefined when it cannot be one: empty, dots that mean a directory, an encoded
 * slash, an encoding of nothing. Whatever two readers could understand differently has no route.
 */
export function decodeSegment(segment: string): string | undefined {
  if (segment === '') return undefined
  const value = segment.includes('%') ? decode(segment) : segment
  if (value === undefined || value === '.' || value === '..' || unfit.test(value)) return undefined
  return value
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
