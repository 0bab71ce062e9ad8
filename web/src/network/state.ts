/** The state of the network view, and its form in the address. */

import type { Place } from './canvas'
import { LAYOUTS, type LayoutName } from './layouts'
import { COLOURS, type ColourBy, SIZES, type SizeBy } from './look'

/** The status of links that have none. */
export const NO_STATUS = '-'

export interface Filters {
  /** Classes, relations and statuses that are hidden. */
  kinds: Set<string>
  relations: Set<string>
  status: Set<string>
  country: string
  sector: string
  /** The class of which one end of each link is. */
  party: string
  from: number | null
  to: number | null
  undated: boolean
}

export interface State {
  things: string[]
  places: Map<string, Place>
  projection: string
  context: boolean
  selected: string
  path: [string, string] | null
  /** The nodes of the highlighted path, from its start to its end. */
  way: string[]
  layout: LayoutName
  /** How many entities of each country are drawn, 0 for all; null leaves it to the size of the drawing. */
  most: number | null
  colour: ColourBy
  size: SizeBy
  filters: Filters
}

export const noFilters = (): Filters => ({
  kinds: new Set(),
  relations: new Set(),
  status: new Set(),
  country: '',
  sector: '',
  party: '',
  from: null,
  to: null,
  undated: true,
})

export const emptyState = (): State => ({
  things: [],
  places: new Map(),
  projection: '',
  context: false,
  selected: '',
  path: null,
  way: [],
  layout: 'force',
  most: null,
  colour: 'kind',
  size: 'degree',
  filters: noFilters(),
})

export const copyState = (state: State): State => ({
  ...state,
  things: [...state.things],
  way: [...state.way],
  places: new Map([...state.places].map(([id, place]) => [id, { ...place }])),
  path: state.path && [...state.path],
  filters: {
    ...state.filters,
    kinds: new Set(state.filters.kinds),
    relations: new Set(state.filters.relations),
    status: new Set(state.filters.status),
  },
})

export const MOST_WRITTEN = 150
/** Whether the address names everything that is drawn. */
export const isWritten = ({ projection, things }: State): boolean =>
  !!projection || things.length <= MOST_WRITTEN

/** Write a state as parameters of the address; with positions if there are few enough. */
export function writeState(state: State): URLSearchParams {
  const query = new URLSearchParams()
  const { filters } = state
  const list = (name: string, values: Iterable<string>): void => {
    const text = [...values].join(',')
    if (text) query.set(name, text)
  }
  if (state.projection) query.set('p', state.projection)
  else if (isWritten(state)) {
    list('n', state.things)
    const places = state.things.map((id) => state.places.get(id))
    if (places.every((place) => place))
      list(
        'at',
        places.map((place) => `${Math.round(place?.x ?? 0)}~${Math.round(place?.y ?? 0)}`),
      )
  }
  if (state.context) query.set('c', '1')
  if (state.selected) query.set('s', state.selected)
  if (state.path) query.set('path', state.path.join('~'))
  if (state.path) list('w', state.way)
  if (state.layout !== 'force') query.set('l', state.layout)
  if (state.most !== null) query.set('m', String(state.most))
  if (state.colour !== 'kind') query.set('k', state.colour)
  if (state.size !== 'degree') query.set('z', state.size)
  list('hk', filters.kinds)
  list('hr', filters.relations)
  list('hs', filters.status)
  if (filters.country) query.set('country', filters.country)
  if (filters.sector) query.set('sector', filters.sector)
  if (filters.party) query.set('party', filters.party)
  if (filters.from !== null || filters.to !== null)
    query.set('y', `${filters.from ?? ''}~${filters.to ?? ''}`)
  if (!filters.undated) query.set('u', '0')
  return query
}

export function readState(query: URLSearchParams): State {
  const state = emptyState()
  const list = (name: string): string[] => (query.get(name) ?? '').split(',').filter(Boolean)
  state.things = list('n')
  for (const [i, text] of list('at').entries()) {
    const id = state.things[i]
    const [x, y] = text.split('~').map(Number)
    if (id && Number.isFinite(x) && Number.isFinite(y))
      state.places.set(id, { x: x as number, y: y as number })
  }
  state.projection = query.get('p') ?? ''
  state.context = query.get('c') === '1'
  state.selected = query.get('s') ?? ''
  const ends = (query.get('path') ?? '').split('~')
  if (ends[0] && ends[1]) state.path = [ends[0], ends[1]]
  state.way = list('w')
  state.layout = oneOf(LAYOUTS, query.get('l'))
  const most = query.get('m') ?? ''
  state.most = /^\d{1,3}$/.test(most) ? Number(most) : null
  state.colour = oneOf(COLOURS, query.get('k'))
  state.size = oneOf(SIZES, query.get('z'))
  const year = (text: string | undefined): number | null =>
    text && /^\d{4}$/.test(text) ? Number(text) : null
  const [from, to] = (query.get('y') ?? '').split('~')
  state.filters = {
    kinds: new Set(list('hk')),
    relations: new Set(list('hr')),
    status: new Set(list('hs')),
    country: query.get('country') ?? '',
    sector: query.get('sector') ?? '',
    party: query.get('party') ?? '',
    from: year(from),
    to: year(to),
    undated: query.get('u') !== '0',
  }
  return state
}

/** A value of a list, or its first. */
const oneOf = <T extends string>(values: readonly [T, ...T[]], given: string | null): T =>
  values.find((value) => value === given) ?? values[0]

/** The steps for undo and redo. */
export class Steps {
  private past: State[] = []
  private future: State[] = []

  /** Remember a state before it changes. */
  keep(state: State): void {
    this.past.push(copyState(state))
    if (this.past.length > 100) this.past.shift()
    this.future = []
  }

  back(now: State): State | undefined {
    const before = this.past.pop()
    if (before) this.future.push(copyState(now))
    return before
  }

  forth(now: State): State | undefined {
    const after = this.future.pop()
    if (after) this.past.push(copyState(now))
    return after
  }

  get canBack(): boolean {
    return this.past.length > 0
  }

  get canForth(): boolean {
    return this.future.length > 0
  }
}
