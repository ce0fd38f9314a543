// A network of two inputs that learns in the page; its dead units are counted after each epoch.
var set = { data: 'moons', layers: 3, units: 8, kind: 'relu', start: 'he', rate: 0.1 };
var seed = 1, points = [], labels = [], net, order, epoch, losses, counts, states, died, back;
var timer = 0, born, right, SIDE = 40, plane = [];
for (var i = 0; i < SIDE * SIDE; i++) {
  plane.push([(i % SIDE + 0.5) / SIDE * 3 - 1.5, 1.5 - (Math.floor(i / SIDE) + 0.5) / SIDE * 3]);
}
var top = make('div', { 'class': 'row' }, root);
function setting(words, name, options) {
  choice(top, words, options, set[name], function (value) {
    set[name] = isNaN(value) ? value : Number(value);
    begin();
  });
}
setting('data', 'data', [['moons', 'moons'], ['circle', 'circle'], ['xor', 'xor'],
  ['spiral', 'spiral']]);
setting('hidden layers', 'layers', [1, 2, 3, 4].map(function (k) { return [k, k]; }));
setting('units a layer', 'units', [2, 3, 4, 6, 8].map(function (k) { return [k, k]; }));
setting('activation', 'kind', D.kinds.map(function (k) { return [k, D.words[k]]; }));
setting('start', 'start', [['he', 'He'], ['glorot', 'Glorot'],
  ['careless', 'careless: biases \u22121']]);
choice(top, 'learning rate', [0.01, 0.03, 0.1, 0.3, 1, 3].map(function (k) { return [k, k]; }),
    set.rate, function (value) { set.rate = Number(value); });
var buttons = make('div', { 'class': 'row' }, root);
var play = button(buttons, 'Train', function () { timer ? stop() : run(); });
play.className = 'main';
button(buttons, 'One epoch', function () { stop(); train(); draw(); });
button(buttons, 'Other weights', function () { seed++; begin(); });
var status = make('p', { 'class': 'status', role: 'status' }, root);
var note = make('p', { 'class': 'note' }, root);
var split = make('div', { 'class': 'split' }, root);
split.style.marginTop = '10px';
var surface = make('canvas', { role: 'img' }, split);
var side = make('div', {}, split);
var cells = make('canvas', { role: 'img' }, side);
var legend = make('p', { 'class': 'small' }, side,
    'What each unit says of the plane. \u2715 dead, \u25CB silent, \u25CF back from the dead');
var curves = make('svg', { role: 'img' }, side);

