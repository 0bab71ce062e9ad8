/** Words of other vocabularies and of export formats, which the graph has in English only. */

type Told = Record<'ja' | 'es' | 'pt', string>

/** Properties of other vocabularies by local name; in English the graph's own label is shown. */
export const PROPERTIES: Record<string, Told> = {
  coverage: { ja: '収録範囲', es: 'cobertura', pt: 'cobertura' },
  creator: { ja: '著者', es: 'autoría', pt: 'autoria' },
  issued: { ja: '発行', es: 'publicación', pt: 'publicação' },
  language: { ja: '言語', es: 'idioma', pt: 'idioma' },
  publisher: { ja: '発行者', es: 'editor', pt: 'editora' },
  rights: { ja: '権利', es: 'derechos', pt: 'direitos' },
  source: { ja: '資料', es: 'fuente', pt: 'fonte' },
  spatial: { ja: '地域', es: 'área', pt: 'área' },
  temporal: { ja: '期間', es: 'período', pt: 'período' },
  title: { ja: '題名', es: 'título', pt: 'título' },
  isPartOf: { ja: '収録', es: 'parte de', pt: 'parte de' },
  identifier: { ja: '識別子', es: 'identificador', pt: 'identificador' },
  broader: { ja: '上位の概念', es: 'concepto más amplio', pt: 'conceito mais amplo' },
  narrower: { ja: '下位の概念', es: 'concepto más específico', pt: 'conceito mais específico' },
  inScheme: { ja: 'コード表', es: 'esquema', pt: 'esquema' },
  dataSet: { ja: 'データセット', es: 'conjunto de datos', pt: 'conjunto de dados' },
  unitMeasure: { ja: '単位', es: 'unidad', pt: 'unidade' },
  refArea: { ja: '対象地域', es: 'área de referencia', pt: 'área de referência' },
  refPeriod: { ja: '対象期間', es: 'período de referencia', pt: 'período de referência' },
  obsValue: { ja: '値', es: 'valor', pt: 'valor' },
}

/** What an export format is for. */
export const FORMATS: Record<string, Told> = {
  gexf: { ja: 'Gephi 0.9.3以降', es: 'Gephi 0.9.3 y posteriores', pt: 'Gephi 0.9.3 e posteriores' },
  graphml: {
    ja: 'Cytoscape、igraph、networkx',
    es: 'Cytoscape, igraph, networkx',
    pt: 'Cytoscape, igraph, networkx',
  },
  yed: { ja: 'yEd（ラベルと形つき）', es: 'yEd, con etiquetas y formas', pt: 'yEd, com rótulos e formas' },
  cytoscape: {
    ja: 'Cytoscape.jsとCytoscape',
    es: 'Cytoscape.js y Cytoscape',
    pt: 'Cytoscape.js e Cytoscape',
  },
  cx2: { ja: 'Cytoscape WebとNDEx', es: 'Cytoscape Web y NDEx', pt: 'Cytoscape Web e NDEx' },
  neo4j: {
    ja: 'Neo4j：neo4j-admin用のCSVとスクリプト',
    es: 'Neo4j: CSV para neo4j-admin y un script',
    pt: 'Neo4j: CSV para neo4j-admin e um script',
  },
  ladybug: {
    ja: 'Ladybug：CSVと読み込み用のスクリプト',
    es: 'Ladybug: CSV y un script que lo carga',
    pt: 'Ladybug: CSV e um script que o carrega',
  },
  graphology: { ja: 'graphologyとsigma.js', es: 'graphology y sigma.js', pt: 'graphology e sigma.js' },
  csv: {
    ja: 'Gephiの表の読み込みと表計算ソフト',
    es: 'la importación de tablas de Gephi y cualquier hoja de cálculo',
    pt: 'a importação de tabelas do Gephi e qualquer planilha',
  },
  geojson: {
    ja: '地図：QGIS、Leaflet、kepler.gl',
    es: 'mapas: QGIS, Leaflet, kepler.gl',
    pt: 'mapas: QGIS, Leaflet, kepler.gl',
  },
  kml: { ja: 'Google EarthとQGIS', es: 'Google Earth y QGIS', pt: 'Google Earth e QGIS' },
  ftm: { ja: 'FollowTheMoney：OpenAleph', es: 'FollowTheMoney: OpenAleph', pt: 'FollowTheMoney: OpenAleph' },
  obsidian: {
    ja: 'Obsidian：メモのフォルダー',
    es: 'Obsidian: una carpeta de notas',
    pt: 'Obsidian: uma pasta de notas',
  },
}

/** The titles of the project's collections, by id; those of other collections stay as they are. */
export const COLLECTIONS: Record<string, Told> = {
  common: {
    ja: '全コレクション共通の表',
    es: 'Lo que comparten todas las colecciones',
    pt: 'O que todas as coleções partilham',
  },
  'company-news': { ja: '企業に関する報道', es: 'Noticias de empresas', pt: 'Notícias de empresas' },
  'energy-mining-assets': {
    ja: 'エネルギー・鉱業資産と貿易協定のオープンデータ',
    es: 'Datos abiertos de activos de energía y minería y de acuerdos comerciales',
    pt: 'Dados abertos de ativos de energia e mineração e de acordos comerciais',
  },
  'jbic-nexi-idb': {
    ja: 'JBIC・NEXIと米州開発銀行',
    es: 'El JBIC, NEXI y el BID',
    pt: 'O JBIC, a NEXI e o BID',
  },
  'jica-mofa': {
    ja: 'JICAと日本国外務省',
    es: 'La JICA y el Ministerio de Relaciones Exteriores de Japón',
    pt: 'A JICA e o Ministério dos Negócios Estrangeiros do Japão',
  },
  statistics: {
    ja: '日本と中南米の統計（1973〜2026年）',
    es: 'Estadísticas de Japón y la región, 1973 a 2026',
    pt: 'Estatísticas do Japão e da região, 1973 a 2026',
  },
  treaties: {
    ja: '日本と中南米の条約・協定・訪問（2026年まで）',
    es: 'Tratados, acuerdos y visitas de Japón y la región hasta 2026',
    pt: 'Tratados, acordos e visitas do Japão e da região até 2026',
  },
}
