"""Files in the layouts of the CRS, made here: the real ones are large, and not free to copy."""

from collections.abc import Iterable, Mapping
from pathlib import Path

_COLUMNS = """
Year DonorCode DEDonorcode DonorName AgencyCode AgencyName CrsID ProjectNumber InitialReport RecipientCode
DERecipientcode RecipientName RegionCode RegionName IncomegroupCode IncomegroupName FlowCode FlowName Bi_Multi
Category Finance_T Aid_T USD_Commitment USD_Disbursement USD_Received USD_Commitment_Defl
USD_Disbursement_Defl USD_Received_Defl USD_Adjustment USD_AmountUntied USD_AmountTied USD_IRTC
USD_Export_Credit CurrencyCode Commitment_National Disbursement_National GrantEquiv USD_GrantEquiv
ShortDescription ProjectTitle PurposeCode PurposeName SectorCode SectorName ChannelCode ChannelName
ChannelReportedName Geography ExpectedStartDate CompletionDate LongDescription Gender Environment
"""
BULK = _COLUMNS.split()
"""Columns of the bulk files, as public code that reads them names them; some markers left out."""
OLDER = [name for name in BULK if not name.startswith("DE")]
"""Columns of the files before those of the "dotStat format": codes of the DAC alone."""
_JICA = "Japan International Co-operation Agency"
_BULK_ROW = {
    "Year": "2023", "DonorCode": "701", "DEDonorcode": "JPN", "DonorName": "Japan", "AgencyCode": "8",
    "AgencyName": _JICA, "CrsID": "2023000001", "RecipientCode": "434", "DERecipientcode": "CHL",
    "RecipientName": "Chile", "FlowCode": "11", "FlowName": "ODA Grants", "Finance_T": "110",
    "PurposeCode": "14021", "PurposeName": "Water supply - large systems", "USD_Commitment_Defl": "9.99",
    "USD_Disbursement_Defl": "8.88", "ProjectTitle": "Rural water supply",
}  # fmt: skip
_EXPLORER_ROW = {
    "STRUCTURE": "DATAFLOW", "STRUCTURE_ID": "OECD.DCD.FSD:DSD_CRS@DF_CRS(1.6)", "DONOR": "JPN",
    "Donor": "Japan", "RECIPIENT": "PER", "Recipient": "Peru", "SECTOR": "23230", "Sector": "Solar energy",
    "MEASURE": "13", "Measure": "ODA Loans", "CHANNEL": "12000", "FLOW_TYPE": "C", "Flow type": "Commitments",
    "PRICE_BASE": "V", "Price base": "Current prices", "MD_DIM": "DD", "MD_ID": "12345",
    "UNIT_MEASURE": "USD", "TIME_PERIOD": "2022", "OBS_VALUE": "1.5", "UNIT_MULT": "6",
    "DONOR_AGENCY": "701_8", "Donor agency": _JICA,
    "OECD_ID": "2022000123", "DONOR_PROJECT_ID": "P-1", "FINANCETYPE_CODE": "421", "SHORT_DESCRIPTION": "",
    "PROJECT_TITLE": "Solar park",
}  # fmt: skip


def bulk(*rows: Mapping[str, str], header: Iterable[str] = BULK) -> str:
    """Write rows as the bulk files do: cells separated by bars, the names of the columns quoted."""
    names = list(header)
    lines = ["|".join(f'"{name}"' for name in names)]
    lines += ["|".join({**_BULK_ROW, **row}.get(name, "") for name in names) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def explorer(*rows: Mapping[str, str]) -> str:
    """Write rows as the Data Explorer does, with codes and labels."""
    lines = [",".join(_EXPLORER_ROW)]
    lines += [",".join({**_EXPLORER_ROW, **row}[name] for name in _EXPLORER_ROW) for row in rows]
    return "\n".join(lines) + "\n"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path
