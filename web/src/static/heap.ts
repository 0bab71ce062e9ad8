/** A queue that gives its least value first. */
export class Heap<T> {
  private readonly values: T[] = []

  constructor(private readonly compare: (a: T, b: T) => number) {}

  get size(): number {
    return this.values.length
  }

  get least(): T | undefined {
    return this.values[0]
  }

  push(value: T): void {
    const { values, compare } = this
    let at = values.push(value) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = values[above] as T
      if (compare(value, parent) >= 0) break
      values[at] = parent
      at = above
    }
    values[at] = value
  }

  pop(): T | undefined {
    const { values, compare } = this
    const first = values[0]
    const last = values.pop() as T
    if (!values.length) return first
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= values.length) break
      if (below + 1 < values.length && compare(values[below + 1] as T, values[below] as T) < 0) below++
      if (compare(last, values[below] as T) <= 0) break
      values[at] = values[below] as T
      at = below
    }
    values[at] = last
    return first
  }
}
