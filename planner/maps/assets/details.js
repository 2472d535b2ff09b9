// What is open beside the map: a locality, a school, or nothing yet. Everything is written as text.
const panel = document.getElementById("details");
const ROWS = [
  ["Pupils who need a place", 0, "count"],
  ["Pupils with a place", 1, "count"],
  ["Pupils without a place", 2, "count"],
  ["Commissioned places", 3, "count"],
  ["Places per 100 pupils", 4, "rate"],
  ["Base in the locality", 5, "bands"],
  ["Base within the travel limit", 6, "bands"],
];

// The list opens what the map opens, for those who would rather not aim at it.
function prepareFinder(open) {
  const finder = document.getElementById("find");
  finder.append(new Option("Choose here or on the map", ""));
  const add = (label, prefix, names) => {
    const group = document.createElement("optgroup");
    group.label = label;
    names.forEach((name, index) => group.append(new Option(name, prefix + index)));
    finder.append(group);
  };
  add("Localities", "locality-", data.localities.map((locality) => locality.name));
  add("Bases", "school-", data.schools.map((school) => school.name));
  finder.addEventListener("change", () => open(finder.value));
}

function showLocality(index, chosen) {
  const locality = data.localities[index];
  const rows = ROWS.map(([label, column, kind]) => [
    label,
    ...["before", "after"].map((stage) => write({ ...chosen, stage }, cells(chosen, stage)[index][column], kind)),
  ]);
  const here = data.schools.filter((school) => school.locality === locality.name && basesOf(school, chosen).length);
  panel.replaceChildren(
    element("h3", locality.name),
    element("p", locality.district + ", " + data.academicYears[chosen.academicYear], "hint"),
    smallTable(["", "Before", "With plan"], rows),
    listOf("Bases here before or with the plan", here.flatMap((school) => baseLines(school, chosen))),
  );
}

function baseLines(school, chosen) {
  return basesOf(school, chosen).map((base) => school.name + ": " + base.words);
}

function showSchool(school, chosen) {
  panel.replaceChildren(
    element("h3", school.name),
    element("p", school.locality + ", URN " + school.urn, "hint"),
    ...basesOf(school, chosen).map(baseBlock),
  );
}

function baseBlock(base) {
  const block = element("div", undefined, "base-block");
  block.append(element("p", base.statusLabel, "strong"));
  block.append(element("p", base.typeLabel + ": " + base.needs));
  block.append(element("p", base.yearGroups));
  const rows = data.academicYears.map((year, index) => [
    year,
    String(base.places.before[index]),
    String(base.places.after[index]),
    String(base.occupied.after[index]),
  ]);
  block.append(smallTable(["Places", "Before", "With plan", "Occupied"], rows));
  return block;
}

function smallTable(heads, rows) {
  const table = element("table", undefined, "small");
  const head = table.createTHead().insertRow();
  heads.forEach((text, column) => {
    const cell = element(text ? "th" : "td", text, column ? "number" : "");
    if (text) {
      cell.scope = "col";
    }
    head.append(cell);
  });
  const body = table.createTBody();
  rows.forEach(([label, ...numbers]) => {
    const row = body.insertRow();
    const name = element("th", label);
    name.scope = "row";
    row.append(name, ...numbers.map((text) => element("td", text, "number")));
  });
  return table;
}

function listOf(title, lines) {
  const block = element("div");
  block.append(element("p", lines.length ? title : "No base here for this choice.", "strong"));
  if (lines.length) {
    const list = element("ul");
    list.append(...lines.map((line) => element("li", line)));
    block.append(list);
  }
  return block;
}
