/** Ticks of an axis. */

/** Round values from `least` to `most`, about `count` of them; both ends lie within the first and the last. */
export function ticks(least: number, most: number, count = 5): number[] {
  if (least === most) return ticks(Math.min(0, least), Math.max(least, 1), count)
  const raw = (most - least) / count
  const unit = 10 ** Math.floor(Math.log10(raw))
  const step = unit * ([1, 2, 5, 10].find((factor) => factor * unit >= raw) ?? 10)
  const first = Math.floor(least / step + 1e-9)
  const last = Math.ceil(most / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** Whole years for an axis from one year to another. */
export function yearTicks(first: number, last: number, most = 9): number[] {
  const step = [1, 2, 5, 10, 20, 50].find((one) => (last - first) / one <= most) ?? 100
  const start = Math.ceil(first / step) * step
  const found: number[] = []
  for (let year = start; year <= last; year += step) found.push(year)
  return found.length ? found : [first]
}
