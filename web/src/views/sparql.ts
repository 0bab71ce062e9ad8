/** SPARQL: queries in tabs, the editor, the library, the history, the answer. */

import { placed, STATIC } from '../core/address'
import { check, queries, sparql, vocabulary } from '../core/api'
import { h, put } from '../core/dom'
import { save } from '../core/download'
import { copy, failure, queryText } from '../core/format'
import { number, pick, remember, remembered, t } from '../core/i18n'
import { onLeaving, type View } from '../core/router'
import { formatted } from '../core/sparql_text'
import type { QueryFinding, Rows, Vocabulary } from '../core/types'
import { resultView } from '../results/view'
import { type Editor, editor, said } from '../widgets/editor'
import { running } from '../widgets/running'
import { QueryTabs } from './query_tabs'

const FIRST = `SELECT ?firm ?firmLabel (COUNT(?fact) AS ?statements) WHERE {
  ?firm a jlac:Firm ; rdfs:label ?firmLabel .
  ?fact a jlac:Fact ; ?role ?firm .
  ?role rdfs:subPropertyOf jlac:role .
  FILTER (LANG(?firmLabel) = "en")
}
GROUP BY ?firm ?firmLabel
ORDER BY DESC(?statements)
LIMIT 20`
const KEPT = 40

export async function sparqlView(main: HTMLElement): Promise<View> {
  const words = await vocabulary()
  const given = new URLSearchParams(location.hash.slice(1)).get('query')
  const desk = new Desk(main, words, given)
  await desk.open()
  if (given) void desk.run(false)
  return { title: t('sparqlTitle'), close: () => desk.close() }
}

class Desk {
  private readonly answer = h('div', { class: 'answer' })
  private readonly past = h('details', { class: 'behind history' })
  private readonly tabs: QueryTabs
  private made: Editor | undefined
  private asking: AbortController | undefined

  constructor(
    private readonly main: HTMLElement,
    private readonly words: Vocabulary,
    given: string | null,
  ) {
    this.tabs = new QueryTabs(given, FIRST, (text) => this.made?.set(text))
  }

  async open(): Promise<void> {
    const holder = h('div', { class: 'editor' })
    const address = location.origin + placed('/sparql')
    put(
      this.main,
      h('h1', null, t('sparqlTitle')),
      h(
        'p',
        { class: 'lead' },
        STATIC ? t('sparqlLocal') : t('sparqlLead', { address }),
        ' ',
        t('prefixesKnown'),
      ),
      await examples((text) => {
        this.made?.set(text)
        void this.run(false)
      }),
      this.tabs.element,
      holder,
      this.buttons(),
      this.past,
      this.answer,
    )
    this.made = editor(holder, this.tabs.text(), this.words, () => void this.run(true))
    const keeping = setInterval(() => this.tabs.keep(this.text()), 1000)
    onLeaving(() => clearInterval(keeping))
    this.tabs.current = () => this.text()
    this.drawHistory()
  }

  close(): void {
    this.tabs.keep(this.text())
    this.asking?.abort()
    this.made?.close()
  }

  private text(): string {
    return this.made?.text() ?? this.tabs.text()
  }

