/** The shapes of the countries, loaded when a map is shown. */

import { type GeoPath, type GeoProjection, geoCentroid, geoMercator, geoNaturalEarth1, geoPath } from 'd3-geo'
import type { Feature, FeatureCollection, Geometry } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'world-atlas/countries-50m.json?url'
import { asset } from '../core/assets'

export type Shape = Feature<Geometry, { name: string }>

let loaded: Promise<Shape[]> | undefined

/** Every country; `id` is its UN M49 number. */
export function shapes(): Promise<Shape[]> {
  loaded ??= shapesOf(atlas)
  return loaded
}

/** The countries of a file of world-atlas; a static site has it compressed. */
export async function shapesOf(address: string): Promise<Shape[]> {
  const topology = (await (await asset(address)).json()) as Topology<{
    countries: GeometryCollection<{ name: string }>
  }>
  return (feature(topology, topology.objects.countries) as FeatureCollection<Geometry, { name: string }>)
    .features
}

const REGION: Feature = {
  type: 'Feature',
  properties: {},
  geometry: {
    type: 'MultiPoint',
    coordinates: [
      [-118, 33],
      [-34, -8],
      [-70, -56],
      [-60, 28],
    ],
  },
}

/** Whether a country lies on the side of the Atlantic that a map of the region shows. */
export const inAmericas = (shape: Shape): boolean => geoCentroid(shape)[0] < -30

/** The path generator for a map of Latin America and the Caribbean. */
export function regionPath(width: number, height: number): GeoPath {
  return geoPath(fitted(geoMercator(), width, height, REGION)).digits(1)
}

/** The path generator for a map of one country and its surroundings. */
export function countryPath(width: number, height: number, shape: Shape): GeoPath {
  return geoPath(fitted(geoNaturalEarth1(), width, height, shape, 0.28))
}

function fitted(
  projection: GeoProjection,
  width: number,
  height: number,
  what: Feature,
  margin = 0.01,
): GeoProjection {
  const [x, y] = [width * margin, height * margin]
  return projection.fitExtent(
    [
      [x, y],
      [width - x, height - y],
    ],
    what,
  )
}
