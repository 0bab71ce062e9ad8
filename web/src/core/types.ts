/** What the service answers; the names are those of its JSON. */

export interface Thing {
  id: string
  label: string
  kind: string
  country?: string
  sectors: string[]
  degree: number
}

export interface Suggestion extends Thing {
  name: string
  score: number
  kindLabel: string
  countryLabel?: string
}

export interface Passage {
  label: string
  section?: string
  url?: string
}
export type Passages = Record<string, Passage>

export interface Tie {
  id: string
  source: string
  target: string
  relation: string
  label: string
  fact?: string
  kind?: string
  words?: string
  start?: string
  end?: string
  amount?: number
  currency?: string
  status?: string
  precision?: string
  weight?: number
  facts?: string[]
  undirected?: boolean
  sources: string[]
  context?: boolean
}

export interface Network {
  nodes: Thing[]
  edges: Tie[]
  passages: Passages
}

export interface Around {
  id: string
  groups: { relation: string; label: string; count: number }[]
  total: number
  left: number
}

export interface Drawn extends Network {
  added: string[]
  around: Around | Record<string, never>
  unknown: string[]
}

export interface Projected extends Network {
  title: string
}

export interface Statement {
  source: string
  target: string
  relation: string
  fact: string | null
  words: string
  start: string | null
  status: string | null
  sources: string[]
}

export interface Hop {
  source: string
  target: string
  statements: Statement[]
}

export interface Traced extends Network {
  paths: { nodes: string[]; cost: number; hops: Hop[] }[]
  shortest: string[][]
  misses: { without: string; nodes: string[] }[]
  hubs: Thing[]
  searched: Record<string, number>
  gaps: string[]
}

export interface Fact {
  id: string
  words: string
  role: string
  kind: string
  kindLabel: string
  start?: string
  end?: string
  amount?: number
  currency?: string
  precision?: string
  status?: string
  parties: { id: string; label: string; role: string }[]
  sources: string[]
}

export interface Figure {
  id: string
  pillar?: Pillar
  indicator: string
  indicatorLabel: string
  about?: string
  aboutLabel?: string
  area: string
  areaLabel: string
  other?: string
  otherLabel?: string
  year?: number
  end?: number
  value: number
  unit?: string
  countries: string[]
  sources: string[]
}

export interface Entity extends Thing {
  iri: string
  kindLabel: string
  names: Record<string, string[]>
  about: { label: string; name: string; values: { id?: string; text?: string; label: string }[] }[]
  identifiers: { name: string; value: string; url?: string }[]
  sources: string[]
  facts: Fact[]
  inward: { id: string; words: string; role: string; sources: string[] }[]
  figures: Figure[]
  cited: { id: string; label: string; kind: string; kindLabel: string }[]
  whole: { id: string; label: string } | null
  passages: Passages
}

export type Pillar = 'trade' | 'investment' | 'cooperation'

export interface PlacedFact {
  id: string
  kind: string
  pillar: Pillar
  words: string
  year?: number
  end?: number
  dated?: string
  amount?: number
  currency?: string
  status?: string
  countries: string[]
  sectors: string[]
  sources: string[]
}

export interface Country {
  id: string
  label: string
  iso3: string
  m49: string
}

export interface Activity {
  facts: PlacedFact[]
  figures: Figure[]
  countries: Country[]
  kinds: Record<string, string>
  sectors: Record<string, string>
  passages: Passages
}

export interface Style {
  colour: string
  shape: string
}

export interface Vocabulary {
  version: string
  base: string
  kinds: Record<string, string>
  styles: Record<string, Style>
  facts: Record<string, string>
  relations: Record<string, string>
  context: string[]
  countries: Record<string, string>
  sectors: Record<string, string>
  status: Record<string, string>
  projections: Record<string, string>
  topics: Record<string, string>
  starts: Thing[]
  formats: Record<string, string>
  prefixes: Record<string, string>
  terms: { name: string; type: string; label: string }[]
}

export interface Coverage {
  title: string
  version: string
  licence: string
  triples: number
  cited: number
  counts: { kind: string; label: string; count: number }[]
  sources: Record<string, string>[]
  ledger: { source: string; section: string; outcome: string; count: number }[]
  outcomes: Record<string, string>
  formats: Record<string, string>
}

export interface Parameter {
  name: string
  kind: string
  required: boolean
  default: string | null
  legal: string[]
  about: Record<string, string>
}

export interface Query {
  name: string
  summary: Record<string, string>
  description: Record<string, string>
  topic: string
  tags: string[]
  form: string
  parameters: Parameter[]
  columns: Record<string, Record<string, string>>
  examples: Record<string, string>[]
  query: string
}

export interface Term {
  type: string
  value: string
  datatype?: string
  'xml:lang'?: string
}

export interface Rows {
  head: { vars?: string[] }
  results?: { bindings: Record<string, Term>[] }
  boolean?: boolean
}
