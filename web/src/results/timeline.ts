/** The rows of an answer along the years: points, spans, vague and open times, and the undated as such. */

import { h } from '../core/dom'
import { t } from '../core/i18n'
import { figureTools, sourceTitles } from '../widgets/figure'
import { type Dated, timeChart } from '../widgets/time_chart'
import { scrolling } from '../widgets/tips'
import { type Described, hrefOf, type Row, textOf } from './columns'
import { codeOf, locatorsOf, namesIn, qualifiers, timeOf } from './series'

/** How many rows are drawn unless a reader asks for all. */
const MOST = 300

export function resultTimeline(rows: Row[], vars: string[], about: Described, most = MOST): HTMLElement {
  const all = rows.map((row) => ({ row, time: timeIn(row) }))
  const dated = all.filter((one) => one.time)
  if (!dated.length) return h('p', { class: 'hush' }, t('noTimeline'))
  const start = ({ time }: (typeof all)[number]): number => time?.first ?? time?.last ?? 9999
  const undated = all.filter((one) => !one.time)
  const sorted = dated.sort((a, b) => start(a) - start(b))
  const shown = [...sorted, ...undated].slice(0, most)
  const names = namesIn(rows, vars, '')
  const whole = (event: Event): void =>
    (event.currentTarget as HTMLElement)
      .closest('.figurebox')
      ?.replaceWith(resultTimeline(rows, vars, about, rows.length))
  const drawing = timeChart(
    shown.map(({ row, time }) => datedRow(row, time, names, vars, about)),
    about.title ?? t('timeline'),
  )
  const notes = [
    t('timelineMarks'),
    undated.length ? t('undatedListed', { n: undated.length }) : '',
    shown.length < rows.length ? t('firstOf', { n: shown.length, m: rows.length }) : '',
  ].filter(Boolean)
  return h(
    'section',
    { class: 'figurebox' },
    notes.map((note) => h('p', { class: 'hush' }, note)),
    shown.length < rows.length
      ? h('button', { type: 'button', onclick: whole }, t('allOf', { n: rows.length }))
      : null,
    scrolling(drawing),
    figureTools(async () => ({
      title: about.title ?? t('timeline'),
      subtitle: notes.join(' '),
      drawing,
      legend: [],
      sources: await sourceTitles(locatorsOf(shown.map((one) => one.row))),
    })),
  )
}

function datedRow(row: Row, time: Time | null, names: string[], vars: string[], about: Described): Dated {
  const [first = ''] = names
  return {
    ...(time ?? { first: null, last: null, vague: false }),
    undated: !time,
    label: names
      .map((name) => textOf(row, name, about))
      .filter(Boolean)
      .join(' · '),
    href: row[first]?.type === 'uri' ? hrefOf(row[first]?.value ?? '', about) : null,
    time: timeOf(row, about) || spelled(time),
    plan: about.plans.includes(codeOf(row, 'status')),
    note: qualifiers(row, vars, about, first === 'fact'),
  }
}

type Time = Pick<Dated, 'first' | 'last' | 'vague'>

const spelled = (time: Time | null): string =>
  time ? [...new Set([time.first, time.last])].map((year) => year ?? '…').join('–') : ''

/** The time of a row: its first and last year, null where it is open; null when it is undated. */
export function timeIn(row: Row): Time | null {
  const said = (name: string): string => row[name]?.value ?? ''
  const [from, to] = [said('start') || said('firstYear'), said('end') || said('lastYear')]
  if (from || to) return spanOf(from, to)
  const one = said('date') || said('year') || said('signed') || said('inForce') || said('asOf')
  if (!one) return null
  const [first = '', last] = one.split('/')
  return last === undefined ? spanOf(first, first) : { ...spanOf(first, last), vague: true }
}

/** From the start of one EDTF date to the end of another. */
function spanOf(from: string, to: string): Time {
  const first = /^-?(\d{2}XX|\d{3}X|\d{4})/.exec(from)?.[1]
  const last = /^-?(\d{2}XX|\d{3}X|\d{4})/.exec(to)?.[1]
  return {
    first: first ? Number(first.replaceAll('X', '0')) : null,
    last: last ? Number(last.replaceAll('X', '9')) : null,
    vague: /[X~?%]/.test(from + to),
  }
}
