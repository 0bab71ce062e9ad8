/** The query library: a form for each question, its answer, and how to run it in a program. */

import { placed, STATIC } from '../core/address'
import { address, labels, queries, query, runQuery, vocabulary } from '../core/api'
import { h, newId, put } from '../core/dom'
import { copy, failure, queryText } from '../core/format'
import { capital, currentLang, pick, t } from '../core/i18n'
import { go, keep, type View } from '../core/router'
import type { Parameter, Query, Vocabulary } from '../core/types'
import { resultView } from '../results/view'
import { combobox } from '../widgets/combobox'
import { running } from '../widgets/running'

/** Up to this many entities are offered as a list; more are searched by name. */
const LISTED = 80

export async function queriesView(main: HTMLElement, path: string, given: URLSearchParams): Promise<View> {
  const name = path.split('/')[2]
  try {
    if (!name) return await index(main)
    const [asked, words] = await Promise.all([query(name), vocabulary()])
    return new QueryView(main, asked, words, given).open()
  } catch (error) {
    put(main, h('h1', null, t('queriesTitle')), failure(error))
    return { title: t('queriesTitle') }
  }
}

async function index(main: HTMLElement): Promise<View> {
  const [library, { topics }] = await Promise.all([queries(), vocabulary()])
  const known = Object.entries(topics)
  const others = library.filter((one) => !(one.topic in topics))
  const groups: [string, string, Query[]][] = [
    ...known.map(([name, title]): [string, string, Query[]] => [
      name,
      title,
      library.filter((one) => one.topic === name),
    ]),
    ['other', t('otherTopic'), others],
  ]
  const shown = groups.filter(([, , group]) => group.length)
  const sections = shown.map(([name, title, group]) => topic(name, title, group))
  const chips = shown.map(([name, title]) => h('li', null, h('a', { href: `#${name}` }, title)))
  put(
    main,
    h('h1', null, t('queriesTitle')),
    h('p', { class: 'lead' }, t('queriesLead')),
    finder(sections, library.length),
    h('ul', { class: 'chips topics' }, chips),
    sections.map((one) => one.element),
  )
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView()
  return { title: t('queriesTitle') }
}

interface Topic {
  element: HTMLElement
  /** Show the questions with all the words; how many there are. */
  narrow: (words: string[]) => number
}

function topic(name: string, title: string, group: Query[]): Topic {
  const cards = group.map((one) => ({
    card: questionCard(one),
    text: folded(`${title} ${one.name} ${pick(one.summary)} ${pick(one.description)}`),
  }))
  const list = h(
    'ul',
    { class: 'cards' },
    cards.map(({ card }) => card),
  )
  const element = h('section', { id: name, class: 'topic' }, h('h2', null, title), list)
  const narrow = (words: string[]): number => {
    let left = 0
    for (const { card, text } of cards) {
      card.hidden = !words.every((word) => text.includes(word))
      if (!card.hidden) left += 1
    }
    element.hidden = !left
    return left
  }
  return { element, narrow }
}

/** Letters without case, width and accents. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()

/** A field that leaves the questions with all of its words, in any order. */
function finder(topics: Topic[], all: number): HTMLElement {
  const status = h('span', { class: 'hush', role: 'status' }, t('nQueries', { n: all }))
  const field = h('input', {
    type: 'search',
    'aria-label': t('filterQueries'),
    placeholder: t('filterQueries'),
    oninput: () => {
      const words = folded(field.value).split(/\s+/).filter(Boolean)
      const left = topics.reduce((sum, one) => sum + one.narrow(words), 0)
      status.textContent = left ? t('nQueries', { n: left }) : t('noQueries')
    },
  })
  return h('p', { class: 'finder' }, field, ' ', status)
}

/** A question of the library as a card with a link to its form. */
export const questionCard = (one: Query): HTMLElement =>
  h(
    'li',
    null,
    h(
      'a',
      { href: `/queries/${one.name}` },
      h('strong', null, pick(one.summary)),
      h('span', null, pick(one.description)),
    ),
  )

