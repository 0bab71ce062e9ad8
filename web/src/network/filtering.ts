/** The filters, which are also the legend. */

import { h } from '../core/dom'
import { mark } from '../core/format'
import { capital, t } from '../core/i18n'
import { onLeaving } from '../core/router'
import type { Board } from './board'
import { COLOURS, SIZES } from './look'
import { type Filters, NO_STATUS, type State } from './state'

type SetName = 'kinds' | 'relations' | 'status'

export function filtering(view: Board): HTMLElement {
  const things = [...view.model.things.values()]
  const ties = [...view.model.ties.values()]
  const labels = Object.fromEntries(ties.map((tie) => [tie.relation, tie.label]))
  const countries = new Set(
    [...things.map((thing) => thing.country ?? ''), ...ties.flatMap((tie) => tie.countries ?? [])].filter(
      Boolean,
    ),
  )
  const sectors = new Set([...things, ...ties].flatMap((one) => one.sectors ?? []))
  return h(
    'div',
    { class: 'filters' },
    h(
      'fieldset',
      null,
      h('legend', null, t('drawing')),
      dressing(view, 'colour', t('colourBy'), COLOURS, ['classes', 'country', 'sector']),
      dressing(view, 'size', t('sizeBy'), SIZES, ['sizeDegree', 'sizeDrawn', 'sizeSame']),
    ),
    checks(view, t('classes'), 'kinds', tally(things.map((thing) => thing.kind)), view.words.kinds, true),
    checks(view, t('links'), 'relations', tally(ties.map((tie) => tie.relation)), {
      ...labels,
      ...view.words.relations,
    }),
    h('p', { class: 'hush' }, t('dashed')),
    years(view),
    h('p', { class: 'hush' }, t('concernsHint')),
    choice(view, t('country'), 'country', countries, view.words.countries),
    choice(view, t('sector'), 'sector', sectors, view.words.sectors),
    choice(view, t('partyClass'), 'party', new Set(things.map((thing) => thing.kind)), view.words.kinds),
    checks(view, t('status'), 'status', tally(ties.map((tie) => tie.status ?? NO_STATUS)), {
      ...view.words.codes.status,
      [NO_STATUS]: t('statusUnknown'),
    }),
    h('button', { type: 'button', onclick: () => view.resetFilters() }, t('resetFilters')),
  )
}

function dressing<Name extends 'colour' | 'size'>(
  view: Board,
  name: Name,
  title: string,
  values: readonly State[Name][],
  texts: Parameters<typeof t>[0][],
): HTMLElement {
  const select = h(
    'select',
    { onchange: () => view.dress({ [name]: select.value }) },
    values.map((value, i) =>
      h('option', { value, selected: view.state[name] === value }, t(texts[i] ?? 'all')),
    ),
  )
  return h('label', { class: 'field' }, title, select)
}

function tally(values: string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
}

/** A check box for each value, with a button that shows it alone. */
function checks(
  view: Board,
  title: string,
  name: SetName,
  counts: [string, number][],
  labels: Record<string, string>,
  marked = false,
): HTMLElement | null {
  if (!counts.length) return null
  const boxes = new Map<string, HTMLInputElement>()
  const refresh = (): void => {
    for (const [value, box] of boxes) box.checked = !view.state.filters[name].has(value)
  }
  /** Hide every other value; where that is so already, show all again. */
  const alone = (value: string): void => {
    const others = counts.map(([other]) => other).filter((other) => other !== value)
    const { [name]: hidden } = view.state.filters
    const already = !hidden.has(value) && others.every((other) => hidden.has(other))
    const show = (filters: Filters): void => {
      filters[name] = new Set(already ? [] : others)
    }
    view.filter(show)
    refresh()
  }
  const rows = counts.map(([value, count]) => {
    const text = capital(labels[value] ?? value)
    const box = h('input', {
      type: 'checkbox',
      checked: !view.state.filters[name].has(value),
      onchange: () => {
        view.filter((filters) => (box.checked ? filters[name].delete(value) : filters[name].add(value)))
      },
    })
    boxes.set(value, box)
    const label = h(
      'label',
      { class: 'check' },
      box,
      marked ? mark(view.words.styles[value]) : null,
      text,
      ' ',
      h('span', { class: 'count' }, String(count)),
    )
    if (counts.length < 2) return label
    const only = h(
      'button',
      {
        type: 'button',
        class: 'mini',
        'aria-label': `${t('onlyThis')}: ${text}`,
        onclick: () => alone(value),
      },
      t('onlyThis'),
    )
    return h('div', { class: 'solo' }, label, only)
  })
  return h('fieldset', null, h('legend', null, title), rows)
}

function choice(
  view: Board,
  title: string,
  name: 'country' | 'sector' | 'party',
  values: Set<string>,
  labels: Record<string, string>,
): HTMLElement | null {
  if (!values.size) return null
  const sorted = [...values].sort((a, b) => (labels[a] ?? a).localeCompare(labels[b] ?? b))
  const select = h(
    'select',
    { onchange: () => view.filter((filters) => (filters[name] = select.value)) },
    h('option', { value: '' }, t('all')),
    sorted.map((value) =>
      h('option', { value, selected: view.state.filters[name] === value }, capital(labels[value] ?? value)),
    ),
  )
  return h('label', { class: 'field' }, title, select)
}

function years(view: Board): HTMLElement | null {
  const span = view.model.years()
  if (!span || span[0] === span[1]) return null
  const [first, last] = span
  const { filters } = view.state
  const undated = h('input', {
    type: 'checkbox',
    checked: filters.undated,
    onchange: () => view.filter((f) => (f.undated = undated.checked), { lay: false }),
  })
  const to = slider(view, t('yearTo'), 'to', first, last, filters.to ?? last)
  return h(
    'fieldset',
    null,
    h('legend', null, t('years')),
    slider(view, t('yearFrom'), 'from', first, last, filters.from ?? first).element,
    to.element,
    playing(view, first, last, to.show),
    h('label', { class: 'check' }, undated, t('withUndated')),
  )
}

/** A button that shows the links up to one year after another. */
function playing(view: Board, first: number, last: number, show: (year: number) => void): HTMLElement {
  let running: ReturnType<typeof setInterval> | undefined
  const stop = (): void => {
    clearInterval(running)
    running = undefined
    button.textContent = `▶ ${t('play')}`
  }
  const start = (): void => {
    const { to } = view.state.filters
    let year = to === null || to >= last ? first : to
    show(year)
    button.textContent = `❚❚ ${t('pause')}`
    running = setInterval(() => {
      show(++year)
      if (year >= last || !button.isConnected) stop()
    }, 700)
  }
  const button = h(
    'button',
    { type: 'button', onclick: () => (running ? stop() : start()) },
    `▶ ${t('play')}`,
  )
  onLeaving(stop)
  return button
}

function slider(
  view: Board,
  title: string,
  name: 'from' | 'to',
  first: number,
  last: number,
  value: number,
): { element: HTMLElement; show: (year: number) => void } {
  const shown = h('output', null, String(value))
  let begun = false
  const show = (year: number): void => {
    input.value = String(year)
    shown.textContent = input.value
    const whole = name === 'from' ? year === first : year === last
    view.filter((filters: Filters) => (filters[name] = whole ? null : year), { step: !begun, lay: false })
    begun = true
  }
  const input = h('input', {
    type: 'range',
    'aria-label': title,
    min: first,
    max: last,
    value,
    oninput: () => show(Number(input.value)),
    onchange: () => (begun = false),
  })
  return { element: h('label', { class: 'slider' }, h('span', null, title), input, shown), show }
}
