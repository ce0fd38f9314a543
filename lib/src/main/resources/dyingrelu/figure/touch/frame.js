// What every figure has: its place in the page, elements, controls.
var host = document.currentScript ? document.currentScript.parentNode
    : document.querySelector('.dyingrelu-touch:not([data-live])');
host.setAttribute('data-live', '');
var calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
var C = D.colours;
function make(tag, attributes, parent, text) {
  var drawn = /^(svg|path|line|circle|rect|text)$/.test(tag);
  var it = drawn ? document.createElementNS('http://www.w3.org/2000/svg', tag)
      : document.createElement(tag);
  for (var name in attributes) it.setAttribute(name, attributes[name]);
  if (text !== undefined) it.textContent = text;
  if (parent) parent.appendChild(it);
  return it;
}
function say(it, text) {
  if (it.textContent !== text) it.textContent = text;
}
function number(value, digits) {
  var text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '\u2212');
}
function choice(parent, words, options, value, change) {
  var label = make('label', {}, parent, words);
  var select = make('select', {}, label);
  options.forEach(function (o) { make('option', { value: o[0] }, select, o[1]); });
  select.value = value;
  select.addEventListener('change', function () { change(select.value); });
  return select;
}
// A slider, as a function that sets and shows its value.
function slider(parent, words, range, value, change) {
  var label = make('label', { 'class': 'long' }, parent);
  var shown = make('span', {}, label);
  var input = make('input',
      { type: 'range', min: range[0], max: range[1], step: range[2], value: value }, label);
  input.addEventListener('input', function () { change(Number(input.value)); });
  return function (to, digits) {
    input.value = to;
    say(shown, words + number(to, digits));
  };
}
function button(parent, words, click) {
  var it = make('button', { type: 'button' }, parent, words);
  it.addEventListener('click', click);
  return it;
}
// A canvas of sharp pixels: its context, in pixels of the page.
function context(canvas, width, height) {
  var ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.height = height + 'px';
  var g = canvas.getContext('2d');
  g.scale(ratio, ratio);
  return g;
}
// From the first colour to the second, each #rrggbb: three numbers.
function mixed(from, to, share) {
  return [1, 3, 5].map(function (i) {
    var a = parseInt(from.substr(i, 2), 16), b = parseInt(to.substr(i, 2), 16);
    return Math.round(a + share * (b - a));
  });
}
function rgb(from, to, share) { return 'rgb(' + mixed(from, to, share).join() + ')'; }
// In the place of the still picture, drawn again whenever it has another width.
function show(root, draw) {
  var still = host.querySelector('img');
  root.setAttribute('aria-label', still.alt);
  host.replaceChild(root, still);
  new ResizeObserver(function () { if (root.clientWidth) draw(); }).observe(root);
}
// Its keys are its own: neither JupyterLab nor a deck of slides takes them for commands.
var root = make('div', { 'class': 'panel', role: 'group' });
root.addEventListener('keydown', function (event) {
  if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
});
root.style.setProperty('--ink', C.ink);
root.style.setProperty('--focus', C.blue);
