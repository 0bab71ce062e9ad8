"""The shapes of the reconciliation API's JSON, for the OpenAPI document and its tests."""

from __future__ import annotations

from typing import NotRequired, TypedDict

__all__ = [
    "ExtendedRows", "FlyoutAnswer", "ProposedProperties", "ReconcileManifest", "ReconcileResult",
    "SuggestedEntities", "SuggestedTerms",
]  # fmt: skip


class ReconcileName(TypedDict):
    """A type or a property: its id and label."""

    id: str
    name: str


class ReconcileFeature(TypedDict):
    """How well the name fits, or whether a property of the query does."""

    id: str
    value: float | bool


class ReconcileCandidate(TypedDict):
    """An entity that a query may mean; `match` where it alone certainly does."""

    id: str
    name: str
    description: str
    type: list[ReconcileName]
    score: float
    match: bool
    features: list[ReconcileFeature]


class ReconcileResult(TypedDict):
    """The candidates of one query, best first."""

    result: list[ReconcileCandidate]


class ReconcileView(TypedDict):
    """The address of a page about an entity, with ``{{id}}``."""

    url: str


class ReconcilePreview(TypedDict):
    """The address of a preview, with ``{{id}}``, and the size of its frame in pixels."""

    url: str
    width: int
    height: int


class SuggestService(TypedDict):
    """Where suggestions and flyouts are."""

    service_url: str
    service_path: str
    flyout_service_url: str
    flyout_service_path: str


class SuggestServices(TypedDict):
    """Where entities, properties and types are suggested."""

    entity: SuggestService
    property: SuggestService
    type: SuggestService


class ProposeService(TypedDict):
    """Where properties are proposed for a type."""

    service_url: str
    service_path: str


class ExtendService(TypedDict):
    """How values of properties are fetched."""

    propose_properties: ProposeService
    property_settings: list[dict[str, str]]


class ReconcileManifest(TypedDict):
    """What the service offers, and where."""

    versions: list[str]
    name: str
    identifierSpace: str
    schemaSpace: str
    documentation: str
    serviceVersion: str
    batchSize: int
    defaultTypes: list[ReconcileName]
    view: ReconcileView
    preview: ReconcilePreview
    suggest: SuggestServices
    extend: ExtendService


class SuggestedEntity(TypedDict):
    """An entity by a name that begins so."""

    id: str
    name: str
    description: str
    notable: list[ReconcileName]


class SuggestedEntities(TypedDict):
    """Entities, best first."""

    result: list[SuggestedEntity]


class SuggestedTerms(TypedDict):
    """Types or properties, the most used first."""

    result: list[ReconcileName]


class FlyoutAnswer(TypedDict):
    """A suggestion in HTML."""

    id: str
    html: str


class ProposedProperties(TypedDict):
    """The properties of a type, the most used first."""

    properties: list[ReconcileName]
    type: NotRequired[str]
    limit: NotRequired[int]


class ExtendedText(TypedDict):
    """A value that is text, a code by its label, or the address of something elsewhere."""

    str: str


class ExtendedWhole(TypedDict):
    """A whole number or a year."""

    int: int


class ExtendedNumber(TypedDict):
    """Another number."""

    float: float


class ExtendedDate(TypedDict):
    """A day, at its beginning in UTC."""

    date: str


ExtendedValue = ReconcileName | ExtendedText | ExtendedWhole | ExtendedNumber | ExtendedDate


class ExtendedRows(TypedDict):
    """Values by entity and property."""

    meta: list[ReconcileName]
    rows: dict[str, dict[str, list[ExtendedValue]]]
