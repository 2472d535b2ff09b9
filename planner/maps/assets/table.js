// The table below the map: the same numbers, the chosen measure's worst localities first until a heading is pressed.
const table = document.getElementById("coverage-table");
const TABLE_COLUMNS = [
  ["Locality", "name"],
  ["District", "district"],
  ["Pupils", 0, "count"],
  ["Placed", 1, "count"],
  ["Without a place", 2, "count"],
  ["Places", 3, "count"],
  ["Places per 100 pupils", 4, "rate"],
  ["Base in the locality", 5, "bands"],
  ["Base within the travel limit", 6, "bands"],
];
const ALL_LOCALITIES = data.localities.length;
let order = null;

function resetOrder(chosen) {
  const column = TABLE_COLUMNS.findIndex((each) => each[1] === COLUMNS[chosen.measure.key]);
  const worstIsHigh = chosen.measure.key === "unplaced";
  order = { column, descending: chosen.stage === "difference" ? !worstIsHigh : worstIsHigh };
}

function tableValue(chosen, index, key) {
  return typeof key === "string" ? data.localities[index][key] : numberAt(chosen, index, key);
}

// Pupils do not depend on the plan: their own difference would be a column of noughts.
function columnChoice(chosen, key) {
  return key === 0 && chosen.stage === "difference" ? { ...chosen, stage: "after" } : chosen;
}

function compare(chosen, one, other) {
  const key = TABLE_COLUMNS[order.column][1];
  const [first, second] = [one, other].map((index) => tableValue(columnChoice(chosen, key), index, key));
  if (first === second) {
    return data.localities[one].name.localeCompare(data.localities[other].name, "en-GB");
  }
  if (first === null || second === null) {
    return first === null ? 1 : -1;
  }
  const up = typeof first === "string" ? first.localeCompare(second, "en-GB") : first - second;
  return order.descending ? -up : up;
}

function drawTable(chosen, redraw) {
  document.getElementById("table-words").textContent = choiceWords(chosen) + ".";
  table.tHead.rows[0].replaceChildren(...TABLE_COLUMNS.map((each, column) => headCell(each, column, redraw)));
  const sorted = data.localities.map((_, index) => index).sort((one, other) => compare(chosen, one, other));
  table.tBodies[0].replaceChildren(...sorted.map((index) => tableRow(chosen, index)));
  table.tFoot.replaceChildren(totalRow(chosen));
}

function headCell([label, , kind], column, redraw) {
  const cell = element("th", undefined, kind ? "number" : "");
  cell.scope = "col";
  if (order.column === column) {
    cell.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
  }
  const button = element("button", label);
  button.type = "button";
  button.addEventListener("click", () => {
    order = { column, descending: order.column === column ? !order.descending : Boolean(kind) };
    redraw();
    table.tHead.rows[0].cells[column].firstChild.focus();
  });
  cell.append(button);
  return cell;
}

function tableRow(chosen, index) {
  const row = element("tr");
  TABLE_COLUMNS.forEach(([, key, kind], column) => {
    const value = tableValue(columnChoice(chosen, key), index, key);
    const text = kind ? write(columnChoice(chosen, key), value, kind) : value;
    const cell = element(column === 0 ? "th" : "td", text, kind ? "number" : "");
    if (column === 0) {
      cell.scope = "row";
    }
    if (key === COLUMNS[chosen.measure.key]) {
      cell.prepend(swatch(classFor(chosen, index)));
    }
    row.append(cell);
  });
  return row;
}

function totalRow(chosen) {
  const row = element("tr");
  const name = element("th", "All localities");
  name.scope = "row";
  row.append(name, element("td", ""));
  TABLE_COLUMNS.slice(2).forEach(([, key, kind]) => {
    row.append(element("td", kind === "bands" ? coveredWords(chosen, key) : totalWords(chosen, key, kind), "number"));
  });
  return row;
}

function totalWords(chosen, key, kind) {
  const as = columnChoice(chosen, key);
  return write(as, numberAt(as, ALL_LOCALITIES, key), kind);
}

// How many localities are covered in full; for the difference, how many more.
function coveredWords(chosen, key) {
  const full = (stage) =>
    cells(chosen, stage).slice(0, ALL_LOCALITIES).filter((cell) => cell[key] === bandCount(chosen)).length;
  if (chosen.stage === "difference") {
    const more = full("after") - full("before");
    return more === 0 ? "No change" : signed(more, String(Math.abs(more))) + " in full";
  }
  return full(chosen.stage) + " of " + ALL_LOCALITIES + " in full";
}
