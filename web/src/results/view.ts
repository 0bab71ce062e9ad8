/** An answer as tabs: table, chart, timeline, map and network; the address names the open one. */

import { h, newId, put } from '../core/dom'
import { csv, json, save } from '../core/download'
import { t } from '../core/i18n'
import type { Rows } from '../core/types'
import { nothing } from '../widgets/coverage'
import { resultChart } from './chart'
import type { Described, Row } from './columns'
import { resultMap } from './map'
import { resultNetwork } from './network'
import { resultTable } from './table'
import { resultTimeline } from './timeline'

type Shown = 'table' | 'chart' | 'timeline' | 'map' | 'network'
const TABS: Shown[] = ['table', 'chart', 'timeline', 'map', 'network']

/** The values after the # of the address. */
const marks = (): URLSearchParams => new URLSearchParams(location.hash.slice(1))

function keepTab(tab: Shown): void {
  const values = marks()
  tab === 'table' ? values.delete('view') : values.set('view', tab)
  const text = values.toString()
  history.replaceState(history.state, '', location.pathname + location.search + (text ? `#${text}` : ''))
}

export function resultView(answer: Rows, about: Described): HTMLElement {
  if (answer.boolean !== undefined) return h('p', { class: 'boolean' }, answer.boolean ? t('yes') : t('no'))
  const rows = answer.results?.bindings ?? []
  const all = answer.head.vars ?? []
  if (!rows.length) return h('div', { class: 'norows' }, nothing(t('noRows')))
  // a column of labels is shown in place of the column that it names
  const vars = all.filter((name) => !(name.endsWith('Label') && all.includes(name.slice(0, -5))))
  const id = newId('result')
  const body = h('div', { role: 'tabpanel', id, tabindex: '0' })
  const draw: Record<Shown, () => HTMLElement> = {
    table: () => resultTable(rows, vars, about),
    chart: () => resultChart(rows, vars, about),
    timeline: () => resultTimeline(rows, vars, about),
    map: () => resultMap(rows, vars, about),
    network: () => resultNetwork(rows, vars, about),
  }
  const open = (tab: Shown): void => {
    for (const button of buttons) button.setAttribute('aria-selected', String(button.id === `${id}-${tab}`))
    put(body, draw[tab]())
  }
  const choose = (tab: Shown): void => {
    keepTab(tab)
    open(tab)
  }
  const buttons = TABS.map((tab) =>
    h(
      'button',
      { type: 'button', role: 'tab', id: `${id}-${tab}`, 'aria-controls': id, onclick: () => choose(tab) },
      t(tab === 'map' ? 'mapTab' : tab),
    ),
  )
  open(TABS.find((tab) => tab === marks().get('view')) ?? 'table')
  const takes = [
    h('button', { type: 'button', onclick: () => save(`${about.name}.csv`, rowsCsv(rows, all)) }, 'CSV'),
    h('button', { type: 'button', onclick: () => save(`${about.name}.json`, json(answer)) }, 'JSON'),
  ]
  return h(
    'div',
    { class: 'result' },
    h(
      'div',
      { class: 'headline' },
      h('p', { role: 'status' }, t('rows', { n: rows.length })),
      h('div', { role: 'tablist', class: 'tabs' }, buttons),
      h('div', { class: 'buttons' }, takes),
    ),
    body,
  )
}

const rowsCsv = (rows: Row[], vars: string[]): Blob =>
  csv([vars, ...rows.map((row) => vars.map((name) => row[name]?.value))])
