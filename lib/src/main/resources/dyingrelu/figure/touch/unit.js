// One unit on standardised inputs x: z = w x + b, h = f(z). What is dragged is the bias.
var w = 1, b = 0, kind = 'relu', loss, moved = '', timer = 0, left = 0;
var n = D.x.length, LOW = -8, HIGH = 6;
var top = make('div', { 'class': 'row' }, root);
choice(top, 'activation', D.kinds.map(function (k) { return [k, D.words[k]]; }), kind,
    function (value) { kind = value; moved = ''; rest(); draw(); });
var weight = slider(top, 'weight w = ', [-2.5, 2.5, 0.05], w, function (v) { w = v; hand(); });
var bias = slider(top, 'bias b = ', [-6, 4, 0.05], b, function (v) { b = v; hand(); });
var status = make('p', { 'class': 'status', role: 'status' }, root);
var plot = make('svg', { role: 'img' }, root);
plot.style.cssText = 'touch-action:pan-y;cursor:ew-resize';
var bottom = make('div', { 'class': 'row' }, root);
var learn = button(bottom, 'Let it learn', function () { left ? rest() : teach(); draw(); });
learn.className = 'main';
button(bottom, 'Start again', function () {
  rest();
  w = 1; b = 0; moved = '';
  draw();
});
var note = make('p', { 'class': 'note', role: 'status' }, bottom);
note.style.flex = '1 1 300px';

