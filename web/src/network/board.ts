/** What the panels may ask of the network view, and nothing more. */

import type { Vocabulary } from '../core/types'
import type { Model } from './model'
import type { Filters, State } from './state'

/** The tabs of the panel beside the drawing; each is also the key of its title. */
export const TABS = ['selection', 'filters', 'paths', 'list', 'exportTab'] as const
export type Tab = (typeof TABS)[number]

export interface Board {
  readonly words: Vocabulary
  readonly model: Model
  readonly state: State

  /** Show a tab of the panel. */
  openTab(tab: Tab): void
  /** Select a thing, or the line between two things; the empty id selects nothing. */
  select(id: string): void
  /** Add a page of the neighbours of a thing, all of them or those by one kind of link. */
  expand(id: string, relation?: string, offset?: number): Promise<void>
  remove(ids: string[]): Promise<void>
  /** Keep a thing and its neighbours; remove the rest. */
  keepAround(id: string): Promise<void>
  /** Change the filters; `step` is false while one change continues, as with a slider. */
  filter(change: (filters: Filters) => void, step?: boolean): void
  resetFilters(): void

  /** Make a thing the start (0) or the end (1) of a path. */
  setEnd(end: 0 | 1, id: string): void
  /** Keep the ends of a path in the address. */
  setPath(path: State['path']): void
  /** Highlight a path; things on it that are not drawn yet are added. */
  showPath(nodes: string[]): Promise<void>

  /** The whole drawing as a PNG. */
  picture(): Blob
  /** The position of each thing that is shown. */
  positions(): Record<string, [number, number]>
}
