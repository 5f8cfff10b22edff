/* Draws the charts of a report. All data are in the page; nothing is fetched. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var drawn = [];

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function figure(value, unit) {
    if (value === null || value === undefined) return "–";
    if (unit === "share") return (100 * value).toFixed(1) + "%";
    if (unit === "yuan") return "¥" + Math.round(value).toLocaleString("en-US");
    var places = Math.abs(value - Math.round(value)) < 0.05 || Math.abs(value) >= 100 ? 0 : 1;
    return value.toLocaleString("en-US", { maximumFractionDigits: places });
  }

  function series(line, unit, index) {
    var found = {
      name: line.title, data: line.values, yAxisIndex: line.axis, connectNulls: false,
      type: line.kind === "bar" ? "bar" : "line", symbol: "none", animation: false,
      itemStyle: { color: colour("c" + index) }, lineStyle: { width: 2, color: colour("c" + index) },
      tooltip: { valueFormatter: function (value) { return figure(value, unit); } }
    };
    if (line.kind === "step") { found.step = "middle"; found.z = 5; }
    if (line.kind === "dashed") found.lineStyle = { width: 1.5, type: "dashed", color: colour("c" + index) };
    if (line.kind === "area") {
      found.areaStyle = { opacity: line.stack ? 0.85 : 0.35, color: colour("c" + index) };
      found.lineStyle = { width: line.stack ? 0 : 1.5, color: colour("c" + index) };
    }
    if (line.kind === "area" && unit === "people") found.step = "middle";
    if (line.stack) found.stack = line.stack;
    if (line.kind === "bar") { found.barCategoryGap = "15%"; found.itemStyle.opacity = 0.8; found.barMaxWidth = 56; }
    return found;
  }

  function axis(unit, place) {
    return {
      type: "value", position: place ? "right" : "left", splitLine: { show: !place, lineStyle: { color: colour("rule") } },
      max: unit === "share" ? 1 : null,
      axisLabel: { color: colour("faint"), formatter: function (value) { return unit === "share" ? Math.round(100 * value) + "%" : figure(value, unit); } }
    };
  }

  /* A dashed line has the colour of the line before it, if that is a plain one. */
  function tint(chart, index) {
    var before = chart.lines[index - 1];
    var pair = chart.lines[index].kind === "dashed" && before && before.kind === "line";
    return (pair ? index - 1 : index) % 8;
  }

  /* On paper nobody can leaf through a legend: there it may take two lines. */
  function option(chart, onPaper) {
    var few = chart.labels.length <= 12;
    return {
      animation: false, backgroundColor: "transparent",
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink") },
      grid: { left: 8, right: 8, top: chart.lines.length < 2 ? 16 : onPaper ? 58 : 40, bottom: 8, containLabel: true },
      legend: chart.lines.length > 1 ? { type: onPaper ? "plain" : "scroll", top: 4, left: 0, itemWidth: 16, itemHeight: 9,
        textStyle: { color: colour("ink") }, pageTextStyle: { color: colour("faint") },
        pageIconColor: colour("accent"), pageIconInactiveColor: colour("rule") } : { show: false },
      tooltip: { trigger: "axis", backgroundColor: colour("paper"), borderColor: colour("rule"),
        textStyle: { color: colour("ink") }, confine: true, renderMode: "richText" },
      xAxis: { type: "category", data: chart.labels, boundaryGap: chart.lines.some(function (l) { return l.kind === "bar"; }),
        axisLine: { lineStyle: { color: colour("rule") } }, axisTick: { show: false },
        axisLabel: { color: colour("faint"), interval: few ? 0 : "auto", hideOverlap: !few, width: few ? 96 : null, overflow: few ? "break" : "none" } },
      yAxis: chart.units.map(axis),
      series: chart.lines.map(function (line, index) { return series(line, chart.units[line.axis], tint(chart, index)); })
    };
  }

  function draw() {
    drawn.forEach(function (each) { each.chart.setOption(option(each.data, false), true); each.chart.resize(); });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-chart]"), function (place) {
    var chart = data.charts[place.getAttribute("data-chart")];
    place.style.height = "20rem";
    drawn.push({ chart: echarts.init(place, null, { renderer: "svg" }), data: chart, place: place });
  });
  draw();

  function fit(wide, high, onPaper) {
    drawn.forEach(function (each) {
      each.place.style.width = wide; each.place.style.height = high;
      each.chart.resize();
      each.chart.setOption(option(each.data, onPaper), true);
      each.chart.getZr().flush(); // the printer waits for no frame
    });
  }
  window.addEventListener("resize", function () { drawn.forEach(function (each) { each.chart.resize(); }); });
  window.addEventListener("beforeprint", function () { fit("180mm", "62mm", true); });
  window.addEventListener("afterprint", function () { fit("", "20rem", false); });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