function data() {
  var next = random(7);
  points = [];
  labels = [];
  for (var i = 0; i < 200; i++) {
    var label = i % 2, t = next(), x, y, noise = set.data === 'spiral' ? 0.03 : 0.08;
    if (set.data === 'moons') {
      x = 0.8 * ((label ? 1 - Math.cos(Math.PI * t) : Math.cos(Math.PI * t)) - 0.5);
      y = 1.1 * ((label ? 0.5 - Math.sin(Math.PI * t) : Math.sin(Math.PI * t)) - 0.25);
    } else if (set.data === 'circle') {
      var radius = label ? 0.95 + 0.25 * next() : 0.5 * Math.sqrt(next());
      x = radius * Math.cos(2 * Math.PI * t);
      y = radius * Math.sin(2 * Math.PI * t);
    } else if (set.data === 'xor') {
      x = (t < 0.5 ? -1 : 1) * (0.15 + 1.05 * next());
      y = (label ? 1 : -1) * (t < 0.5 ? -1 : 1) * (0.15 + 1.05 * next());
    } else {
      radius = 0.1 + 1.15 * t;
      x = radius * Math.cos(1.7 * 2 * Math.PI * t + label * Math.PI);
      y = radius * Math.sin(1.7 * 2 * Math.PI * t + label * Math.PI);
    }
    points.push([x + noise * normal(next), y + noise * normal(next)]);
    labels.push(label);
  }
}
function begin() {
  stop();
  data();
  var sizes = [2];
  for (var l = 0; l < set.layers; l++) sizes.push(set.units);
  net = start(network(sizes.concat(2), set.kind), set.start, seed);
  order = random(1000 + seed);
  epoch = 0;
  losses = [];
  counts = [];
  died = {};
  back = {};
  count();
  born = counts[0];
  draw();
}
// Who is dead now, who was and is not, and how many points are right.
function count() {
  states = census(net, points);
  var dead = 0;
  back = {};
  states.forEach(function (layer, l) {
    layer.forEach(function (state, u) {
      var name = l + ',' + u;
      dead += state === 'dead' ? 1 : 0;
      if (state === 'dead') died[name] = true;
      else if (died[name]) back[name] = true;
    });
  });
  counts.push(dead);
  var sum = 0;
  right = 0;
  points.forEach(function (point, n) {
    var p = softmax(forward(net, point).h[set.layers])[labels[n]];
    sum -= Math.log(p) / points.length;
    // As the library does, the first class where both are as likely.
    right += p > 0.5 || p === 0.5 && !labels[n] ? 1 : 0;
  });
  losses.push(sum);
}
function train() {
  var all = points.map(function (p, i) { return i; });
  for (var i = all.length - 1; i > 0; i--) {
    var j = Math.floor(order() * (i + 1)), swap = all[i];
    all[i] = all[j];
    all[j] = swap;
  }
  for (i = 0; i < all.length; i += 10) step(net, points, labels, all.slice(i, i + 10), set.rate);
  epoch++;
  count();
  if (!isFinite(losses[epoch]) || epoch >= 2000) stop();
}
function run() {
  if (epoch >= 2000 || !isFinite(losses[epoch])) return;
  timer = setInterval(function () {
    if (!document.body.contains(root)) return stop();
    train();
    draw();
  }, calm ? 500 : 50);
  draw();
}
function stop() { clearInterval(timer); timer = 0; say(play, 'Train'); }
function shade(canvas, g, colours, x, y, size) {
  var tile = document.createElement('canvas'), c = tile.getContext('2d');
  tile.width = tile.height = SIDE;
  var image = c.createImageData(SIDE, SIDE);
  colours.forEach(function (rgb, i) {
    for (var k = 0; k < 3; k++) image.data[4 * i + k] = rgb[k];
    image.data[4 * i + 3] = 255;
  });
  c.putImageData(image, 0, 0);
  g.imageSmoothingEnabled = true;
  g.drawImage(tile, x, y, size, size);
}
function draw() {
  if (!root.clientWidth) return;
  say(play, timer ? 'Pause' : 'Train');
  var total = set.layers * set.units, dead = counts[epoch], lost = !isFinite(losses[epoch]);
  var now = Object.keys(back).length;
  say(status, lost ? 'Diverged in epoch ' + epoch + ': take a smaller rate'
      : (dead ? '\u2715 ' : '') + dead + ' of ' + total + ' units dead' + (now ? ', ' + now + ' back' : ''));
  status.style.color = dead || lost ? C.bad : C.ink;
  say(note, 'Epoch ' + epoch + ' \u00b7 loss ' + number(lost ? 0 : losses[epoch], 3) + ' \u00b7 '
      + number(right / 2, 1) + ' % right \u00b7 ' + born + ' born dead');
  var passes = plane.map(function (p) { return forward(net, p); });
  var W = Math.min(surface.clientWidth, 430), g = context(surface, W, W);
  surface.style.width = W + 'px';
  shade(surface, g, passes.map(function (pass) {
    var p = lost ? 0.5 : softmax(pass.h[set.layers])[1];
    return p > 0.5 ? mixed('#ffffff', C.orange, 1.3 * (p - 0.5))
        : mixed('#ffffff', C.blue, 1.1 * (0.5 - p));
  }), 0, 0, W);
  surface.setAttribute('aria-label', 'Which of two classes the network sees where; '
      + number(right / 2, 1) + ' percent of 200 points are right');
  points.forEach(function (p, n) {
    var x = (p[0] + 1.5) / 3 * W, y = (1.5 - p[1]) / 3 * W;
    g.beginPath();
    if (labels[n]) g.rect(x - 3.5, y - 3.5, 7, 7);
    else g.arc(x, y, 4, 0, 7);
    g.fillStyle = labels[n] ? C.orange : C.blue;
    g.fill();
    g.strokeStyle = '#fff';
    g.lineWidth = 1;
    g.stroke();
  });
  drawUnits(passes);
  drawCurves(total);
}
// A line of cells a layer: the unit's output on the plane, and what has become of it.
function drawUnits(passes) {
  var W = cells.clientWidth, cell = Math.min(52, (W - 20) / 8);
  var g = context(cells, W, set.layers * (cell + 6) + 2), words = [];
  states.forEach(function (layer, l) {
    var count = 0;
    g.fillStyle = '#444';
    g.font = '14px sans-serif';
    g.fillText(l + 1, 2, l * (cell + 6) + cell / 2 + 5);
    layer.forEach(function (state, u) {
      var x = 20 + u * cell, y = l * (cell + 6) + 2, size = cell - 5;
      var most = passes.reduce(function (m, p) { return Math.max(m, Math.abs(p.h[l][u])); }, 1e-9);
      shade(cells, g, passes.map(function (p) {
        var h = p.h[l][u] / most;
        return mixed('#ffffff', h > 0 ? C.ink : C.purple, state === 'dead' ? 0 : Math.abs(h) || 0);
      }), x, y, size);
      g.lineWidth = state === 'dead' ? 3 : 1;
      g.strokeStyle = state === 'dead' ? C.bad : state === 'silent' ? C.orange : C.frame;
      g.strokeRect(x, y, size, size);
      if (state === 'dead') {
        count++;
        g.beginPath();
        g.moveTo(x + 8, y + 8);
        g.lineTo(x + size - 8, y + size - 8);
        g.moveTo(x + size - 8, y + 8);
        g.lineTo(x + 8, y + size - 8);
        g.stroke();
      } else if (state === 'silent' || back[l + ',' + u]) {
        g.beginPath();
        g.arc(x + size - 9, y + 9, 5, 0, 7);
        g.lineWidth = 3;
        g.strokeStyle = '#fff';
        g.stroke();
        g.lineWidth = 2;
        g.strokeStyle = g.fillStyle = back[l + ',' + u] ? C.blue : C.orange;
        g.stroke();
        if (back[l + ',' + u]) g.fill();
      }
    });
    words.push('layer ' + (l + 1) + ': ' + count + ' of ' + layer.length + ' dead');
  });
  cells.setAttribute('aria-label', words.join('; '));
}
function drawCurves(total) {
  var W = curves.clientWidth, end = Math.max(20, epoch);
  curves.setAttribute('viewBox', '0 0 ' + W + ' 146');
  curves.setAttribute('height', 146);
  curves.setAttribute('aria-label', 'Loss and number of dead units over ' + epoch + ' epochs');
  while (curves.firstChild) curves.removeChild(curves.firstChild);
  var least = losses.filter(isFinite);
  [['loss', losses, Math.max(0.8, Math.max.apply(null, least)), C.blue, 1],
    ['dead units', counts, total, C.bad, 0]].forEach(function (c, i) {
    var base = 56 + 64 * i;
    make('text', { x: 0, y: base - 34 }, curves, c[0]);
    [0, c[2]].forEach(function (v) {
      var y = base - v / c[2] * 44;
      make('line', { x1: 100, x2: W, y1: y, y2: y, stroke: C.grid }, curves);
      make('text', { x: 94, y: y + 5, 'text-anchor': 'end' }, curves, number(v, v ? c[4] : 0));
    });
    var every = Math.ceil(c[1].length / 300), d = '';
    c[1].forEach(function (v, e) {
      if (!isFinite(v) || e % every && e < epoch) return;
      d += (d ? 'L' : 'M') + (100 + e / end * (W - 104)).toFixed(1) + ' '
          + (base - v / c[2] * 44).toFixed(1);
    });
    make('path', { d: d, fill: 'none', stroke: c[3], 'stroke-width': 2.5 }, curves);
  });
  make('text', { x: W, y: 142, 'text-anchor': 'end' }, curves, 'epoch ' + epoch);
}
begin();
show(root, draw);
