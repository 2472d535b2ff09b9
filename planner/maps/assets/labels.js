// Names of the localities with their value; a name that would lie on another is left out until there is room.
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
  labelMarkers.forEach(({ node }, index) => {
    node.querySelector("b").textContent = writeMeasure(chosen, index);
  });
  placeLabels();
}

// The roomiest outlines first: name and value where they cover neither a base nor another name, else the value alone,
// else nothing. A label never moves further from the middle than its outline has room.
function placeLabels() {
  const taken = [...document.querySelectorAll(".base svg")].map((node) => node.getBoundingClientRect());
  [...labelMarkers]
    .sort((one, other) => other.room - one.room)
    .forEach((label) => {
      const box = freeBox(label, "name", taken) || freeBox(label, "name value-only", taken);
      if (box) {
        taken.push(box);
      } else {
        label.node.className = "name hidden";
      }
    });
}

function freeBox({ node, marker, room }, className, taken) {
  node.className = className;
  node.style.left = node.style.top = "0px";
  const middle = node.getBoundingClientRect();
  const reach = Math.max(LABEL_STEP, pixels(marker.getLatLng(), room));
  for (const [right, down] of LABEL_SHIFTS.filter((shift) => Math.hypot(...shift) <= reach)) {
    const box = new DOMRect(middle.x + right, middle.y + down, middle.width, middle.height);
    if (!taken.some((other) => overlap(box, other))) {
      node.style.left = right + "px";
      node.style.top = down + "px";
      return box;
    }
  }
  return null;
}

function pixels(at, metres) {
  const metresInDegree = 111_320;
  const north = map.latLngToContainerPoint([at.lat + metres / metresInDegree, at.lng]);
  return map.latLngToContainerPoint(at).distanceTo(north);
}

function overlap(box, other) {
  return box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
}
