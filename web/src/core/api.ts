/** Questions to the service; each fails with the service's own message. */

import { currentLang } from './i18n'
import type {
  Activity,
  Coverage,
  Drawn,
  Entity,
  Projected,
  Query,
  Rows,
  Suggestion,
  Traced,
  Vocabulary,
} from './types'

export class ServiceError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

type Values = Record<string, string | number | boolean | string[] | undefined>

/** The address of a question with its values, the language included. */
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
    message = (JSON.parse(text) as { error: string }).error
  } catch {
    // the endpoint answers in plain text
  }
  throw new ServiceError(response.status, message || response.statusText)
}

async function ask<T>(path: string, values: Values = {}, signal?: AbortSignal): Promise<T> {
  const options: RequestInit = { headers: { Accept: 'application/json' } }
  if (signal) options.signal = signal
  const response = await fetch(address(path, { ...values, lang: currentLang() }), options)
  return (await checked(response)).json() as Promise<T>
}

async function post(path: string, body: object): Promise<Response> {
  const sent = JSON.stringify({ ...body, lang: currentLang() })
  return checked(
    await fetch(path, { method: 'POST', body: sent, headers: { 'Content-Type': 'application/json' } }),
  )
}

const kept = new Map<string, Promise<unknown>>()
function once<T>(path: string): Promise<T> {
  const key = `${currentLang()} ${path}`
  let found = kept.get(key) as Promise<T> | undefined
  if (!found) {
    found = ask<T>(path)
    found.catch(() => kept.delete(key))
    kept.set(key, found)
  }
  return found
}

export const vocabulary = (): Promise<Vocabulary> => once('/api/vocabulary')
export const activity = (): Promise<Activity> => once('/api/activity')
export const coverage = (): Promise<Coverage> => once('/api/coverage')

export const search = (q: string, signal?: AbortSignal): Promise<Suggestion[]> =>
  ask('/api/search', { q }, signal)
export const entity = (id: string): Promise<Entity> =>
  ask(`/api/thing/${id.split('/').map(encodeURIComponent).join('/')}`)
export const projection = (name: string): Promise<Projected> => ask('/api/projection', { name })
export const trace = (values: Values): Promise<Traced> => ask('/api/trace', values)

export interface Expansion {
  shown: string[]
  expand?: string
  relation?: string
  offset?: number
  limit?: number
  context?: boolean
}
export const graph = async (wanted: Expansion): Promise<Drawn> =>
  (await post('/api/graph', wanted)).json() as Promise<Drawn>

export const labels = async (ids: string[]): Promise<Record<string, string>> =>
  (await post('/api/labels', { ids })).json() as Promise<Record<string, string>>

export const exported = async (body: object): Promise<Blob> => (await post('/api/export', body)).blob()

let library: Promise<Query[]> | undefined
export const queries = (): Promise<Query[]> => (library ??= ask('/api/queries'))
export const query = (name: string): Promise<Query> => ask(`/api/queries/${encodeURIComponent(name)}/about`)
export const runQuery = (name: string, values: Values, signal?: AbortSignal): Promise<Rows> =>
  ask(`/api/queries/${encodeURIComponent(name)}`, values, signal)

/** Run SPARQL; rows as JSON, triples as Turtle. */
export async function sparql(text: string, signal: AbortSignal): Promise<Rows | string> {
  const response = await checked(
    await fetch('/sparql', {
      method: 'POST',
      body: text,
      signal,
      headers: {
        'Content-Type': 'application/sparql-query',
        Accept: 'application/sparql-results+json, text/turtle;q=0.9',
      },
    }),
  )
  const media = response.headers.get('Content-Type') ?? ''
  return media.includes('json') ? ((await response.json()) as Rows) : response.text()
}
