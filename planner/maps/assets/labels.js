// Values of the localities with their names; what would lie on another label is left out until there is room.
const LABEL_PANE = "names";
const LABEL_STEP = 12;
const LINE_LETTERS = 14;
const LABEL_RINGS = [-3, -2, -1, 0, 1, 2, 3];
const LABEL_SHIFTS = LABEL_RINGS.flatMap((right) => LABEL_RINGS.map((down) => [right * LABEL_STEP, down * LABEL_STEP]));
LABEL_SHIFTS.sort((one, other) => Math.hypot(...one) - Math.hypot(...other));
const labelMarkers = [];

function prepareLabels() {
  const pane = map.createPane(LABEL_PANE);
  pane.setAttribute("aria-hidden", "true");
  data.localities.forEach((locality, index) => {
    const node = element("div", undefined, "name");
    node.append(element("span", inLines(locality.name)), element("b"));
    const icon = L.divIcon({ html: node, className: "name-at", iconSize: [0, 0] });
    const options = { icon, pane: LABEL_PANE, interactive: false, keyboard: false };
    labelMarkers[index] = { node, room: locality.room, marker: L.marker(locality.labelAt, options).addTo(map) };
  });
  map.on("zoomend resize", placeLabels);
}

// Short lines make narrow labels.
function inLines(name) {
  return name.split(" ").reduce((text, word) => {
    const line = text.split("\n").pop();
    return text + (line.length + word.length < LINE_LETTERS ? " " : "\n") + word;
  });
}

function writeLabels(chosen) {
  labelMarkers.forEach((label, index) => {
    label.node.querySelector("b").textContent = writeMeasure(chosen, index);
    label.urgency = urgency(chosen, index);
  });
  placeLabels();
}

// What must be read first: most pupils without a place, the thinnest coverage, the largest difference.
function urgency(chosen, index) {
  const number = numberAt(chosen, index, COLUMNS[chosen.measure.key]);
  if (number === null) {
    return -Infinity;
  }
  if (chosen.stage === "difference") {
    return Math.abs(number);
  }
  return chosen.measure.key === "unplaced" ? number : -number;
}

// Numbers first, the most urgent before the others, then names where there is room left. A label covers no other and
// no base; a number that finds no such place lies on a base rather than vanish. A label never moves further from the
// middle than its outline has room.
function placeLabels() {
  const bases = [...document.querySelectorAll(".base svg")].map((node) => node.getBoundingClientRect());
  const labels = [...labelMarkers].sort((one, other) => other.urgency - one.urgency || other.room - one.room);
  const boxes = new Map();
  const others = (label) => [...boxes].filter(([each]) => each !== label).map(([, box]) => box);
  labels.forEach((label) => {
    const placed = [...boxes.values()];
    const free = spot(label, "value-only", [...bases, ...placed]) || spot(label, "value-only", placed, bases);
    showLabel(label, free);
    if (free) {
      boxes.set(label, free.box);
    }
  });
  labels.filter((label) => boxes.has(label)).forEach((label) => {
    const free = spot(label, "whole", [...bases, ...others(label)]);
    if (free) {
      showLabel(label, free);
      boxes.set(label, free.box);
    }
  });
}

function showLabel({ node }, free) {
  node.className = "name " + (free ? free.className : "hidden");
  if (free) {
    node.style.left = free.shift[0] + "px";
    node.style.top = free.shift[1] + "px";
  }
}

// The nearest place that covers nothing taken and least of what it may cover. The label is measured as it would be
// shown and put back as it was.
function spot({ node, marker, room }, className, taken, mayCover = []) {
  const shown = [node.className, node.style.left, node.style.top];
  node.className = "name " + className;
  node.style.left = node.style.top = "0px";
  const middle = node.getBoundingClientRect();
  [node.className, node.style.left, node.style.top] = shown;
  const reach = Math.max(LABEL_STEP, pixels(marker.getLatLng(), room));
  let best = null;
  LABEL_SHIFTS.filter((each) => Math.hypot(...each) <= reach).forEach((shift) => {
    const box = new DOMRect(middle.x + shift[0], middle.y + shift[1], middle.width, middle.height);
    const covered = mayCover.reduce((sum, other) => sum + shared(box, other), 0);
    if (!taken.some((other) => shared(box, other) > 0) && (best === null || covered < best.covered)) {
      best = { className, shift, box, covered };
    }
  });
  return best;
}

function pixels(at, metres) {
  const metresInDegree = 111_320;
  const north = map.latLngToContainerPoint([at.lat + metres / metresInDegree, at.lng]);
  return map.latLngToContainerPoint(at).distanceTo(north);
}

// Ground that two boxes share, in square pixels.
function shared(box, other) {
  const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
  const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
  return Math.max(0, wide) * Math.max(0, high);
}
