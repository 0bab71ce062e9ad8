/** What the panels need of the network view. */

import type { Tie, Vocabulary } from '../core/types'
import type { Figure } from '../widgets/figure'
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
  /** Select a node or an edge by its id; the empty id selects nothing. */
  select(id: string): void
  /** Add a page of the neighbours of a node, by one relation or by all. */
  expand(id: string, relation?: string, offset?: number): Promise<void>
  remove(ids: string[]): Promise<void>
  /** Keep a node and its neighbours; remove the rest. */
  keepAround(id: string): Promise<void>
  /**
   * Change the filters; `step` is false while one change continues, as with a slider. What few nodes are left
   * is laid out anew unless `lay` is false.
   */
  filter(change: (filters: Filters) => void, options?: { step?: boolean; lay?: boolean }): void
  resetFilters(): void

  /** Make an entity the start (0) or the end (1) of a path. */
  setEnd(end: 0 | 1, id: string): void
  /** Keep the ends of a path in the address. */
  setPath(path: State['path']): void
  /**
   * Highlight a path with its links. Nodes that are not drawn yet are added; if nothing but paths is drawn,
   * or `alone` is set, the path stands in a row by itself.
   */
  showPath(nodes: string[], ties: Tie[], alone?: boolean): Promise<void>
  /** Change what the colours and sizes of nodes mean. */
  dress(change: Partial<Pick<State, 'colour' | 'size'>>): void

  /** What the drawing shows, in words. */
  title(): string
  /** What is seen, with its legend and sources. */
  figure(title: string): Promise<Figure>
  /** The position of each node that is not hidden. */
  positions(): Record<string, [number, number]>
}
