/** The page of one entity, fact, statistic or passage, with the sources of each fact. */

import { idOf, kindOf, pathOf } from '../core/address'
import { entity, vocabulary } from '../core/api'
import { dateText, timeText } from '../core/dates'
import { h, put } from '../core/dom'
import { ServiceError } from '../core/failures'
import { cut, english, evidence, failure, mark, sources, thingLink } from '../core/format'
import { capital, number, t, told } from '../core/i18n'
import { PROPERTIES } from '../core/i18n/terms'
import { documentAddress, passageLabel, passageText } from '../core/passages'
import type { Cited, View } from '../core/router'
import { amountList, details, precisely, readableDate } from '../core/statement'
import type { Entity, Fact, Vocabulary, Whole } from '../core/types'
import { smallNetwork } from '../network/mini_network'
import { figureTable } from '../results/statistics'
import { sourceTitles } from '../widgets/figure'
import { smallMap } from '../widgets/mini_map'
import { accounts, folded } from './accounts'
import { complete, downloads, identifiers, isOurs, names } from './identity'
import { notFound } from './not_found'
import { reportPanel } from './report'
import { statement } from './statements'

/** How many statements a list shows at first. */
const FIRST = 40

export async function entityView(main: HTMLElement, path: string): Promise<View> {
  const id = idOf(path)
  put(main, h('p', { class: 'loading' }, t('loading')))
  try {
    const [thing, words] = await Promise.all([entity(id), vocabulary()])
    return page(main, thing, words)
  } catch (error) {
    const missing = error instanceof ServiceError && error.status === 404
    if (missing) return notFound(main, t('unknownThing', { id }))
    put(main, h('h1', null, id), failure(error))
    return { title: id }
  }
}

function page(main: HTMLElement, thing: Entity, words: Vocabulary): View {
  const drawing = h('section', { class: 'panel drawing' }, h('h2', null, t('around')))
  const place = h('section', { class: 'panel place', hidden: true }, h('h2', null, t('where')))
  const isFact = kindOf(thing.id) === 'fact'
  put(
    main,
    head(thing, words),
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        { class: 'wide' },
        isFact ? properties(thing, words) : null,
        facts(thing, words),
        accounts(thing, words),
        section('findings', t('findingsHint'), thing, words),
        section('related', t('relatedHint'), thing, words),
        states(thing, words),
        figures(thing, words),
        inward(thing, words),
      ),
      h(
        'div',
        { class: 'narrow' },
        isFact ? null : properties(thing, words),
        drawing,
        partners(thing, words),
        place,
        names(thing),
        identifiers(thing),
        downloads(thing),
        isStatement(thing) ? reportPanel(thing, words) : null,
      ),
    ),
  )
  if (thing.degree) void smallNetwork(drawing, thing, words)
  else if (isFact) drawParties(drawing, thing)
  else drawing.remove()
  if (thing.country && kindOf(thing.id) !== 'code') void smallMap(place, thing.country, thing.points)
  else place.remove()
  const title = isPassage(thing) ? passageLabel(thing.label) : thing.label
  return isStatement(thing) ? { title, cited: () => statementCited(thing) } : { title }
}

const isStatement = (thing: Entity): boolean => /^(fact|obs)$/.test(kindOf(thing.id))

/** A statement for a citation: each source with the passage that states it. */
async function statementCited(thing: Entity): Promise<Cited> {
  const stated = thing.sources.map(async (locator) => {
    const [source = locator] = await sourceTitles([locator])
    return `${source}, ${locator}`
  })
  return { title: thing.label, stated: await Promise.all(stated), iri: thing.iri }
}

/** The entities that take part in a fact. */
function drawParties(panel: HTMLElement, thing: Entity): void {
  const ids = thing.about.flatMap((row) => row.values.flatMap((value) => (value.id ? [value.id] : [])))
  const parties = [...new Set(ids)].filter((id) => !/^(code:|fact\/|event\/)/.test(id))
  if (parties.length < 2) {
    panel.remove()
    return
  }
  const holder = h('div', { class: 'canvas small', role: 'img', 'aria-label': t('around') })
  panel.append(holder, h('a', { class: 'button', href: `/network?n=${parties.join(',')}` }, t('showNetwork')))
  void import('../network/picture').then(({ plainNetwork }) => plainNetwork(holder, parties))
}