  private buttons(): HTMLElement {
    const share = h(
      'button',
      {
        type: 'button',
        onclick: () =>
          void copy(`${location.origin}${placed('/sparql')}#query=${encodeURIComponent(this.text())}`, share),
      },
      t('copyLink'),
    )
    return h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', class: 'main', onclick: () => void this.run(true) }, t('run')),
      h(
        'button',
        { type: 'button', onclick: () => this.made?.set(formatted(this.text())) },
        t('formatQuery'),
      ),
      share,
    )
  }

  /** Run the query; if it is checked, unknown terms are told before. */
  async run(checked: boolean): Promise<void> {
    this.asking?.abort()
    this.asking = new AbortController()
    const mine = this.asking
    const text = this.text()
    const marks = new URLSearchParams(location.hash.slice(1))
    marks.set('query', text)
    history.replaceState(history.state, '', `${placed('/sparql')}#${marks}`)
    const done = running(this.answer, mine, {
      running: (n) => t('runningFor', { n }),
      stopped: t('stoppedQuery'),
    })
    const unknown = checked ? await unknownTerms(text) : []
    if (mine.signal.aborted) return
    if (unknown.length) {
      done()
      return put(this.answer, this.warning(unknown))
    }
    const begun = performance.now()
    try {
      const found = await sparql(text, mine.signal)
      this.remember(text)
      show(this.answer, found, this.words, performance.now() - begun)
    } catch (error) {
      if (!mine.signal.aborted) put(this.answer, failure(error))
    } finally {
      done()
    }
  }

  private warning(unknown: QueryFinding[]): HTMLElement {
    return h(
      'div',
      { class: 'failure', role: 'alert' },
      h('p', null, t('unknownBefore')),
      h(
        'ul',
        null,
        unknown.map((one) => h('li', null, said(one), one.near ? [' ', this.replacing(one)] : null)),
      ),
      h('button', { type: 'button', onclick: () => void this.run(false) }, t('runAnyway')),
    )
  }

  private replacing({ term = '', near = '' }: QueryFinding): HTMLElement {
    const act = (): void => {
      const inside = new RegExp(`(?<![\\w:/-])${term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w/-])`, 'g')
      this.made?.set(this.text().replace(inside, () => near))
      void this.run(true)
    }
    return h('button', { type: 'button', onclick: act }, t('replaceBy', { near }))
  }

  private remember(text: string): void {
    const known = past().filter((old) => old !== text)
    remember('queries', JSON.stringify([text, ...known].slice(0, KEPT)))
    this.drawHistory()
  }

  private drawHistory(): void {
    const all = past()
    const clear = (): void => {
      remember('queries', '[]')
      this.drawHistory()
    }
    const item = (text: string): HTMLElement =>
      h(
        'li',
        null,
        h('button', { type: 'button', class: 'link', onclick: () => this.made?.set(text) }, oneLine(text)),
      )
    put(
      this.past,
      h('summary', null, `${t('historyTab')} (${number(all.length)})`),
      all.length ? h('ol', { class: 'plain' }, all.map(item)) : h('p', { class: 'hush' }, t('noHistory')),
      all.length ? h('button', { type: 'button', onclick: clear }, t('clearHistory')) : null,
    )
  }
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 140)

function past(): string[] {
  try {
    const found: unknown = JSON.parse(remembered('queries') ?? '[]')
    return Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string') : []
  } catch {
    return []
  }
}

/** Terms of a query that the graph lacks; none if the query is invalid, which running it tells. */
async function unknownTerms(text: string): Promise<QueryFinding[]> {
  const found = await check(text).catch((): QueryFinding[] => [])
  return found.filter((one) => one.severity === 'warning')
}

function show(answer: HTMLElement, found: Rows | string, words: Vocabulary, took: number): void {
  const time = h('p', { class: 'hush' }, t('took', { n: number(Math.round(took)) }))
  if (typeof found === 'string') {
    const take = h(
      'button',
      { type: 'button', onclick: () => save('answer.ttl', new Blob([found], { type: 'text/turtle' })) },
      'Turtle',
    )
    put(
      answer,
      time,
      h('div', { class: 'headline' }, h('h2', null, t('triples')), take),
      h('pre', { tabindex: '0' }, found.slice(0, 100_000)),
    )
  } else put(answer, time, resultView(found, { ...words, name: 'answer' }))
}

/** The queries of the library that run as they are, grouped by topic. */
async function examples(choose: (text: string) => void): Promise<HTMLElement> {
  const [library, { topics }] = await Promise.all([queries(), vocabulary()])
  const needs = (one: (typeof library)[number]): boolean =>
    one.parameters.some((parameter) => parameter.required)
  const usable = library.filter((one) => !needs(one) && !/[?$]_[a-z]/.test(queryText(one.query)))
  const groups = [...Object.entries(topics), ['', t('otherTopic')] as const].map(
    ([name, title]) =>
      [title, usable.filter((one) => (name ? one.topic === name : !(one.topic in topics)))] as const,
  )
  const text = (name: string): string => queryText(usable.find((one) => one.name === name)?.query ?? '')
  const select = h(
    'select',
    { onchange: () => select.value && choose(text(select.value)) },
    h('option', { value: '' }, '—'),
    groups
      .filter(([, group]) => group.length)
      .map(([title, group]) =>
        h(
          'optgroup',
          { label: title },
          group.map((one) => h('option', { value: one.name }, pick(one.summary))),
        ),
      ),
  )
  return h(
    'p',
    { class: 'library' },
    h('label', { class: 'field' }, t('library'), select),
    h('a', { href: '/queries' }, t('queriesTitle')),
  )
}
