// Every unit of a network, epoch by epoch. The data: of each unit the series of its states
// (0 alive, 1 silent on the probe, 2 dead), biases and norms of its weights.
var next = reader(D.packed), epochs = D.epochs, layers = [], epoch = 0, timer = 0;
for (var l = 0; l < D.layers.length; l++) {
  for (var u = 0, units = []; u < D.layers[l]; u++) {
    var it = { state: next(epochs), bias: next(epochs), norm: next(epochs), back: [] };
    for (var e = 0, died = false, count = 0; e < epochs; e++) {
      if (e && it.state[e - 1] === 2 && it.state[e] < 2) count++;
      died = died || it.state[e] === 2;
      it.back.push(died && it.state[e] < 2);
    }
    it.count = count;
    units.push(it);
  }
  layers.push(units);
}
var fills = [rgb('#ffffff', C.sky, 0.35), C.orange, C.ink];
var chosen = { layer: layers.length - 1, unit: 0 };
layers[chosen.layer].forEach(function (it, u) {
  if (it.count > layers[chosen.layer][chosen.unit].count) chosen.unit = u;
});
var top = make('div', { 'class': 'row' }, root);
var play = button(top, 'Play', function () { timer ? stop() : run(); });
play.className = 'main';
var scrub = slider(top, 'epoch ', [0, epochs - 1, 1], 0, function (v) { stop(); epoch = v; draw(); });
var status = make('p', { 'class': 'status', role: 'status' }, root);
var grid = make('div', {}, root);
grid.style.cssText = 'display:grid;gap:8px 12px;grid-template-columns:repeat(auto-fit,'
    + 'minmax(130px,1fr));margin:0 0 6px';
var blocks = layers.map(function (units, l) {
  var box = make('div', {}, grid);
  make('div', { 'class': 'small' }, box, 'layer ' + (l + 1)).style.fontWeight = 'bold';
  var canvas = make('canvas', { tabindex: 0, role: 'application',
    'aria-label': 'Layer ' + (l + 1) + ', ' + units.length + ' units. Arrow keys choose one.' },
    box);
  canvas.style.cursor = 'pointer';
  canvas.addEventListener('click', function (event) {
    var cell = canvas.clientWidth / 16;
    choose(l, Math.floor(event.offsetY / cell) * 16 + Math.floor(event.offsetX / cell));
  });
  canvas.addEventListener('keydown', function (event) {
    var by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -16, ArrowDown: 16 }[event.key];
    if (!by) return;
    choose(l, (chosen.layer === l ? chosen.unit : 0) + by);
    event.preventDefault();
  });
  canvas.addEventListener('focus', function () { if (chosen.layer !== l) choose(l, 0); });
  return { canvas: canvas, count: make('div', { 'class': 'small' }, box) };
});
var legend = make('p', { 'class': 'note' }, root);
[['alive', fills[0]], ['silent on 1,000 images', fills[1]], ['dead', fills[2]],
  ['was dead and is back', null]].forEach(function (k) {
  var words = make('span', { style: 'display:inline-block' }, legend);
  make('span', { 'class': 'key' }, words).style.background =
      k[1] || 'radial-gradient(' + C.blue + ' 45%,#fff 52%)';
  words.appendChild(document.createTextNode(k[0]));
});
var told = make('p', { 'class': 'note', role: 'status' }, root);
told.style.margin = '8px 0 4px';
var split = make('div', { 'class': 'split' }, root);
var charts = ['bias', 'norm'].map(function () { return make('svg', { role: 'img' }, split); });

