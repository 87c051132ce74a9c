export interface Point {
  readonly x: number
  readonly y: number
}

/** The median of the slopes between all pairs (Theil and Sen): a few odd points change nothing. 0 for fewer than two. */
export function robustSlope(points: readonly Point[]): number {
  const slopes = points.flatMap((one, index) =>
    points.slice(index + 1).flatMap((other) => (other.x === one.x ? [] : [(other.y - one.y) / (other.x - one.x)])),
  )
  return median(slopes) ?? 0
}

export function median(values: readonly number[]): number | undefined {
  return values.toSorted((one, other) => one - other)[values.length >> 1]
}
