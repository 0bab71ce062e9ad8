/** The network as a view of the explorer. */

import { vocabulary } from '../core/api'
import { t } from '../core/i18n'
import type { View } from '../core/router'
import { NetworkView } from '../network/view'

export async function networkView(main: HTMLElement, _path: string, query: URLSearchParams): Promise<View> {
  const view = new NetworkView(main, await vocabulary())
  await view.open(query)
  return { title: view.title() || t('network'), named: () => view.title(), close: () => view.close() }
}