function choose(l, u) {
  if (u < 0 || u >= layers[l].length) return;
  chosen = { layer: l, unit: u };
  draw();
}
function run() {
  if (epoch === epochs - 1) epoch = 0;
  timer = setInterval(function () {
    epoch++;
    if (epoch === epochs - 1) stop();
    draw();
  }, 900);
  draw();
}
function stop() { clearInterval(timer); timer = 0; say(play, 'Play'); }
function draw() {
  say(play, timer ? 'Pause' : 'Play');
  scrub(epoch, 0);
  var all = 0, dead = 0, back = 0, once = 0;
  layers.forEach(function (units, l) {
    var canvas = blocks[l].canvas, width = canvas.clientWidth, cell = width / 16;
    var g = context(canvas, width, cell * Math.ceil(units.length / 16)), sums = [0, 0, 0], its = 0;
    units.forEach(function (it, u) {
      var x = u % 16 * cell, y = Math.floor(u / 16) * cell, state = it.state[epoch];
      sums[state]++;
      g.fillStyle = fills[state];
      g.fillRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
      if (it.back[epoch]) {
        its++;
        g.beginPath();
        g.arc(x + cell / 2, y + cell / 2, cell * 0.26, 0, 7);
        g.fillStyle = C.blue;
        g.fill();
      }
      if (chosen.layer === l && chosen.unit === u) {
        g.strokeStyle = '#fff';
        g.lineWidth = 4;
        g.strokeRect(x, y, cell, cell);
        g.strokeStyle = C.bad;
        g.lineWidth = 2.5;
        g.strokeRect(x, y, cell, cell);
      }
    });
    all += units.length;
    dead += sums[2];
    back += its;
    say(blocks[l].count, sums[2] + ' dead, ' + sums[1] + ' silent, ' + its + ' back');
  });
  say(status, (epoch ? 'After epoch ' + epoch : 'Before training') + ': ' + dead + ' of ' + all
      + ' units dead, ' + back + ' were dead and are back');
  history();
}
function history() {
  var it = layers[chosen.layer][chosen.unit];
  var now = it.state[epoch] === 2 ? 'dead' : it.state[epoch] ? 'silent on 1,000 images' : 'alive';
  var deaths = it.state.filter(function (s) { return s === 2; }).length;
  say(told, 'Layer ' + (chosen.layer + 1) + ', unit ' + (chosen.unit + 1) + ': ' + now
      + '; bias ' + number(it.bias[epoch] * D.scales[0], 2) + ', norm of its weights '
      + number(it.norm[epoch] * D.scales[1], 1) + '. ' + (deaths ? 'Dead at ' + deaths + ' of '
      + epochs + ' counts, back ' + it.count + '\u00d7.' : 'Never dead.'));
  [['its bias', it.bias, D.scales[0], 2], ['norm of its weights', it.norm, D.scales[1], 1]]
      .forEach(function (c, i) {
    var plot = charts[i], W = plot.clientWidth, H = 150, low = Math.min.apply(null, c[1]) * c[2];
    var high = Math.max.apply(null, c[1]) * c[2];
    if (i) low = 0; else { low = Math.min(0, low); high = Math.max(0, high); }
    if (high - low < 0.1) high = low + 0.1;
    function X(e) { return 48 + e / (epochs - 1) * (W - 64); }
    function Y(v) { return 122 - (v - low) / (high - low) * 92; }
    plot.setAttribute('viewBox', '0 0 ' + W + ' ' + H);
    plot.setAttribute('height', H);
    plot.setAttribute('aria-label', c[0] + ' after each epoch, from '
        + number(c[1][0] * c[2], c[3]) + ' to ' + number(c[1][epochs - 1] * c[2], c[3]));
    while (plot.firstChild) plot.removeChild(plot.firstChild);
    make('text', { x: 48, y: 14 }, plot, c[0]).style.fontWeight = 'bold';
    [low, high].concat(low < 0 && high > 0 ? [0] : []).forEach(function (v) {
      make('line', { x1: 48, x2: W - 16, y1: Y(v), y2: Y(v), stroke: v ? C.grid : C.frame }, plot);
      if (v === 0 || Math.abs(Y(v) - Y(0)) > 14 || i) {
        make('text', { x: 42, y: Y(v) + 5, 'text-anchor': 'end' }, plot, number(v, c[3]));
      }
    });
    for (var e = 0; e < epochs; e += 2) {
      make('text', { x: X(e), y: 142, 'text-anchor': 'middle' }, plot, e);
    }
    make('line', { x1: X(epoch), x2: X(epoch), y1: 24, y2: 126, stroke: C.bad, 'stroke-width': 2 },
        plot);
    make('path', { d: 'M' + c[1].map(function (v, e) {
      return X(e).toFixed(1) + ' ' + Y(v * c[2]).toFixed(1);
    }).join('L'), fill: 'none', stroke: C.frame, 'stroke-width': 2 }, plot);
    c[1].forEach(function (v, e) {
      make('circle', { cx: X(e), cy: Y(v * c[2]), r: 5.5, stroke: C.ink,
        fill: it.back[e] ? C.blue : fills[it.state[e]] }, plot);
    });
  });
}
show(root, draw);
