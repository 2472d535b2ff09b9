// The chosen numbers and how they are written. Names are only ever handed on as text.
const data = JSON.parse(document.getElementById("map-data").textContent);
const COLUMNS = { unplaced: 2, places_per_100: 4, in_locality: 5, within_limit: 6 };
const NO_PUPILS = { label: "No pupils", colour: "url(#no-pupils)" };
const STAGE_WORDS = { before: "before the plan", after: "with the plan", difference: "difference made by the plan" };

function picked(id) {
  return document.getElementById(id).value;
}

function choice() {
  return {
    measure: data.measures[Number(picked("measure"))],
    stage: picked("stage"),
    academicYear: Number(picked("academic-year")),
    yearGroups: Number(picked("year-groups")),
    need: Number(picked("need")),
  };
}

function cells(chosen, stage) {
  return data.cells[stage][chosen.need][chosen.yearGroups][chosen.academicYear];
}

function bandCount(chosen) {
  return data.yearGroups[chosen.yearGroups].bands;
}

// A number of the chosen stage; null when there is none. Tenths are whole before they are taken apart.
function numberAt(chosen, index, column) {
  if (chosen.stage !== "difference") {
    return cells(chosen, chosen.stage)[index][column];
  }
  const before = cells(chosen, "before")[index][column];
  const after = cells(chosen, "after")[index][column];
  return before === null || after === null ? null : Math.round((after - before) * 10) / 10;
}

function classFor(chosen, index) {
  const { measure } = chosen;
  const number = numberAt(chosen, index, COLUMNS[measure.key]);
  if (number === null) {
    return NO_PUPILS;
  }
  const value = measure.kind === "bands" ? number / bandCount(chosen) : number;
  return classes(chosen).find((each) => each.upTo === null || value <= each.upTo);
}

function classes(chosen) {
  return chosen.stage === "difference" ? chosen.measure.differenceClasses : chosen.measure.classes;
}

function signed(number, text) {
  if (number === 0) {
    return "0";
  }
  return (number > 0 ? "+" : "\u2212") + text;
}

function writeNumber(chosen, number, decimals) {
  const text = Math.abs(number).toLocaleString("en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return chosen.stage === "difference" ? signed(number, text) : text;
}

function writeBands(chosen, number) {
  const all = bandCount(chosen);
  if (chosen.stage === "difference") {
    const words = all === 1 ? (number > 0 ? "Gained" : "Lost") : signed(number, String(Math.abs(number)));
    return number === 0 ? "No change" : words;
  }
  if (all === 1) {
    return number === 1 ? "Yes" : "No";
  }
  return number + " of " + all;
}

function write(chosen, number, kind) {
  if (number === null) {
    return "No pupils";
  }
  return kind === "bands" ? writeBands(chosen, number) : writeNumber(chosen, number, kind === "rate" ? 1 : 0);
}

function writeMeasure(chosen, index) {
  return write(chosen, numberAt(chosen, index, COLUMNS[chosen.measure.key]), chosen.measure.kind);
}

function choiceWords(chosen) {
  return [
    chosen.measure.label,
    STAGE_WORDS[chosen.stage],
    data.academicYears[chosen.academicYear],
    data.yearGroups[chosen.yearGroups].label.toLowerCase(),
    data.needs[chosen.need].toLowerCase(),
    data.bound + " bound",
  ].join(", ");
}

function element(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) {
    node.textContent = text;
  }
  if (className) {
    node.className = className;
  }
  return node;
}
