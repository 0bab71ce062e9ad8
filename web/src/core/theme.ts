/** Light or dark: what the reader chose, else what the system prefers. */

import { remember, remembered } from './i18n'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** Give the page the theme that is wanted now. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = remembered('theme') ?? (dark.matches ? 'dark' : 'light')
}

/** Whether the page is dark now. */
export const isDark = (): boolean => document.documentElement.dataset['theme'] === 'dark'

/** Change to the other theme; drawings listen for `themechange` to take its colours. */
export function switchTheme(): void {
  remember('theme', isDark() ? 'light' : 'dark')
  applyTheme()
  document.dispatchEvent(new Event('themechange'))
}