/** What a passage of a source is cited for. */
function states(thing: Entity, words: Vocabulary): HTMLElement | null {
  if (!thing.cited.length) return null
  const list = cut(h('ul', { class: 'statements' }), thing.cited, FIRST, (row) =>
    h(
      'li',
      row.planned ? { class: 'plan' } : null,
      h('p', { class: 'words' }, thingLink(row.id, row.label)),
      details({ ...row, words: row.label }, words.codes, capital(row.kindLabel)),
    ),
  )
  return h('section', { class: 'panel' }, h('h2', null, t('states')), list)
}

const isPassage = (thing: Entity): boolean => /^\/src\/.*\//.test(pathOf(thing.id))

function head(thing: Entity, words: Vocabulary): HTMLElement {
  const country = thing.country && thing.country !== thing.id ? words.countries[thing.country] : undefined
  return h(
    'header',
    { class: 'thing' },
    h(
      'p',
      { class: 'kind' },
      mark(words.styles[thing.kind]),
      capital(thing.kindLabel || (words.kinds[thing.kind] ?? '')),
      country && thing.country ? [' · ', thingLink(thing.country, country)] : null,
    ),
    h('h1', null, isPassage(thing) ? passageText(thing.label) : thing.label),
    thing.unnamed ? h('p', null, h('span', { class: 'tag ours' }, t('unnamedHint'))) : null,
    isOurs(thing, thing.label) ? h('p', { class: 'hush' }, t('ourName')) : null,
    details({ ...thing.qualifiers, words: thing.label }, words.codes),
    thing.whole
      ? h(
          'p',
          null,
          h('span', { class: 'hush' }, t('partOf'), ' '),
          h('span', { lang: thing.whole.language || null }, thingLink(thing.whole.id, thing.whole.label)),
          documentOf(thing.id, thing.whole, words),
        )
      : null,
    description(thing),
    thing.degree
      ? h(
          'p',
          null,
          h('a', { class: 'button', href: `/network?n=${thing.id}&x=${thing.id}` }, t('showNetwork')),
          ' ',
          h('a', { class: 'button', href: `/compare?a=${thing.id}` }, t('compare')),
        )
      : null,
    cited(thing, words),
  )
}

/** The sources of an entity; those of a statement with their tier and the date they were read. */
function cited(thing: Entity, words: Vocabulary): HTMLElement | null {
  if (!thing.sources.length) return null
  return /^(fact\/|obs:)/.test(thing.id)
    ? evidence(thing.sources, thing.passages, words.codes)
    : h('p', { class: 'sourceline' }, sources(thing.sources, thing.passages))
}

/** The address of the document of a passage, its tier and the date it was read. */
function documentOf(id: string, whole: Whole, words: Vocabulary): (Node | string)[] {
  const url = whole.url ?? ''
  const said = [
    whole.tier && (words.codes.tier[whole.tier] ?? whole.tier),
    whole.read && t('readOn', { date: dateText(whole.read) }),
  ].filter(Boolean)
  return [
    ...(/^https?:/.test(url)
      ? [' ', h('a', { href: documentAddress(url, id), rel: 'noreferrer' }, t('openSource'))]
      : []),
    h('span', { class: 'hush' }, said.length ? ` · ${said.join(', ')}` : ''),
  ]
}

function description(thing: Entity): HTMLElement | null {
  const found = thing.about.find((row) => row.name === 'description')
  return found ? h('p', { class: 'lead' }, english(found.values[0]?.label ?? '')) : null
}

/** Large amounts with separators, terms of loans with their unit. */
function readable(name: string, value: string): string {
  if (name === 'interest' || name === 'share') return `${number(Number(value))} %`
  if (name === 'maturity' || name === 'grace') return t('nYears', { n: Number(value) })
  return separated(name, value)
}
const separated = (name: string, value: string): string =>
  ['amount', 'countedAmount', 'units'].includes(name) && /^\d+(\.\d+)?$/.test(value)
    ? number(Number(value))
    : value

