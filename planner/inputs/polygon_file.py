"""Polygon files as a GeoDataFrame: GeoJSON (also as .gz), GeoPackage, shapefile (also in a zip archive with its parts).

What is read is not believed: coordinates that are no numbers, rings of one point and features without a polygon come
out as a missing geometry, for the caller to name.
"""

from __future__ import annotations

import io
import tempfile
import warnings
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from planner.errors import Faults
from planner.inputs.compressed import GZIP_START, file_members, read_unpacked, unpack_all

GEOJSON_ENDINGS = (".geojson", ".json")
ENDINGS = (*GEOJSON_ENDINGS, ".gpkg", ".shp")
FORMATS = "GeoJSON, GeoPackage or a shapefile"
EXPECTED_ENDING = "a .geojson or .gpkg file, a shapefile (.shp), or one of them as .gz or .zip"
# No coordinate system of the ground has numbers beyond this: twice the way round the earth in metres.
LARGEST_COORDINATE = 8e7


def is_polygon_file(path: Path) -> bool:
    """Whether a file is read as polygons rather than as a table, by its ending; an archive by what is in it."""
    if path.suffix.lower() == ".gz":
        return Path(path.stem).suffix.lower() in GEOJSON_ENDINGS
    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return path.suffix.lower() in ENDINGS
    with zipfile.ZipFile(path) as archive:
        return any(Path(member.filename).suffix.lower() in ENDINGS for member in file_members(archive))


def read_polygons(path: Path, faults: Faults, expected: str) -> Any:  # noqa: ANN401 - geopandas has no types
    """GeoDataFrame in two dimensions; None with a fault when there is no file, no known format or no feature.

    A geometry that is no polygon, is empty or has impossible coordinates is None. `expected` says what is wanted.
    """
    if not path.is_file():
        faults.add(str(path), "no such file", expected, "Check the path.")
        return None
    ending = path.suffix.lower()
    if ending == ".zip":
        return _from_zip(path, faults, expected)
    if ending == ".gz" and is_polygon_file(path):
        return _from_gzip(path, faults, expected)
    if ending not in ENDINGS:
        faults.add(path.name, f"the ending {ending!r}", EXPECTED_ENDING, "Export it as one.")
        return None
    return _opened(path, path.name, faults, expected)


def _from_gzip(path: Path, faults: Faults, expected: str) -> Any:  # noqa: ANN401
    content = read_unpacked(path, faults, expected)
    if content is None:
        return None
    if content.startswith(GZIP_START):
        faults.add(path.name, "gzip within gzip", FORMATS, "Unpack it.")
        return None
    return _opened(io.BytesIO(content), path.name, faults, expected)


def _from_zip(path: Path, faults: Faults, expected: str) -> Any:  # noqa: ANN401
    with tempfile.TemporaryDirectory() as folder:
        written = unpack_all(path, Path(folder), faults)
        if written is None:
            return None
        layers = [found for found in written if found.suffix.lower() in ENDINGS]
        if len(layers) != 1:
            names = ", ".join(sorted(found.name for found in layers)) or "none"
            faults.add(path.name, f"polygon files: {names}", "an archive with one", "Pack it alone.")
            return None
        return _opened(layers[0], f"{path.name}, {layers[0].name}", faults, expected)


def _opened(source: Path | io.BytesIO, name: str, faults: Faults, expected: str) -> Any:  # noqa: ANN401
    try:
        layers = pyogrio.list_layers(source)
        names = [str(layer) for layer, kind in layers if kind is not None]
        if len(names) > 1:
            faults.add(name, f"the layers {', '.join(names)}", "a file of one layer", "Export that layer alone.")
            return None
        with warnings.catch_warnings():
            # Broken rings come out as missing geometries, and a missing coordinate system as none: both are looked at.
            warnings.simplefilter("ignore")
            frame = gpd.read_file(source, on_invalid="ignore")
    except (RuntimeError, ValueError, OSError, shapely.errors.ShapelyError) as error:
        faults.add(name, f"an unreadable file ({_first_line(error)})", FORMATS, "Export it again.")
        return None
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        faults.add(name, "no polygons", expected, "Check the layer.")
        return None
    return _sound(frame)


def _first_line(error: Exception) -> str:
    """What went wrong without the library's advice to programmers."""
    return str(error).partition("\n")[0].partition("; It might")[0] or type(error).__name__


def _sound(frame: Any) -> Any:  # noqa: ANN401
    """Frame in two dimensions with None in place of what is no polygon of finite coordinates."""
    shapes = shapely.force_2d(np.asarray(frame.geometry.array))
    bounds = shapely.bounds(shapes)
    polygonal = np.isin(shapely.get_type_id(shapes), (3, 6)) & ~shapely.is_empty(shapes)
    with np.errstate(invalid="ignore"):
        finite = (np.abs(bounds) <= LARGEST_COORDINATE).all(axis=1)
    shapes[~(polygonal & finite)] = None
    return frame.set_geometry(gpd.GeoSeries(shapes, crs=_flat(frame.crs), index=frame.index))


def _flat(crs: Any) -> Any:  # noqa: ANN401
    return crs if crs is None else crs.to_2d()