/** The title of a parameter: the start of its description. */
const titleOf = (parameter: Parameter): string =>
  capital(
    pick(parameter.about)
      .split(/[:：（(]/)[0]
      ?.trim() || parameter.name.replaceAll('_', ' '),
  )

/** A query with a value in place of a variable. A variable that is also a column is bound with VALUES instead. */
function bound(text: string, variable: RegExp, value: string): string {
  const open = text.indexOf('{') + 1
  const column = text.slice(0, open).match(variable)?.[0]
  if (!column) return text.replace(variable, () => value)
  return `${text.slice(0, open)}\n  VALUES ${column} { ${value} }${text.slice(open)}`
}

class QueryView {
  private readonly values: Record<string, string> = {}
  private readonly answer = h('div', { class: 'answer' })
  private readonly elsewhere = h('div', { class: 'snippets' })
  private asking: AbortController | undefined

  constructor(
    private readonly main: HTMLElement,
    private readonly asked: Query,
    private readonly words: Vocabulary,
    given: URLSearchParams,
  ) {
    for (const parameter of asked.parameters) {
      const value =
        given.get(parameter.name) ?? parameter.default ?? asked.examples[0]?.[parameter.name] ?? ''
      this.values[parameter.name] = this.short(value)
    }
  }

  /** The short name of an entity in place of its IRI. */
  private short(value: string): string {
    return value.replace(`${this.words.base}id/`, '').replace(`${this.words.base}code/`, 'code:')
  }

  open(): View {
    const { asked } = this
    const form = h(
      'form',
      {
        class: 'queryform',
        onsubmit: (event: Event) => {
          event.preventDefault()
          void this.run()
        },
      },
      asked.parameters.map((parameter) => this.field(parameter)),
      h('button', { type: 'submit', class: 'main' }, t('ask')),
    )
    const text = queryText(asked.query)
    const copied = h('button', { type: 'button', onclick: () => void copy(text, copied) }, t('copy'))
    put(
      this.main,
      h('p', null, h('a', { href: '/queries' }, t('queriesTitle'))),
      h('h1', null, pick(asked.summary)),
      h('p', { class: 'lead' }, pick(asked.description)),
      form,
      this.answer,
      h(
        'details',
        { class: 'behind' },
        h('summary', null, t('behind')),
        h(
          'div',
          { class: 'buttons' },
          h('button', { type: 'button', onclick: () => this.edit() }, t('toEditor')),
          copied,
        ),
        h('pre', { tabindex: '0' }, text),
      ),
      h('details', { class: 'behind' }, h('summary', null, t('useIt')), this.elsewhere),
    )
    void this.run()
    return { title: pick(asked.summary), close: () => this.asking?.abort() }
  }

  private field(parameter: Parameter): HTMLElement {
    const about = pick(parameter.about)
    const needed = parameter.required || parameter.default !== null ? '' : ` (${t('optional')})`
    const set = (value: string): void => void (this.values[parameter.name] = value)
    if (parameter.legal.length && parameter.legal.length < 40 && parameter.kind !== 'iri') {
      const select = h(
        'select',
        { name: parameter.name, onchange: () => set(select.value) },
        parameter.required ? null : h('option', { value: '' }, ''),
        parameter.legal.map((value) =>
          h('option', { value, selected: value === this.values[parameter.name] }, value),
        ),
      )
      this.set(select, this.values[parameter.name])
      return h('label', { class: 'field', title: about }, titleOf(parameter) + needed, select)
    }
    if (parameter.kind === 'iri') return this.thingField(parameter, needed, about)
    const listId = newId('values')
    const list = h('datalist', { id: listId })
    const input = h('input', {
      type: parameter.kind === 'integer' || parameter.kind === 'number' ? 'number' : 'text',
      list: listId,
      name: parameter.name,
      value: this.values[parameter.name] ?? '',
      required: parameter.required,
      autocomplete: 'off',
      // an empty field is told by it where the page is printed
      placeholder: ' ',
      oninput: () => set(input.value),
    })
    put(
      list,
      parameter.legal.slice(0, 300).map((value) => h('option', { value })),
    )
    return h('label', { class: 'field', title: about }, titleOf(parameter) + needed, input, list)
  }

  /** The field for an entity: a list if it is short, otherwise a search. */
  private thingField(parameter: Parameter, needed: string, about: string): HTMLElement {
    const title = titleOf(parameter) + needed
    const legal = parameter.legal.map((value) => this.short(value))
    if (legal.length && legal.length <= LISTED) {
      const select = h('select', {
        name: parameter.name,
        onchange: () => void (this.values[parameter.name] = select.value),
      })
      void this.fillThings(select, legal, parameter)
      return h('label', { class: 'field', title: about }, title, select)
    }
    const allowed = new Set(legal)
    const find = combobox({
      label: title,
      visibleLabel: true,
      only: (thing) => !allowed.size || allowed.has(thing.id),
      choose: (thing) => void (this.values[parameter.name] = thing.id),
    })
    find.element.classList.add('field')
    find.input.name = parameter.name
    const value = this.values[parameter.name]
    if (value) void labels([value]).then((found) => (find.input.value = found[value] ?? value))
    return find.element
  }

  private async fillThings(select: HTMLSelectElement, legal: string[], parameter: Parameter): Promise<void> {
    const found = await labels(legal)
    const sorted = [...legal].sort((a, b) => (found[a] ?? a).localeCompare(found[b] ?? b, currentLang()))
    const none = parameter.required || parameter.default !== null ? null : h('option', { value: '' }, '')
    put(
      select,
      none,
      sorted.map((value) =>
        h('option', { value, selected: value === this.values[parameter.name] }, found[value] ?? value),
      ),
    )
    this.set(select, this.meant(parameter.name, found))
  }

  /** The entity that a value names: by its id, by the end of its id, or by its label. */
  private meant(name: string, found: Record<string, string>): string | undefined {
    const value = this.values[name]
    if (!value || value in found) return value
    const said = folded(value)
    const ids = Object.keys(found)
    return (
      ids.find((id) => folded(id.split('/').at(-1) ?? '') === said) ??
      ids.find((id) => folded(found[id] ?? '') === said) ??
      value
    )
  }

  /** Show a value in a list; one that the list does not have is added, so that the form shows what was asked. */
  private set(select: HTMLSelectElement, value: string | undefined): void {
    if (!value) return
    if (![...select.options].some((option) => option.value === value))
      select.prepend(h('option', { value }, value))
    select.value = value
  }

  /** The question with the values asked for: a picture of the answer must say whose it is. */
  private async titled(): Promise<string> {
    const given = this.asked.parameters
      .map(({ name, kind }) => ({ value: this.values[name] ?? '', kind }))
      .filter(({ value }) => value !== '')
    const things = given.filter(({ kind }) => kind === 'iri').map(({ value }) => value)
    const known = things.length ? await labels(things).catch(() => ({}) as Record<string, string>) : {}
    const said = given.map(({ value }) => known[value] ?? value)
    return [pick(this.asked.summary), said.join(', ')].filter(Boolean).join(': ')
  }

  private given(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.values).filter(([, value]) => value !== ''))
  }

  private async run(): Promise<void> {
    this.asking?.abort()
    this.asking = new AbortController()
    const { signal } = this.asking
    keep(new URLSearchParams(this.given()))
    this.snippets()
    const done = running(this.answer, this.asking, {
      running: (n) => t('stillRunning', { n }),
      stopped: t('queryStopped'),
    })
    try {
      const [found, title] = await Promise.all([
        runQuery(this.asked.name, this.given(), signal),
        this.titled(),
      ])
      // a citation of the page takes its title from here
      document.title = `${title} – jlac-graph`
      const columns = Object.fromEntries(
        Object.entries(this.asked.columns).map(([name, texts]) => [name, pick(texts)]),
      )
      put(
        this.answer,
        resultView(found, {
          base: this.words.base,
          bases: this.words.bases,
          prefixes: this.words.prefixes,
          codes: this.words.codes,
          countries: this.words.countries,
          plans: this.words.plans,
          columns,
          name: this.asked.name,
          title,
        }),
      )
    } catch (error) {
      if (!signal.aborted)
        put(
          this.answer,
          failure(error, () => void this.run()),
        )
    } finally {
      done()
    }
  }

  /** The query with the values of the form in place of its parameters, in the editor. */
  private edit(): void {
    let text = queryText(this.asked.query)
    for (const parameter of this.asked.parameters) {
      const pattern = new RegExp(
        `\\?__?${parameter.name}(_(iri|literal|integer|number|decimal|date|year|\\w\\w))?\\b`,
        'g',
      )
      const value = this.values[parameter.name] ?? ''
      if (value) text = bound(text, pattern, this.written(parameter, value))
    }
    go(`/sparql#query=${encodeURIComponent(text)}`)
  }

  private written(parameter: Parameter, value: string): string {
    if (parameter.kind === 'iri') {
      const iri = value.startsWith('http')
        ? value
        : this.words.base + (value.includes(':') ? value.replace('code:', 'code/') : `id/${value}`)
      return `<${iri.replace(/[<>"{}|^`\\\s]/g, '')}>`
    }
    return parameter.kind === 'integer' || parameter.kind === 'number'
      ? String(Number(value))
      : JSON.stringify(value)
  }

  private snippets(): void {
    const url =
      location.origin +
      placed(address(`/api/queries/${this.asked.name}`, { ...this.given(), lang: currentLang() }))
    const pairs = Object.entries(this.given())
    const values = pairs
      .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(', ')
    const texts = {
      curl: `curl -H 'Accept: text/csv' '${url.replaceAll("'", '%27')}'`,
      Python: `import jlac_graph as jlac\n\nkg = jlac.load()\nrows = kg.query(${JSON.stringify(this.asked.name)}, {${values}})\nfor row in rows.to_dicts():\n    print(row)`,
      R: `rows <- read.csv(pipe("curl -s -H 'Accept: text/csv' '${url.replaceAll("'", '%27')}'"))`,
    }
    put(
      this.elsewhere,
      Object.entries(STATIC ? { Python: texts.Python } : texts).map(([name, text]) => {
        const button = h('button', { type: 'button', onclick: () => void copy(text, button) }, t('copy'))
        return h(
          'div',
          null,
          h('div', { class: 'headline' }, h('h3', null, name), button),
          h('pre', { tabindex: '0' }, text),
        )
      }),
    )
  }
}
