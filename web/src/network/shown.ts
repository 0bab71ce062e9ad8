/** The nodes and edges that the filters leave. */

import type { Core, EdgeCollection, NodeCollection } from 'cytoscape'

export const shownNodes = (core: Core): NodeCollection => core.nodes().not('.away') as NodeCollection
export const shownEdges = (core: Core): EdgeCollection => core.edges().not('.away') as EdgeCollection