function hand() { moved = ''; rest(); draw(); }
function rest() { clearTimeout(timer); left = 0; }
// The mean output's gradient by bias and weight, how many fire, how many have a slope.
function look() {
  var f = ACTIVATIONS[kind], it = { on: 0, sloped: 0, byBias: 0, byWeight: 0, output: 0 };
  loss = 0;
  it.learnBias = it.learnWeight = 0;
  D.x.forEach(function (x) {
    var z = w * x + b, h = f.value(z), s = f.slope(z);
    it.on += h > 0 ? 1 : 0;
    it.sloped += s !== 0 ? 1 : 0;
    it.output += h / n;
    it.byBias += s / n;
    it.byWeight += s * x / n;
    it.learnBias += 2 * (h - 1) * s / n;
    it.learnWeight += 2 * (h - 1) * s * x / n;
  });
  return it;
}
// A thousand steps of gradient descent on the mean of (h - 1)^2.
function teach() {
  var w0 = w, b0 = b;
  left = 1000;
  (function some() {
    for (var i = 0; i < (calm ? 1000 : 20); i++, left--) {
      var it = look();
      w -= 0.1 * it.learnWeight;
      b -= 0.1 * it.learnBias;
    }
    moved = w === w0 && b === b0 ? 'After ' + (1000 - left) + ' steps of gradient descent towards '
        + 'an output of 1: bias and weight have moved by exactly 0.'
        : 'After ' + (1000 - left) + ' steps of gradient descent towards an output of 1: bias '
        + number(b0, 2) + ' \u2192 ' + number(b, 2) + ', weight ' + number(w0, 2) + ' \u2192 '
        + number(w, 2) + '.';
    if (left > 0) timer = setTimeout(some, 30);
    draw();
  })();
}
function draw() {
  var f = ACTIVATIONS[kind], colour = D.values[kind], it = look();
  var state = it.on ? 'alive' : it.sloped ? 'silent' : 'dead';
  weight(w, 2);
  bias(b, 2);
  say(learn, left ? 'Stop' : 'Let it learn');
  say(status, state === 'alive' ? '\u25CF Alive: fires for ' + it.on + ' of ' + n + ' inputs'
      : state === 'silent' ? '\u25D0 Silent: no output above 0, but ' + it.sloped
      + ' slopes are left' : '\u2715 Dead: output and slope are exactly 0 for all ' + n
      + ' inputs');
  status.style.color = state === 'dead' ? C.bad : C.ink;
  say(note, moved || 'Drag the cloud, or move the sliders, until the last input crosses zero. '
      + 'Then let it learn.');
  var W = plot.clientWidth, H = 422, wide = W > 620, l = 42, r = wide ? 236 : 14;
  function X(z) { return l + (Math.max(LOW, Math.min(HIGH, z)) - LOW) / (HIGH - LOW) * (W - l - r); }
  function Y(h) { return 214 - 36 * h; }
  plot.setAttribute('viewBox', '0 0 ' + W + ' ' + H);
  plot.setAttribute('height', H);
  plot.setAttribute('aria-label', 'The ' + D.words[kind] + ' curve and ' + n
      + ' pre-activations below it, of which ' + it.on + ' give an output above 0');
  while (plot.firstChild) plot.removeChild(plot.firstChild);
  function line(x1, y1, x2, y2, stroke, width) {
    make('line', { x1: x1, y1: y1, x2: x2, y2: y2, stroke: stroke, 'stroke-width': width || 1 },
        plot);
  }
  function text(x, y, words, anchor, more) {
    var t = make('text', { x: x, y: y, 'text-anchor': anchor || 'middle' }, plot, words);
    for (var a in more) t.style[a] = more[a];
  }
  for (var h = 0; h <= 5; h++) {
    line(l, Y(h), W - r, Y(h), h ? C.grid : C.frame);
    text(l - 8, Y(h) + 5, h, 'end');
  }
  for (var z = LOW; z <= HIGH; z += 2) {
    line(X(z), 18, X(z), 338, z ? C.grid : C.frame, z ? 1 : 2);
    text(X(z), 356, number(z, 0));
  }
  text((l + W - r) / 2, 416, 'pre-activation z = w x + b');
  text(l + 6, 14, 'output f(z)', 'start', { fill: colour, fontWeight: 'bold' });
  text(l + 104, 14, 'slope f\u2032(z), dashed', 'start');
  ['slope', 'value'].forEach(function (what) {
    for (var d = '', z = LOW; z <= HIGH && Y(f[what](z)) > 18; z += 0.05) {
      d += (d ? 'L' : 'M') + X(z).toFixed(1) + ' ' + Y(f[what](z)).toFixed(1);
    }
    make('path', { d: d, fill: 'none', stroke: what === 'value' ? colour : C.ink,
      'stroke-width': what === 'value' ? 3 : 1.5,
      'stroke-dasharray': what === 'value' ? 'none' : '6 5' }, plot);
  });
  // Piles end at zero, so that none holds inputs of both sides.
  function place(z) { return Math.ceil((X(z) - X(0)) / (2 * size)) - 1; }
  var piles = {}, high = 0, size = wide ? 3 : 2.2;
  function dot(x, y, z, s) {
    var on = f.value(z) > 0, bare = s === 0;
    make('circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: size, fill: bare ? '#fff' : colour,
      'fill-opacity': on || bare ? 0.75 : 0.3, stroke: bare ? C.ink : colour,
      'stroke-width': bare ? 0.8 : 0.5 }, plot);
  }
  D.x.forEach(function (x) {
    var bin = place(w * x + b);
    high = Math.max(high, piles[bin] = (piles[bin] || 0) + 1);
  });
  piles = {};
  var rise = Math.min(2 * size, 88 / high);
  D.x.forEach(function (x) {
    var z = w * x + b, s = f.slope(z), bin = place(z);
    piles[bin] = (piles[bin] || 0) + 1;
    dot(X(0) + 2 * size * (bin + 0.5), 336 - size - (piles[bin] - 1) * rise, z, s);
    if (Y(f.value(z)) > 18) dot(X(z), Y(f.value(z)), z, s);
  });
  line(l, 337, W - r, 337, C.frame);
  line(X(b), 380, X(b + w), 380, C.ink, 3);
  [['b', b, C.ink], ['b + w', b + w, '#fff']].forEach(function (grip, i) {
    var x = X(grip[1]), left = i ? w < 0 : w >= 0;
    make('circle', { cx: x, cy: 380, r: 9, fill: grip[2], stroke: C.ink, 'stroke-width': 3 }, plot);
    text(x + (left ? -15 : 15), 385, grip[0], left ? 'end' : 'start', { fontWeight: 'bold' });
  });
  if (!wide) return;
  var rows = [['outputs above 0', it.on / n, it.on + ' of ' + n],
    ['slopes that are not 0', it.sloped / n, it.sloped + ' of ' + n],
    ['mean output', it.output / 3, number(it.output, 3)],
    ['its gradient by the bias', it.byBias, exact(it.byBias)],
    ['its gradient by the weight', it.byWeight, exact(it.byWeight)]];
  rows.forEach(function (row, i) {
    var y = 50 + 62 * i, length = Math.max(-1, Math.min(1, row[1])) * 200;
    text(W - 210, y, row[0], 'start');
    text(W - 4, y + 20, row[2], 'end', { fontWeight: 'bold', fill: C.ink });
    line(W - 210, y + 30, W - 10, y + 30, C.grid, 6);
    if (length) line(W - 210, y + 30, W - 210 + Math.abs(length), y + 30,
        length < 0 ? C.purple : colour, 6);
  });
}
function exact(value) {
  return value === 0 ? 'exactly 0' : Math.abs(value) < 0.001 ? value.toExponential(0)
      .replace('-', '\u2212') : number(value, 3);
}
function limited(v, low, high) {
  return Math.round(Math.max(low, Math.min(high, v)) * 20) / 20;
}
// A drag of the second grip moves the weight, any other the bias, by as much as the cloud moves.
var held = null;
plot.addEventListener('pointerdown', function (e) {
  var at = plot.getBoundingClientRect(), W = plot.clientWidth, r = W > 620 ? 236 : 14;
  var grip = 42 + (b + w - LOW) / (HIGH - LOW) * (W - 42 - r);
  held = { x: e.clientX, b: b, w: w,
    grip: Math.abs(e.clientX - at.left - grip) < 18 && e.clientY - at.top > 360 };
  plot.setPointerCapture(e.pointerId);
  e.preventDefault();
});
plot.addEventListener('pointermove', function (e) {
  if (!held) return;
  var W = plot.clientWidth, pixels = W - 42 - (W > 620 ? 236 : 14);
  var by = (e.clientX - held.x) * (HIGH - LOW) / pixels;
  if (held.grip) w = limited(held.w + by, -2.5, 2.5);
  else b = limited(held.b + by, -6, 4);
  hand();
});
['pointerup', 'pointercancel'].forEach(function (end) {
  plot.addEventListener(end, function () { held = null; });
});
show(root, draw);