/** Properties of a fact or statistic that stand below its heading. */
const SHOWN = [
  'status',
  'likelihood',
  'basis',
  'scope',
  'condition',
  'claimant',
  'sameClaim',
  'event',
  'countedIn',
  'note',
  'flag',
]

/** Properties of sources whose text is there in English alone. */
const ENGLISH = ['coverage', 'rights', 'searched', 'missing']
/** Properties whose values are ids. */
const IDS = ['section', 'locator', 'fragment', 'identifier']

/** Properties that the amount of a statement says with it. */
const WITH_AMOUNT = ['currency', 'precision']
/** Dates that the words of the source replace, where it gives a time in words. */
const BOUNDS = ['date', 'start', 'end']

function properties(thing: Entity, words: Vocabulary): HTMLElement | null {
  const said = (name: string): string | undefined =>
    thing.about.find((row) => row.name === name)?.values[0]?.label
  const rows = thing.about.filter(
    (row) =>
      row.name !== 'description' &&
      !(row.name in thing.qualifiers && SHOWN.includes(row.name)) &&
      !(WITH_AMOUNT.includes(row.name) && said('amount')) &&
      !(BOUNDS.includes(row.name) && thing.qualifiers.when),
  )
  const money = (value: string): string => `${said('currency') ?? ''} ${readable('amount', value)}`.trim()
  const amount = (value: string): string => precisely(thing.qualifiers, money(value), words.codes)
  if (!rows.length) return null
  return h(
    'section',
    { class: 'panel' },
    h(
      'dl',
      null,
      rows.flatMap((row) => [
        h('dt', null, capital(told(PROPERTIES[row.name], row.label))),
        ...row.values.map((value) =>
          h(
            'dd',
            null,
            value.id
              ? thingLink(value.id, value.label)
              : row.name === 'amount'
                ? amount(value.label)
                : row.name === 'countedAmount'
                  ? money(value.label)
                  : ENGLISH.includes(row.name)
                    ? english(value.label)
                    : IDS.includes(row.name)
                      ? h('code', null, value.label)
                      : readableDate(row.name, readable(row.name, value.label)),
          ),
        ),
      ]),
    ),
  )
}

function facts(thing: Entity, words: Vocabulary): HTMLElement | null {
  if (!thing.facts.length) return null
  const list = h('div', { class: 'facts' })
  const more = leftOut(thing, 'facts', words)
  const select = h(
    'select',
    { 'aria-label': t('allKinds'), onchange: () => void complete(thing).then(draw) },
    h('option', { value: '' }, `${t('allKinds')} (${number(thing.counts.facts)})`),
    thing.kinds.map(({ kind, label, count }) =>
      h('option', { value: kind }, `${capital(label)} (${number(count)})`),
    ),
  )
  const draw = (): void => {
    if (thing.facts.length === thing.counts.facts) more?.remove()
    const shown = thing.facts.filter((fact) => !select.value || fact.kind === select.value)
    // what an entity is classified as is no event: it stands apart unless it is all there is
    const apart = shown.some((fact) => fact.kind !== SORTED)
      ? shown.filter((fact) => fact.kind === SORTED)
      : []
    const events = shown.filter((fact) => !apart.includes(fact))
    put(list, cutYears(years(folded(events), words), thing, words), classified(apart, thing, words))
  }
  draw()
  return h(
    'section',
    { class: 'panel' },
    h('div', { class: 'headline' }, h('h2', null, t('facts')), thing.kinds.length > 1 ? select : null),
    counted(thing),
    more ?? amountList(thing.facts, words.codes),
    list,
  )
}

/** What the map and the comparison count for a country: more than the facts that name it. */
function counted({ id, label, events }: Entity): HTMLElement | null {
  if (!events) return null
  return h(
    'p',
    { class: 'hush' },
    t('eventsConcern', { n: events, name: label }),
    ' ',
    h('a', { href: `/map?country=${id}` }, t('onMap')),
    ' · ',
    h('a', { href: `/compare?a=${id}` }, t('inComparison')),
    '. ',
    t('factsOfItself', { name: label }),
  )
}

/** The class of facts that only say what an entity is. */
const SORTED = 'Classification'

