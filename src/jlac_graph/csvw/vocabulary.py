"""Names that CSVW fixes: prefixes, datatypes and the properties of each kind of description."""

from __future__ import annotations

import re
from urllib.parse import quote

__all__ = [
    "CSVW", "DATATYPES", "DATES", "EXTENSION", "EXTENSIONS", "NUMBERS", "PREFIXES", "PROPERTIES", "RDF",
    "WITH_LENGTH", "XSD", "expand_name", "expand_title", "is_language",
]  # fmt: skip

CSVW = "http://www.w3.org/ns/csvw#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "csvw": CSVW,
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
    "as": "https://www.w3.org/ns/activitystreams#",
    "cc": "http://creativecommons.org/ns#",
    "ctag": "http://commontag.org/ns#",
    "dc": "http://purl.org/dc/terms/",
    "dc11": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "duv": "https://www.w3.org/TR/vocab-duv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gr": "http://purl.org/goodrelations/v1#",
    "grddl": "http://www.w3.org/2003/g/data-view#",
    "ical": "http://www.w3.org/2002/12/cal/icaltzd#",
    "ldp": "http://www.w3.org/ns/ldp#",
    "ma": "http://www.w3.org/ns/ma-ont#",
    "oa": "http://www.w3.org/ns/oa#",
    "og": "http://ogp.me/ns#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rev": "http://purl.org/stuff/rev#",
    "rif": "http://www.w3.org/2007/rif#",
    "rr": "http://www.w3.org/ns/r2rml#",
    "schema": "http://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sioc": "http://rdfs.org/sioc/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "v": "http://rdf.data-vocabulary.org/#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "wdr": "http://www.w3.org/2007/05/powder#",
    "wrds": "http://www.w3.org/2007/05/powder-s#",
    "xhv": "http://www.w3.org/1999/xhtml/vocab#",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
NUMBERS = {
    "decimal", "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "nonPositiveInteger",
    "negativeInteger", "double", "float", "number",
}  # fmt: skip
DATES = {"date", "dateTime", "dateTimeStamp", "datetime", "time"}
_TEXTS = {"string", "normalizedString", "token", "language", "Name", "NMTOKEN", "xml", "html", "json"}
_BINARY = {"base64Binary", "hexBinary", "binary"}
_OTHER = {
    "anyAtomicType", "any", "anyURI", "boolean", "duration", "dayTimeDuration",
    "yearMonthDuration", "gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth", "QName",
}  # fmt: skip
WITH_LENGTH = _TEXTS | _BINARY | {"anyURI"}
SPECIAL = {
    "number": XSD + "double",
    "binary": XSD + "base64Binary",
    "datetime": XSD + "dateTime",
    "any": XSD + "anyAtomicType",
    "xml": RDF + "XMLLiteral",
    "html": RDF + "HTML",
    "json": CSVW + "JSON",
}
DATATYPES = {n: SPECIAL.get(n, XSD + n) for n in NUMBERS | DATES | _TEXTS | _BINARY | _OTHER}

_INHERITED = {
    "aboutUrl", "datatype", "default", "lang", "null", "ordered", "propertyUrl", "required",
    "separator", "textDirection", "valueUrl",
}  # fmt: skip
PROPERTIES: dict[str, set[str]] = {
    "TableGroup": {"tables", "dialect", "notes", "tableDirection", "tableSchema", "transformations"}
    | _INHERITED,
    "Table": {
        "url", "dialect", "notes", "suppressOutput", "tableDirection", "tableSchema",
        "transformations",
    }
    | _INHERITED,
    "Schema": {"columns", "foreignKeys", "primaryKey", "rowTitles"} | _INHERITED,
    "Transformation": {"scriptFormat", "source", "targetFormat", "titles", "url"},
    "Column": {"name", "suppressOutput", "titles", "virtual"} | _INHERITED,
}  # fmt: skip

EXTENSION = "https://w3id.org/jlac/csvw#"
"""Properties of this project beside those of the recommendation, which other tools keep or ignore."""
EXTENSIONS: dict[str, set[str]] = {
    "Schema": {EXTENSION + "graph", EXTENSION + "graphBySource"},
    "Column": {EXTENSION + "datatype", EXTENSION + "references"},
}

_TERMS = {
    "Cell", "Column", "Datatype", "Dialect", "Direction", "ForeignKey", "JSON", "NumericFormat",
    "Row", "Schema", "Table", "TableGroup", "TableReference", "Template", "Transformation", "uriTemplate",
}  # fmt: skip
_LANGUAGE = re.compile(
    r"([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(-[0-9a-wyz](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?|x(-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)


def expand_name(name: str) -> str | None:
    """Expand a prefixed name or a term of CSVW; None for what is neither that nor an IRI."""
    if name in _TERMS:
        return CSVW + name
    prefix, colon, local = name.partition(":")
    if not colon:
        return None
    if prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return name if "/" in local or "#" in local or prefix in ("urn", "mailto", "tag") else None


def expand_title(title: str) -> str:
    """Make the name of a column from its title: all but letters, digits, ``_`` and ``.`` encoded.

    >>> expand_title("Trim-cycle %")
    'Trim%2Dcycle%20%25'
    """
    return quote(title, safe="").replace("-", "%2D").replace("~", "%7E")


def is_language(tag: object) -> bool:
    """Return whether something is a language tag of BCP 47's form."""
    return isinstance(tag, str) and _LANGUAGE.fullmatch(tag) is not None
