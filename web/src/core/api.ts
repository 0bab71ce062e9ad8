/** Requests to the service; each fails with the service's own message. */

import { placed } from './address'
import { ServiceError } from './failures'
import { currentLang, type Lang, t } from './i18n'
import type { Fault, paths, Query, Rows } from './types'

export type Values = Record<string, string | number | boolean | string[] | undefined>

/** The answer of an address, and the values that it takes, from the service's OpenAPI document. */
type Answer<Asked> = Asked extends {
  responses: { 200: { content: { 'application/json': infer Found } } }
}
  ? Found
  : never
/** What the address of the page chooses for all requests (see `placed`), and so no request by itself. */
type Kept = 'lang' | 'only-source' | 'without-source'
type Got = { [P in keyof paths]: paths[P] extends { get: infer Asked } ? Answer<Asked> : never }
type Posted = { [P in keyof paths]: paths[P] extends { post: infer Asked } ? Answer<Asked> : never }
type Given<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Taken } } }
  ? { [Name in keyof Omit<Taken, Kept>]: Omit<Taken, Kept>[Name] | undefined }
  : never
type Body<P extends keyof paths> = paths[P] extends {
  post: { requestBody: { content: { 'application/json': infer Taken } } }
}
  ? Omit<Taken, 'lang'>
  : never

/** An address with its values; empty ones are omitted. */
export function address(path: string, values: Values = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item))
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response
  const text = await response.text()
  let message = text.trim()
  try {
    message = (JSON.parse(text) as Fault).error
  } catch {
    // the SPARQL endpoint answers in plain text
  }
  throw new ServiceError(response.status, message || response.statusText)
}

/** What answers in the page where there is no service. */
export interface Local {
  answer(path: string, values: Values, lang: Lang, signal?: AbortSignal): Promise<unknown>
  sparql(text: string, signal: AbortSignal): Promise<Rows | string>
}
let local: (() => Promise<Local>) | undefined

/** Have every request answered in the page. */
export function answerLocally(load: () => Promise<Local>): void {
  local = load
}

async function fetched<T>(path: string, values: Values = {}, signal?: AbortSignal): Promise<T> {
  if (local) return (await local()).answer(path, values, currentLang(), signal) as Promise<T>
  const options: RequestInit = { headers: { Accept: 'application/json' } }
  if (signal) options.signal = signal
  const response = await patient(() =>
    fetch(placed(address(path, { ...values, lang: currentLang() })), options),
  )
  return (await checked(response)).json() as Promise<T>
}

/** Ask again, and say so, while the service reads the graph, or that of the chosen sources, for the first time. */
async function patient(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await ask()
    const warming = response.status === 503 && response.headers.get('Retry-After') === '2'
    document.documentElement.classList.toggle('warming', warming)
    if (!warming) return response
    await new Promise((done) => setTimeout(done, 2000))
  }
}

const get = <P extends keyof paths>(path: P, values: Given<P>, signal?: AbortSignal): Promise<Got[P]> =>
  fetched(path, values as Values, signal)

const sent = async (path: keyof paths, body: object): Promise<Response> =>
  checked(
    await patient(() =>
      fetch(placed(path), {
        method: 'POST',
        body: JSON.stringify({ ...body, lang: currentLang() }),
        headers: { 'Content-Type': 'application/json' },
      }),
    ),
  )

const post = async <P extends keyof paths>(path: P, body: Body<P>): Promise<Posted[P]> =>
  local
    ? ((await local()).answer(path, body as Values, currentLang()) as Promise<Posted[P]>)
    : ((await sent(path, body)).json() as Promise<Posted[P]>)

const kept = new Map<string, Promise<unknown>>()
/** Request an address once per language. */
function once<P extends keyof paths>(path: P): Promise<Got[P]> {
  const key = `${currentLang()} ${path}`
  let found = kept.get(key) as Promise<Got[P]> | undefined
  if (!found) {
    found = fetched<Got[P]>(path)
    found.catch(() => kept.delete(key))
    kept.set(key, found)
  }
  return found
}

const escaped = (id: string): string => id.split('/').map(encodeURIComponent).join('/')

export const front = () => once('/api/front')
export const find = (values: Given<'/api/find'>, signal?: AbortSignal) => get('/api/find', values, signal)
export const story = (name: string) => fetched<Got['/api/story/{name}']>(`/api/story/${escaped(name)}`)
export const vocabulary = () => once('/api/vocabulary')
export const activity = () => once('/api/activity')
export const coverage = () => once('/api/coverage')

export const search = (q: string, signal?: AbortSignal) => get('/api/search', { q }, signal)
/** The profile of an entity; of long lists the first rows, unless it is to be `whole`. */
export const entity = (id: string, whole = false) =>
  fetched<Got['/api/thing/{id}']>(`/api/thing/${escaped(id)}`, whole ? { limit: 0 } : {})
export const projection = (name: string) => get('/api/projection', { name })
export const trace = (values: Given<'/api/trace'>) => get('/api/trace', values)
export const graph = (wanted: Body<'/api/graph'>) => post('/api/graph', wanted)
export const labels = (ids: string[]) => post('/api/labels', { ids })
export const check = (text: string) => post('/api/check', { query: text })
export async function exported(body: Body<'/api/export'>): Promise<Blob> {
  if (local) throw new ServiceError(404, t('needsService'))
  return (await sent('/api/export', body)).blob()
}

/** The collections of the whole service, whatever sources the page shows. */
export const allCollections = () => fetched<Rows>('/api/queries/collections', { 'only-source': ',' })

let library: Promise<Query[]> | undefined
export const queries = (): Promise<Query[]> => (library ??= fetched<Got['/api/queries']>('/api/queries'))
export const query = (name: string) => fetched<Query>(`/api/queries/${escaped(name)}/about`)
export const runQuery = (name: string, values: Values, signal?: AbortSignal) =>
  fetched<Rows>(`/api/queries/${escaped(name)}`, values, signal)

/** Run SPARQL; rows as JSON, triples as Turtle. */
export async function sparql(text: string, signal: AbortSignal): Promise<Rows | string> {
  if (local) return (await local()).sparql(text, signal)
  const response = await checked(
    await patient(() =>
      fetch(placed('/sparql'), {
        method: 'POST',
        body: text,
        signal,
        headers: {
          'Content-Type': 'application/sparql-query',
          Accept: 'application/sparql-results+json, text/turtle;q=0.9',
        },
      }),
    ),
  )
  const media = response.headers.get('Content-Type') ?? ''
  return media.includes('json') ? ((await response.json()) as Rows) : response.text()
}
