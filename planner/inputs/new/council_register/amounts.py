"""How many places a row states, from when, and whether they are open yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.inputs.new.council_register.asked import Asked
from planner.inputs.new.council_register.opening import OpeningRead
from planner.inputs.new.council_register.places import UNKNOWN, WRITE_NUMBER, PlacesRead, read_places
from planner.inputs.new.council_register.settled import LEAVE_OUT
from planner.inputs.new.council_register.words import read_status

CLOSED = "closed"


def places_of(asked: Asked, text: str, cell: Any) -> PlacesRead:  # noqa: ANN401 - a cell of any kind
    """Places of one cell, by the council's answer or as it stands; the question or fault is noted."""
    answer = asked.settled.answer("places", text, asked.row.number)
    if answer == LEAVE_OUT:
        asked.drop(f"as {asked.settled.file} says")
        return PlacesRead(None)
    if isinstance(answer, Mapping):
        return PlacesRead(answer["places"], answer["max_places"])
    if answer is not None:
        return PlacesRead(int(answer))
    read = read_places(cell)
    if read.fault:
        asked.fault("places", repr(text), read.fault, WRITE_NUMBER)
    elif read.places is None:
        asked.ask("places", text, read.doubt, "places")
    elif read.doubt:
        asked.doubt("places", text, read.doubt)
    return _with_maximum(asked, read)


def _with_maximum(asked: Asked, read: PlacesRead) -> PlacesRead:
    """The list's own column of what the building takes goes before the end of a range."""
    text = asked.row.text("max_places")
    if not text or text.casefold() in UNKNOWN or read.places is None:
        return read
    most = read_places(asked.row.cells["max_places"])
    if most.places is None or most.places < max(read.places, 1):
        asked.doubt("max_places", text, "not a number from the commissioned places up, passed over")
        return read
    return PlacesRead(read.places, most.places, read.grows_to, read.grows_when)


def read_state(asked: Asked) -> str:
    """Existing, committed or consulted; empty when the list does not say, so that the date of opening tells."""
    answer = asked.answer("status", "status")
    if answer is not None:
        return "" if answer == LEAVE_OUT else str(answer)
    text = asked.row.text("status")
    if not text or text.casefold() in UNKNOWN:
        return ""
    status = read_status(text)
    if status is None:
        asked.ask("status", text, "a status that is not known", "status")
    if status == CLOSED:
        asked.drop(f"its status is {text!r}")
    return status or ""


def read_capital(asked: Asked) -> str:
    """Capital in whole pounds as text; blank when it is not stated or not understood."""
    text = asked.row.text("capital").replace(",", "").replace("£", "").strip().casefold()
    if not text or text in UNKNOWN:
        return ""
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1], 1)
    try:
        pounds = float(text.rstrip("km")) * factor
    except ValueError:
        pounds = -1.0
    if not (0 <= pounds < 1e9):
        asked.doubt("capital", asked.row.text("capital"), "not an amount of pounds, passed over")
        return ""
    return str(round(pounds))


def note_opening(asked: Asked, text: str, read: OpeningRead) -> None:
    """Note what a date of opening leaves open."""
    if read.assumed:
        asked.notes.assume(f"{asked.row.where}: {text!r}, {read.assumed}")
        asked.remarks.append(read.assumed)
    if read.doubt:
        asked.doubt("opened", text, read.doubt)
