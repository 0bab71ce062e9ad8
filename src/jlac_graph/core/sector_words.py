"""Words that people write for a part of a sector, and the sector that has it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SECTOR_WORDS", "sector_meant"]

_WORDS = {
    "code:sector/transport": (
        "metro metros subway subways underground rail railway railways railroad railroads train trains "
        "tram trams port ports seaport seaports harbour harbours harbor harbors airport airports "
        "road roads highway highways bridge bridges "
        "ferrocarril ferrocarriles tren trenes puerto puertos aeropuerto aeropuertos carretera carreteras "
        "puente puentes ferrovia ferrovias trem trens porto portos aeroporto aeroportos rodovia rodovias "
        "estrada estradas ponte pontes 地下鉄 メトロ 鉄道 港湾 港 空港 道路 橋"
    ),
    "code:sector/automotive": "cars automobiles coches carros autos 自動車",
    "code:sector/petroleum": "oil crude petroleo 石油 原油",
    "code:sector/mining": "mines minas 鉱山",
}
SECTOR_WORDS: Mapping[str, str] = {word: code for code, words in _WORDS.items() for word in words.split()}
"""Word in small letters, without accents -> code of the sector."""


def sector_meant(word: str) -> str:
    """Return the code of the sector that has what a word means; empty if the word is not known.

    Parameters
    ----------
    word : folded, as names are compared: in small letters, without accents.

    Examples
    --------
    >>> [sector_meant(word) for word in ("metro", "港湾", "copper")]
    ['code:sector/transport', 'code:sector/transport', '']
    """
    return SECTOR_WORDS.get(word, "")
