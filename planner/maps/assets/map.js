// Outlines and bases on the map; colours follow the choice, size follows the places.
const map = window[data.layers.map];
const localityLayers = [];
const baseLayer = L.layerGroup().addTo(map);
const outline = L.layerGroup().addTo(map);
const OUTLINE_STROKES = [{ color: "#0b0c0c", weight: 7 }, { color: "#ffdd00", weight: 3 }];
const SVG = "http://www.w3.org/2000/svg";
const STATUS_ORDER = ["existing", "committed", "candidate"];
const SMALLEST_RADIUS = 2.5;
const RADIUS_PER_ROOT_PLACE = 1.2;
const SMALLEST_TARGET = 24;
const FIT_PADDING = 10;
let fittedWidth = 0;

function prepareMap(open) {
  map.attributionControl.setPrefix(false);
  window[data.layers.districts].setStyle({ color: "#0b0c0c", weight: 2.2, fill: false });
  window[data.layers.localities].eachLayer((layer) => {
    const index = layer.feature.properties.index;
    localityLayers[index] = layer;
    layer.setStyle({ color: "#98a2aa", weight: 1, fillOpacity: 1 });
    const node = layer.getElement();
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button");
    layer.bindTooltip(() => localityTip(index), { sticky: true, className: "tip" });
    onOpen(layer, () => open("locality-" + index));
    node.addEventListener("focus", () => node.matches(":focus-visible") && outlineLocality(index));
    node.addEventListener("blur", () => outlineLocality(openedLocality()));
  });
  new ResizeObserver(fitMap).observe(map.getContainer());
  fitMap();
}

// Only a new width moves the map: a phone changes the height of the window as one scrolls.
function fitMap() {
  const { clientWidth, clientHeight } = map.getContainer();
  if (clientWidth === fittedWidth || Math.min(clientWidth, clientHeight) < 4 * FIT_PADDING) {
    return;
  }
  fittedWidth = clientWidth;
  map.invalidateSize({ animate: false });
  const bounds = window[data.layers.localities].getBounds();
  map.fitBounds(bounds, { padding: [FIT_PADDING, FIT_PADDING], animate: false });
}

// Leaflet's own click event keeps the end of a drag from counting as a click.
function onOpen(layer, open) {
  layer.on("click", open);
  layer.getElement().addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open();
    }
  });
}

function localityTip(index) {
  const chosen = choice();
  const tip = element("div");
  tip.append(element("strong", data.localities[index].name), element("br"));
  tip.append(chosen.measure.label + ": " + writeMeasure(chosen, index));
  return tip;
}

function colourLocalities(chosen) {
  localityLayers.forEach((layer, index) => {
    layer.setStyle({ fillColor: classFor(chosen, index).colour });
    const words = data.localities[index].name + ". " + chosen.measure.label + ": " + writeMeasure(chosen, index);
    layer.getElement().setAttribute("aria-label", words);
  });
}

// Yellow on black shows on the palest and on the darkest class.
function outlineLocality(index) {
  outline.clearLayers();
  if (index !== null) {
    const { feature } = localityLayers[index];
    OUTLINE_STROKES.forEach((stroke) => {
      outline.addLayer(L.geoJSON(feature, { interactive: false, style: { ...stroke, fill: false } }));
    });
  }
}

function basesOf(school, chosen) {
  const wanted = (base) => base.inNeeds.includes(chosen.need) && base.inYearGroups.includes(chosen.yearGroups);
  return school.bases.filter(wanted);
}

function placesOf(base, chosen) {
  const before = base.places.before[chosen.academicYear];
  const after = base.places.after[chosen.academicYear];
  return { before, after, difference: after - before }[chosen.stage];
}

function statusOf(bases, chosen) {
  const year = chosen.academicYear;
  if (chosen.stage !== "before" && bases.some((base) => base.places.after[year] > base.places.before[year])) {
    return "candidate";
  }
  const orders = bases.filter((base) => placesOf(base, chosen) !== 0).map((base) => STATUS_ORDER.indexOf(base.status));
  return STATUS_ORDER[Math.max(0, ...orders)];
}

function shapeOf(bases) {
  const types = new Set(bases.map((base) => base.type));
  return types.size > 1 ? "both" : [...types][0];
}

function drawBases(chosen, open) {
  baseLayer.clearLayers();
  data.schools.forEach((school, index) => {
    const bases = basesOf(school, chosen);
    const places = bases.reduce((sum, base) => sum + placesOf(base, chosen), 0);
    if (places !== 0) {
      drawSchool(school, bases, places, chosen, () => open("school-" + index));
    }
  });
  chainBases();
}

// One stop of the Tab key for all bases: arrow keys go on from there, in the order of their names.
function chainBases() {
  const nodes = baseLayer.getLayers().map((marker) => marker.getElement());
  nodes.forEach((node, index) => {
    node.tabIndex = index === 0 ? 0 : -1;
    node.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        event.stopPropagation();
        node.tabIndex = -1;
        const next = nodes[(index + step + nodes.length) % nodes.length];
        next.tabIndex = 0;
        next.focus();
      }
    });
  });
}

function drawSchool(school, bases, places, chosen, open) {
  const radius = SMALLEST_RADIUS + RADIUS_PER_ROOT_PLACE * Math.sqrt(Math.abs(places));
  const symbol = baseSymbol(shapeOf(bases), statusOf(bases, chosen), radius);
  const side = Math.max(SMALLEST_TARGET, 2 * radius);
  const icon = L.divIcon({ html: symbol, className: "base", iconSize: [side, side] });
  const marker = L.marker(school.at, { icon, riseOnHover: true, zIndexOffset: Math.round(-20 * radius) });
  const words = writeNumber(chosen, places, 0) + (Math.abs(places) === 1 ? " place" : " places");
  const tip = element("div");
  tip.append(element("strong", school.name), element("br"), words + ", " + data.academicYears[chosen.academicYear]);
  marker.bindTooltip(tip, { className: "tip", direction: "top", offset: [0, -radius] });
  baseLayer.addLayer(marker);
  marker.getElement().setAttribute("aria-label", school.name + ". " + words);
  onOpen(marker, open);
}

function baseSymbol(shape, status, radius) {
  const svg = document.createElementNS(SVG, "svg");
  const side = 2 * radius;
  svg.setAttribute("width", side);
  svg.setAttribute("height", side);
  svg.setAttribute("viewBox", [-radius, -radius, side, side].join(" "));
  svg.setAttribute("aria-hidden", "true");
  [["halo", radius], [status, radius - 1.5]].forEach(([className, size]) => svg.append(shapeNode(shape, className, size)));
  if (status === "candidate") {
    svg.append(shapeNode("resourced_provision", "dot", radius / 4));
  }
  return svg;
}

function shapeNode(shape, className, size) {
  const round = shape === "resourced_provision";
  const node = document.createElementNS(SVG, round ? "circle" : "rect");
  node.setAttribute("class", className);
  if (round) {
    node.setAttribute("r", size);
    return node;
  }
  const half = size * 0.84;
  Object.entries({ x: -half, y: -half, width: 2 * half, height: 2 * half }).forEach(([k, v]) => node.setAttribute(k, v));
  if (shape === "both") {
    node.setAttribute("transform", "rotate(45) scale(0.84)");
  }
  return node;
}
