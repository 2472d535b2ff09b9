// Puts the parts together: one choice drives map, legend, table and details.
const BASE_LEGEND = [
  ["resourced_provision", "existing", "Existing"],
  ["resourced_provision", "committed", "Committed before the plan"],
  ["resourced_provision", "candidate", "New or larger in the plan"],
  ["sen_unit", "existing", "Square: SEN unit"],
  ["both", "existing", "Diamond: both types at one school"],
];
const LEGEND_RADIUS = 9;
let opened = "";

function swatch(each) {
  const node = element("span", undefined, "swatch");
  if (each === NO_PUPILS) {
    node.classList.add("hatched");
  } else {
    node.style.backgroundColor = each.colour;
  }
  return node;
}

function drawLegend(chosen) {
  document.getElementById("legend-heading").textContent = chosen.measure.label;
  const shown = [...classes(chosen), ...(chosen.measure.kind === "rate" ? [NO_PUPILS] : [])];
  const items = shown.filter((each) => each.label !== "For some year groups" || bandCount(chosen) > 1).map((each) => {
    const item = element("li");
    item.append(swatch(each), each.label);
    return item;
  });
  document.getElementById("legend").replaceChildren(...items);
}

function drawBaseLegend() {
  const types = new Set(data.schools.flatMap((school) => school.bases.map((base) => base.type)));
  const shown = BASE_LEGEND.filter(([shape]) => shape === "resourced_provision" || types.has("sen_unit"));
  const items = shown.map(([shape, status, label]) => {
    const item = element("li");
    item.append(baseSymbol(shape, status, LEGEND_RADIUS), label);
    return item;
  });
  document.getElementById("base-legend").replaceChildren(...items);
}

// What is open is named as in the list of details: locality-3, school-12, or nothing.
function open(name) {
  opened = name;
  document.getElementById("find").value = name;
  drawDetails(choice());
  panel.scrollIntoView({ block: "nearest" });
}

function openedLocality() {
  const [kind, index] = opened.split("-");
  return kind === "locality" ? Number(index) : null;
}

function drawDetails(chosen) {
  const [kind, index] = opened.split("-");
  outlineLocality(openedLocality());
  if (kind === "locality") {
    showLocality(Number(index), chosen);
  } else if (kind === "school") {
    showSchool(data.schools[Number(index)], chosen);
  } else {
    panel.replaceChildren();
  }
}

function drawNumbers() {
  const chosen = choice();
  drawTable(chosen, drawNumbers);
}

function draw() {
  const chosen = choice();
  colourLocalities(chosen);
  drawBases(chosen, open);
  writeLabels(chosen);
  drawLegend(chosen);
  drawDetails(chosen);
  drawNumbers();
  document.getElementById("caption").textContent = choiceWords(chosen) + ".";
}

function start() {
  prepareMap(open);
  prepareFinder(open);
  prepareLabels();
  drawBaseLegend();
  ["measure", "stage", "academic-year", "year-groups", "need"].forEach((id) => {
    document.getElementById(id).addEventListener("change", () => {
      if (id === "measure" || id === "stage") {
        resetOrder(choice());
      }
      draw();
    });
  });
  resetOrder(choice());
  draw();
}

start();
