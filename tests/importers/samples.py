"""Small files of each data set.

`GEOTHERMAL` is real: six rows of Global Energy Monitor's geothermal tracker of March 2025 (file
``trackers/geothermal/compilation_output/Geothermal-map-file-2025-03-18.csv`` of the repository
GlobalEnergyMonitor/maps; CC BY 4.0, Global Energy Monitor). All others are made here, in the layouts that the
documentation and public code of each data set show; their firms, projects and amounts are invented.
"""

import json
from typing import Any

GEOTHERMAL = """\
country/area,project-name,unit-name,project-name-in-local-language-/-script,unit-capacity-(mw),status,start-year,retired-year,operator,owner,lat,lng,location-accuracy,city,state/province,region,gem-unit-id,gem-location-id,url,technology
Türkiye,Afjet geothermal power plant,--,AFJET Jeotermal Enerji Santrali,2.76,operating,2018,,,Afyon Geothermal Tourism and Trade Inc,38.8439,30.42995,exact,,,Asia,G100001050531,L100001044957,https://www.gem.wiki/Afjet_geothermal_power_plant,binary cycle
El Salvador,Ahuachapán geothermal power plant,1,Central geotérmica Ahuachapán,30.0,operating,1975,,LaGeo,LaGeo [100%],13.9202,-89.8174,exact,Ahuachapan,Departamento de Ahuachapán,Americas,G100000700001,L100000700001,https://www.gem.wiki/Ahuachapán_geothermal_power_plant,flash steam - single
El Salvador,Ahuachapán geothermal power plant,2,Central geotérmica Ahuachapán,30.0,operating,1976,,LaGeo,LaGeo [100%],13.9202,-89.8174,exact,Ahuachapan,Departamento de Ahuachapán,Americas,G100000700002,L100000700001,https://www.gem.wiki/Ahuachapán_geothermal_power_plant,flash steam - single
El Salvador,Ahuachapán geothermal power plant,4,Central geotérmica Ahuachapán,6.0,operating,2023,,,,13.9200001,-89.8173,exact,Ahuachapan,Departamento de Ahuachapán,Americas,G100000700333,L100000700001,https://www.gem.wiki/Ahuachapán_geothermal_power_plant,unknown type
Japan,Appi geothermal power plant,--,安比地熱株式会社,14.9,operating,2024,,,Appi Geothermal Energy Corporation,39.9038276,141.105163,exact,,,Asia,G100001031134,L100001025955,https://www.gem.wiki/Appi_geothermal_power_plant,flash steam - single
El Salvador,Berlín geothermal power plant,1,Central geotérmica Berlín,28.1,operating,1999,,LaGeo,LaGeo [100%],13.5248,-88.5073,exact,Berlín,Departamento de Usulután,Americas,G100001048255,L100000700010,https://www.gem.wiki/Berlín_geothermal_power_plant,flash steam - single
"""  # noqa: E501 - as the file has it
GAS = """\
fuel_type,technology,project,unit,project_loc,owner,parent,capacity,status,region,country,province,start_year,url,lat,lng
gas,combined cycle,Example power station,--,,Example Power SA [60%]; Mitsui & Co Ltd [40.0%],Example Power SA [60.0%]; Mitsubishi Corp [40.0%]; other,"1,200.5",construction,Americas,Chile,Antofagasta,2027,https://example.org/station,-23.5,-70.25
"""  # noqa: E501 - as the file has it


def comtrade(**changes: Any) -> str:
    """Write an answer of the API: Japan's imports from Chile, in all, of copper ore, and imported again."""
    record = {
        "typeCode": "C", "freqCode": "A", "refPeriodId": 20200101, "refYear": 2020, "refMonth": 52,
        "period": "2020", "reporterCode": 392, "reporterISO": None, "reporterDesc": None, "flowCode": "M",
        "flowDesc": None, "partnerCode": 152, "partnerISO": None, "partnerDesc": None, "partner2Code": 0,
        "classificationCode": "H5", "isOriginalClassification": True, "cmdCode": "TOTAL", "cmdDesc": None,
        "customsCode": "C00", "mosCode": "0", "motCode": 0, "qty": 0.0, "netWgt": None, "cifvalue": 1234567.5,
        "fobvalue": None, "primaryValue": 1234567.5, "isReported": False, "isAggregate": True,
    }  # fmt: skip
    ore = {"cmdCode": "2603", "cmdDesc": "Copper ores and concentrates", "primaryValue": 1e6}
    data = [record | changes, record | ore, record | {"flowCode": "RM"}]
    return json.dumps({"elapsedTime": "0.21 secs", "count": len(data), "data": data, "error": ""})


