/** What the map can show of each country: counts, sums of money, statistics; each says what it counts. */

import { lastKnown, overlaps, yearsOf } from '../core/dates'
import { capital, compact, money, number, t } from '../core/i18n'
import { claims, unitWord, valueText } from '../core/statement'
import type { Activity, Codes, Figure, PlacedFact } from '../core/types'

/** What a country has. */
export interface Reading {
  /** Null where nothing is known. */
  value: number | null
  words: string
  facts: PlacedFact[]
  figures: Figure[]
}

export interface Measure {
  key: string
  group: 'counts' | 'sums' | 'statistics'
  label: string
  /** How it is counted. */
  hint: string
  format: (value: number) => string
  /** What a country has in given facts and statistics; of several years of a statistic, the latest. */
  read: (facts: PlacedFact[], figures: Figure[]) => Reading
}

/** Statistics that fewer countries have are not offered. */
const LEAST = 3

export function measures(found: Activity, codes: Codes): Measure[] {
  return [events, statements, projects, ...sums(found.facts, codes), ...statistics(found.figures, codes)]
}

const counted = (
  key: string,
  label: () => string,
  hint: () => string,
  words: (n: number) => string,
  count: (facts: PlacedFact[]) => number,
): Measure => ({
  key,
  group: 'counts',
  get label() {
    return label()
  },
  get hint() {
    return hint()
  },
  format: number,
  read: (facts) => {
    const firm = facts.filter((fact) => !fact.planned)
    const value = count(firm)
    return { value, words: words(value), facts: firm, figures: [] }
  },
})

const events = counted(
  '',
  () => t('measureEvents'),
  () => t('countsHint'),
  (n) => t('nEvents', { n }),
  (facts) => claims(facts).length,
)
const statements = counted(
  'statements',
  () => t('measureStatements'),
  () => t('statementsHint'),
  (n) => t('nStatements', { n }),
  (facts) => facts.length,
)
const projects = counted(
  'projects',
  () => t('measureProjects'),
  () => t('projectsHint'),
  (n) => t('nProjects', { n }),
  (facts) => new Set(facts.flatMap((fact) => fact.projects ?? [])).size,
)

/** The events whose amount is a sum of its own, in one country alone. */
const summed = (facts: PlacedFact[]): PlacedFact[] =>
  claims(facts).filter((fact) => fact.amount && !fact.unsummed && fact.countries.length === 1)

function sums(facts: PlacedFact[], codes: Codes): Measure[] {
  const groups = new Map<string, Set<string>>()
  for (const fact of summed(facts)) {
    const key = `sum:${fact.currency}:${fact.status ?? ''}`
    groups.set(key, (groups.get(key) ?? new Set()).add(fact.countries[0] ?? ''))
  }
  return [...groups]
    .sort((a, b) => b[1].size - a[1].size || a[0].localeCompare(b[0]))
    .map(([key]) => sum(key, codes))
}

function sum(key: string, codes: Codes): Measure {
  const [, currency = '', status = ''] = key.split(':')
  const said = codes.status[status] ?? t('statusUnknown')
  return {
    key,
    group: 'sums',
    label: t('measureSum', { currency, status: said }),
    hint: t('sumHint'),
    format: (value) => money(value, currency),
    read: (facts) => {
      const mine = summed(facts).filter(
        (fact) => fact.currency === currency && (fact.status ?? '') === status,
      )
      const value = mine.reduce((total, fact) => total + (fact.amount ?? 0), 0)
      const words = `${money(value, currency)} (${t('nEvents', { n: mine.length })})`
      return {
        value: mine.length ? value : null,
        words: mine.length ? words : t('noValue'),
        facts: mine,
        figures: [],
      }
    },
  }
}

const TOTAL = /^code:[^/]+\/total$/

/** A statistic but for its country and time; null if it is not of one country alone. */
function family(figure: Figure): { key: string; label: string } | null {
  const [country] = figure.countries
  if (!country || figure.countries.length > 1 || figure.unit === 'rank') return null
  const parts = (['about', 'area', 'other', 'whose'] as const).map((name) => [name, figure[name]] as const)
  const rest = parts.map(([name, value]) => (value === country ? `${name}=*` : `${name}=${value ?? ''}`))
  const label = (name: (typeof parts)[number][0]): string => figure[`${name}Label`] ?? ''
  const names = parts
    .filter(([name, value]) => value && value !== country && !TOTAL.test(value) && /about|whose/.test(name))
    .map(([name]) => label(name))
  // of two places, say which is which
  const places =
    figure.other === undefined
      ? []
      : (['area', 'other'] as const).map((name) =>
          t(name === 'area' ? 'areaIs' : 'counterpartIs', {
            name: figure[name] === country ? t('eachCountry') : label(name),
          }),
        )
  const unit = unitWord(figure.unit, figure.unitLabel)
  const head = capital(figure.indicatorLabel ?? figure.indicator ?? '')
  const all = [...names, ...places]
  return {
    key: ['stat', figure.indicator, ...rest, figure.unit, figure.scope ?? ''].join('|'),
    label: [all.length ? `${head} (${all.join('; ')})` : head, unit].filter(Boolean).join(', '),
  }
}

function statistics(figures: Figure[], codes: Codes): Measure[] {
  const groups = new Map<string, { label: string; scope: string; countries: Set<string> }>()
  for (const figure of figures) {
    const found = family(figure)
    if (!found) continue
    const scope = figure.scope ? (codes.scope[figure.scope] ?? figure.scope) : ''
    const group = groups.get(found.key) ?? { label: found.label, scope, countries: new Set<string>() }
    group.countries.add(figure.countries[0] ?? '')
    groups.set(found.key, group)
  }
  return [...groups]
    .filter(([, { countries }]) => countries.size >= LEAST)
    .map(([key, { label, scope }]) => statistic(key, scope ? `${label} (${scope})` : label, codes))
    .sort((a, b) => a.label.localeCompare(b.label))
}

const statistic = (key: string, label: string, codes: Codes): Measure => ({
  key,
  group: 'statistics',
  label,
  hint: t('statisticHint'),
  format: compact,
  read: (_facts, figures) => {
    const mine = figures.filter((figure) => family(figure)?.key === key)
    const firm = mine.filter((figure) => !figure.planned)
    const newest = firm.map(lastKnown).sort().at(-1)
    // what several sources say of one time stands side by side; the largest shades the country
    const said = firm.filter((figure) => lastKnown(figure) === newest).sort((a, b) => b.value - a.value)
    const words = said.map((figure) =>
      [valueText(figure, codes), periodOf(figure)].filter(Boolean).join(', '),
    )
    return {
      value: said[0]?.value ?? null,
      words: words.join(' / ') || t('noValue'),
      facts: [],
      figures: mine,
    }
  },
})

/** The years of a statistic. */
export function periodOf(figure: Figure): string {
  const [first, last] = yearsOf(figure)
  return first === last ? String(first ?? '') : `${first ?? ''}–${last ?? ''}`
}

export type Span = [number | null, number | null]
export const span = (fact: PlacedFact): Span => [fact.first ?? null, fact.last ?? null]
export const known = (years: Span): number[] => [...new Set(years)].filter((year) => year !== null)
/** Whether a time overlaps a year; what is undated does not. */
export const within = (years: Span, year: string): boolean =>
  known(years).length > 0 && overlaps(years, Number(year), Number(year))
