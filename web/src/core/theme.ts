/** Light or dark: the choice of the reader, or the preference of the system. */

import { remember, remembered } from './i18n'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** Apply the current theme to the page. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = remembered('theme') ?? (dark.matches ? 'dark' : 'light')
}

/** Whether the page is dark now. */
export const isDark = (): boolean => document.documentElement.dataset['theme'] === 'dark'

/** Switch to the other theme; drawings listen for `themechange` to update their colours. */
export function switchTheme(): void {
  remember('theme', isDark() ? 'light' : 'dark')
  applyTheme()
  document.dispatchEvent(new Event('themechange'))
}