function classified(facts: Fact[], thing: Entity, words: Vocabulary): HTMLElement | null {
  const [first] = facts
  if (!first) return null
  const list = facts.map((fact) => statement(fact, thing, words))
  const title = `${capital(first.kindLabel)} (${number(facts.length)})`
  return h('details', { class: 'year' }, h('summary', null, title), h('ul', { class: 'statements' }, list))
}

/** As many years as hold the first facts, and a button for the others. */
function cutYears(groups: [string, Fact[]][], thing: Entity, words: Vocabulary): Node[] {
  let before = 0
  let shown = 0
  for (const [, group] of groups) {
    if (before < FIRST) shown += 1
    before += group.length
  }
  return cut(h('div', null), groups, shown, ([year, group]) => yearGroup(year, group, thing, words))
}

/** Facts by year; what has a span or a vague time stands under it, the undated last. */
function years(facts: Fact[], words: Vocabulary): [string, Fact[]][] {
  const groups = new Map<string, Fact[]>()
  for (const fact of facts) {
    const day = fact.date ?? fact.start ?? ''
    const time = fact.approximate || !day ? timeText(fact, words.codes) : day.slice(0, 4)
    groups.set(time, [...(groups.get(time) ?? []), fact])
  }
  const undated = groups.get('')
  groups.delete('')
  return undated ? [...groups, ['', undated]] : [...groups]
}

/** Statements of one kind in a section of their own. */
function section(
  list: 'findings' | 'related',
  hint: string,
  thing: Entity,
  words: Vocabulary,
): HTMLElement | null {
  if (!thing[list].length) return null
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t(list)),
    h('p', { class: 'hush' }, hint),
    leftOut(thing, list, words),
    cut(h('ul', { class: 'statements' }), thing[list], FIRST, (fact) => statement(fact, thing, words)),
  )
}

function yearGroup(year: string, group: Fact[], thing: Entity, words: Vocabulary): HTMLElement {
  return h(
    'div',
    { class: 'year' },
    h('h3', null, year || `${t('undated')} (${number(group.length)})`),
    h(
      'ul',
      { class: 'statements' },
      group.map((fact) => statement(fact, thing, words)),
    ),
  )
}

function figures(thing: Entity, words: Vocabulary): HTMLElement | null {
  if (!thing.figures.length) return null
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('figures')),
    leftOut(thing, 'figures', words),
    figureTable(thing.figures, thing.passages, words.codes),
  )
}

function inward(thing: Entity, words: Vocabulary): HTMLElement | null {
  if (!thing.inward.length) return null
  const list = cut(h('ul', { class: 'statements short' }), thing.inward, FIRST, (row) =>
    h(
      'li',
      null,
      thingLink(row.id, row.words),
      ' ',
      h('span', { class: 'hush' }, row.role),
      ' ',
      sources(row.sources, thing.passages),
    ),
  )
  return h('section', { class: 'panel' }, h('h2', null, t('inward')), leftOut(thing, 'inward', words), list)
}

/** The entities that share the most facts with it; plans do not count, nor one claim twice. */
function partners(thing: Entity, words: Vocabulary): HTMLElement | null {
  if (!thing.partners.length || words.kinds[thing.kind] === undefined) return null
  const items = thing.partners.map(({ id, label, count }) =>
    h('li', null, thingLink(id, label), h('span', { class: 'count' }, number(count))),
  )
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('partners')),
    h('p', { class: 'hush' }, t('partnersHint')),
    h('ol', { class: 'ranked' }, items),
  )
}

type List = keyof Entity['counts']

/** Says that a list has more rows than the page was given, and loads them; null if it has them all. */
function leftOut(thing: Entity, list: List, words: Vocabulary): HTMLElement | null {
  const [shown, all] = [thing[list].length, thing.counts[list]]
  if (shown >= all) return null
  const button = h('button', { type: 'button', onclick: () => void load() }, t('loadAll'))
  const note = h('p', { class: 'hush' }, t('firstOf', { n: shown, m: all }), ' ', button)
  const load = async (): Promise<void> => {
    button.setAttribute('disabled', '')
    try {
      await complete(thing)
      page(document.getElementById('main') as HTMLElement, thing, words)
    } catch (error) {
      note.replaceWith(failure(error, () => void load()))
    }
  }
  return note
}
