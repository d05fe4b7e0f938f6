// The `data_visualization` block: a picture for the eye, and the same numbers as a table for everybody.

import { el, freshId, svg } from "../lib/dom.js";

const WIDTH = 480;
const HEIGHT = 220;
const PLOT = { left: 44, right: 8, top: 16, bottom: 36 };

/** One chart with its title, legend and numbers. */
export function chartBlock(block) {
  const chart = block.chart ?? {};
  const series = chart.type === "pie" ? pieSeries(chart) : (chart.series ?? []);
  const id = freshId("chart");
  return el(
    "figure",
    { class: "chart", "aria-labelledby": id },
    el("figcaption", { id }, block.title ?? "Chart"),
    (PICTURES[chart.type] ?? bars)(series, chart),
    series.length > 1 ? legend(series) : null,
    numbers(series, chart),
  );
}

function pieSeries(chart) {
  const data = (chart.segments ?? []).map(({ label, value }) => ({ label, value }));
  return [{ name: "Value", data }];
}

// Slack has no horizontal bars; a pie is drawn as shares in a line, which is easier to compare.
const PICTURES = { bar: bars, line: lines, area: lines, pie: shares };

function categoriesOf(series, chart) {
  return chart.axis_config?.categories ?? (series[0]?.data ?? []).map((point) => point.label);
}

function topOf(series) {
  const highest = Math.max(1, ...series.flatMap(({ data }) => data.map(({ value }) => value)));
  const step = 10 ** Math.floor(Math.log10(highest));
  return Math.ceil(highest / step) * step;
}

function frame(series, chart, draw) {
  const top = topOf(series);
  const categories = categoriesOf(series, chart);
  const plotWidth = WIDTH - PLOT.left - PLOT.right;
  const plotHeight = HEIGHT - PLOT.top - PLOT.bottom;
  const y = (value) => PLOT.top + plotHeight * (1 - value / top);
  const band = plotWidth / Math.max(1, categories.length);
  const x = (index) => PLOT.left + band * index;
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", class: "chart-picture" },
    gridLines(top, whole(series), y), categories.map((name, i) => tick(name, x(i) + band / 2, band)), draw({ x, y, band, categories }));
}

function whole(series) {
  return series.every(({ data }) => data.every(({ value }) => Number.isInteger(value)));
}

// Counts get no line at one and a half.
function gridLines(top, counts, y) {
  const shares = counts && top % 2 ? [0, 1] : [0, 0.5, 1];
  return shares.map((share) => [
    svg("line", { x1: PLOT.left, x2: WIDTH - PLOT.right, y1: y(top * share), y2: y(top * share), class: "grid" }),
    svg("text", { x: PLOT.left - 6, y: y(top * share) + 4, "text-anchor": "end" }, String(top * share)),
  ]);
}

// On a phone the picture shrinks, so its letters are drawn larger (figures.css) and fewer fit.
const LETTER = matchMedia("(max-width: 700px)").matches ? 10 : 6.5;

function tick(name, x, band) {
  const room = Math.max(4, Math.floor(band / LETTER));
  const shown = name.length > room ? `${name.slice(0, room - 1)}…` : name;
  return svg("text", { x, y: HEIGHT - PLOT.bottom + 18, "text-anchor": "middle" }, shown);
}

function valueOf(one, category, index) {
  return (one.data.find(({ label }) => label === category) ?? one.data[index])?.value ?? 0;
}

function bars(series, chart) {
  return frame(series, chart, ({ x, y, band, categories }) => {
    const width = (band * 0.7) / Math.max(1, series.length);
    return series.flatMap((one, s) => categories.map((category, i) => {
      const value = valueOf(one, category, i);
      const box = { x: x(i) + band * 0.15 + width * s, y: y(value), width: Math.max(1, width - 2), height: y(0) - y(value) };
      return svg("rect", { ...box, rx: 3, class: `tone-${s}` });
    }));
  });
}

function lines(series, chart) {
  return frame(series, chart, ({ x, y, band, categories }) => series.map((one, s) => {
    const points = categories.map((name, i) => `${x(i) + band / 2},${y(valueOf(one, name, i))}`).join(" ");
    return svg("polyline", { points, fill: "none", "stroke-width": 3, class: `line-${s}` });
  }));
}

function shares(series) {
  const { data } = series[0];
  const total = data.reduce((sum, { value }) => sum + value, 0) || 1;
  return el("ul", { class: "shares", "aria-hidden": "true" }, ...data.map(({ label, value }, index) => {
    const bar = el("span", { class: `share tone-${index}` });
    bar.style.width = `${(100 * value) / total}%`;
    return el("li", {}, el("span", {}, `${label} · ${Math.round((100 * value) / total)} %`), bar);
  }));
}

function legend(series) {
  return el("ul", { class: "legend", "aria-hidden": "true" },
    ...series.map(({ name }, index) => el("li", {}, el("span", { class: `dot tone-${index}` }), name)));
}

function numbers(series, chart) {
  const categories = categoriesOf(series, chart);
  const head = el("tr", {}, el("th", { scope: "col" }, chart.axis_config?.x_label ?? ""), ...series.map(({ name }) => el("th", { scope: "col" }, name)));
  const rows = categories.map((category, i) => el("tr", {}, el("th", { scope: "row" }, category),
    ...series.map((one) => el("td", {}, String(valueOf(one, category, i))))));
  return el("details", { class: "chart-numbers" }, el("summary", {}, "Show the numbers"),
    el("table", { class: "data" }, el("thead", {}, head), el("tbody", {}, ...rows)));
}