IATI = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2024-01-01T00:00:00Z">
 <iati-activity xml:lang="en" default-currency="JPY">
  <iati-identifier>XM-DAC-701-8-EXAMPLE-1</iati-identifier>
  <reporting-org ref="XM-DAC-701-8" type="10">
   <narrative>Japan International Cooperation Agency</narrative>
   <narrative xml:lang="ja">国際協力機構</narrative>
  </reporting-org>
  <title><narrative xml:lang="es">Puente de ejemplo</narrative><narrative>Example bridge</narrative></title>
  <participating-org ref="PY-1" role="4" type="10">
   <narrative>Example Ministry of Works</narrative></participating-org>
  <activity-status code="2"/>
  <activity-date type="1" iso-date="2020-01-01"/>
  <activity-date type="2" iso-date="2020-04-01"/>
  <recipient-country code="PY"/>
  <sector vocabulary="1" code="21020"/>
  <default-flow-type code="10"/>
  <default-finance-type code="421"/>
  <transaction><transaction-type code="2"/><transaction-date iso-date="2020-04-01"/>
   <value value-date="2020-04-01">5,000,000,000</value></transaction>
  <transaction><transaction-type code="3"/><transaction-date iso-date="2021-03-31"/>
   <value currency="USD" value-date="2021-03-31">1000000.50</value>
   <receiver-org><narrative>Example Ministry of Works</narrative></receiver-org></transaction>
  <transaction><transaction-type code="4"/><transaction-date iso-date="2021-03-31"/>
   <value value-date="2021-03-31">7</value></transaction>
  <transaction><transaction-type code="3"/><transaction-date iso-date="2022-03-31"/>
   <value value-date="2022-03-31">-20</value></transaction>
 </iati-activity>
 <iati-activity><iati-identifier>GB-1</iati-identifier><recipient-country code="PY"/></iati-activity>
</iati-activities>
"""


def _statement(number: int, kind: str, record: str, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "statementId": f"00000000-0000-0000-0000-{number:012}", "declarationSubject": "firm",
        "statementDate": "2023-03-03", "recordId": record, "recordType": kind, "recordStatus": "new",
        "publicationDetails": {"bodsVersion": "0.4", "publisher": {"name": "Example register"}},
        "recordDetails": {"isComponent": False, **details},
    }  # fmt: skip


def _held(by: str, *interests: dict[str, Any]) -> dict[str, Any]:
    return {"subject": "firm", "interestedParty": by, "interests": list(interests)}


def _firm(name: str, country: str) -> dict[str, Any]:
    return {"entityType": {"type": "registeredEntity"}, "name": name, "jurisdiction": {"code": country}}


def _person(name: str) -> dict[str, Any]:
    return {"personType": "knownPerson", "names": [{"type": "legal", "fullName": name}]}


_SHARES = {
    "type": "shareholding",
    "directOrIndirect": "direct",
    "share": {"minimum": 25, "exclusiveMaximum": 50},
}
_CHAIR = {"type": "boardChair", "startDate": "2020-01-01", "endDate": "2022-12-31"}
_INDIRECT = {"type": "shareholding", "directOrIndirect": "indirect", "share": {"exact": 60}}
_EXEMPT = {"reason": "subjectExemptFromDisclosure"}
STATEMENTS = [
    _statement(1, "entity", "firm", _firm("Example Copper (old name)", "CL")),
    _statement(2, "entity", "trader", _firm("Mitsui & Co., Ltd.", "JP")),
    _statement(3, "person", "anna", _person("Anna Example")),
    _statement(4, "person", "bruno", _person("Bruno Example")),
    _statement(5, "relationship", "r1", _held("trader", _SHARES, {"type": "votingRights"})),
    _statement(6, "relationship", "r2", _held("anna", _CHAIR, _INDIRECT)),
    _statement(7, "relationship", "r3", {**_held("", _SHARES), "interestedParty": _EXEMPT}),
    _statement(8, "entity", "firm", _firm("Example Copper Ltd", "CL")),
]
BODS = json.dumps(STATEMENTS)


def _entity(id_: str, schema: str, **properties: str | list[str]) -> dict[str, Any]:
    values = {key: [text] if isinstance(text, str) else text for key, text in properties.items()}
    return {"id": id_, "schema": schema, "properties": values}


ENTITIES = [
    _entity("o1", "Ownership", owner="c2", asset="c1", percentage="12.5%", startDate="2019-03"),
    _entity("c1", "Company", name=["Example Lithium SA", "Litio de Ejemplo"], jurisdiction="ar"),
    _entity("c2", "Company", name="Nissan", country="jp"),
    _entity("p1", "Person", name="Carla Example", nationality="ar"),
    _entity("d1", "Directorship", director="p1", organization="c1", role="President"),
    _entity("v1", "Vessel", name="Example Maru"),
    _entity("o2", "Ownership", owner="nobody", asset="c1"),
]
FTM = "".join(f"{json.dumps(entity, ensure_ascii=False)}\n" for entity in ENTITIES)
