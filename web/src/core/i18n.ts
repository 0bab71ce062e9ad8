/** The texts of the interface in four languages. */

import { en, type Words } from './i18n/en'

export type Lang = 'en' | 'ja' | 'es' | 'pt'
export const LANGS: Record<Lang, string> = { en: 'English', ja: '日本語', es: 'Español', pt: 'Português' }

let lang: Lang = 'en'
let words: Words = en
/** Parts a passage's label; needed in other languages only. */
let places: ((label: string, lang: Exclude<Lang, 'en'>) => [string, string]) | undefined

const isLang = (value: string | null | undefined): value is Lang => !!value && value in LANGS

/** The language in the address, or the one chosen before, or the browser's. */
export function wantedLang(): Lang {
  const given = new URLSearchParams(location.search).get('lang')
  if (isLang(given)) return given
  const stored = remembered('lang')
  if (isLang(stored)) return stored
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLang) ?? 'en'
}

export async function setLang(wanted: Lang): Promise<void> {
  const loaded: Record<Lang, () => Promise<Words>> = {
    en: async () => en,
    ja: async () => (await import('./i18n/ja')).ja,
    es: async () => (await import('./i18n/es')).es,
    pt: async () => (await import('./i18n/pt')).pt,
  }
  const [texts, labels] = await Promise.all([
    loaded[wanted](),
    wanted === 'en' ? undefined : import('./i18n/places'),
  ])
  words = texts
  places = labels?.parted
  lang = wanted
  remember('lang', wanted)
  document.documentElement.lang = wanted
}

export const currentLang = (): Lang => lang

/**
 * A text of the interface with its values filled in: `t('more', {n: 3})`. Where the text says
 * `{n|row|rows}`, the number `n` selects singular or plural by the rules of the language.
 */
export function t(key: keyof Words, values: Record<string, string | number> = {}): string {
  const place = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g
  return words[key].replace(place, (_, name: string, one?: string, other?: string) => {
    const value = values[name]
    if (one !== undefined) return (plural(Number(value)) === 'one' ? one : other) ?? ''
    return typeof value === 'number' ? number(value) : (value ?? '')
  })
}

const plural = (value: number): Intl.LDMLPluralRule => new Intl.PluralRules(lang).select(value)

export const number = (value: number): string => value.toLocaleString(lang, { maximumFractionDigits: 2 })

/** A number for an axis or a legend, such as 1.2M. */
export const compact = (value: number): string =>
  value.toLocaleString(lang, { notation: 'compact', maximumSignificantDigits: 3 })

/** An amount of money in compact form, such as USD 300M. */
export function money(amount: number, currency = ''): string {
  const text = amount.toLocaleString(lang, { notation: 'compact', maximumSignificantDigits: 4 })
  return `${currency} ${text}`.trim()
}

/** The text in the reader's language, or in English, or in any other. */
export function pick(texts: Record<string, string>): string {
  return texts[lang] ?? texts['en'] ?? Object.values(texts)[0] ?? ''
}

/** A text in the reader's language from a map of other languages, or its English. */
export const told = (texts: Partial<Record<Lang, string>> | undefined, text: string): string =>
  (lang !== 'en' && texts?.[lang]) || text

/** The title in a passage's label, and the places at its end in the reader's language. */
export const parted = (label: string): [string, string] =>
  lang === 'en' || !places ? [label, ''] : places(label, lang)

/** A label with a capital first letter. */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(lang) + text.slice(1)

/** A label with a small first letter, for the middle of a sentence. */
export const uncapital = (text: string): string => text.charAt(0).toLocaleLowerCase(lang) + text.slice(1)

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`jlac-${name}`, value)
  } catch {
    // the choice is lost if the browser has no storage
  }
}

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`jlac-${name}`)
  } catch {
    return null
  }
}
