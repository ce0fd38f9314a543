// A dense classifier: softmax, mean cross-entropy, plain gradient descent. As in the library,
// weights are fan-in x units in row-major order; tested against it.
function network(sizes, kind) {
  var net = { sizes: sizes, kind: kind, weights: [], biases: [] };
  for (var l = 1; l < sizes.length; l++) {
    net.weights.push(zeros(sizes[l - 1] * sizes[l]));
    net.biases.push(zeros(sizes[l]));
  }
  return net;
}
function zeros(n) {
  for (var all = []; all.length < n;) all.push(0);
  return all;
}
// Mulberry32: numbers from 0 to below 1, the same for the same seed.
function random(seed) {
  return function () {
    var t = seed = seed + 0x6D2B79F5 | 0;
    t = Math.imul(t ^ t >>> 15, t | 1);
    t ^= t + Math.imul(t ^ t >>> 7, t | 61);
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}
function normal(next) {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
// Weights after He or Glorot; a careless start is He's with all hidden biases at -1.
function start(net, how, seed) {
  var next = random(seed);
  net.weights.forEach(function (weights, l) {
    var fanIn = net.sizes[l], units = net.sizes[l + 1];
    var he = Math.sqrt(2 / fanIn), glorot = Math.sqrt(6 / (fanIn + units));
    for (var i = 0; i < weights.length; i++) {
      weights[i] = how === 'glorot' ? glorot * (2 * next() - 1) : he * normal(next);
    }
    var bias = how === 'careless' && l < net.weights.length - 1 ? -1 : 0;
    for (var j = 0; j < units; j++) net.biases[l][j] = bias;
  });
  return net;
}
// Pre-activations and outputs of each layer; the last layer's outputs are its logits.
function forward(net, input) {
  var f = ACTIVATIONS[net.kind].value, h = input, pass = { z: [], h: [] };
  for (var l = 0; l < net.weights.length; l++) {
    var units = net.sizes[l + 1], weights = net.weights[l], z = net.biases[l].slice();
    for (var i = 0; i < h.length; i++) {
      for (var j = 0; j < units; j++) z[j] += h[i] * weights[i * units + j];
    }
    h = l < net.weights.length - 1 ? z.map(f) : z;
    pass.z.push(z);
    pass.h.push(h);
  }
  return pass;
}
function softmax(logits) {
  var most = Math.max.apply(null, logits);
  var all = logits.map(function (z) { return Math.exp(z - most); });
  var sum = all.reduce(function (a, b) { return a + b; });
  return all.map(function (e) { return e / sum; });
}
// A step by the mean gradient of some inputs; their mean loss before it.
function step(net, inputs, labels, which, rate) {
  var slope = ACTIVATIONS[net.kind].slope, last = net.weights.length - 1, loss = 0;
  var byWeights = net.weights.map(function (w) { return zeros(w.length); });
  var byBiases = net.biases.map(function (b) { return zeros(b.length); });
  which.forEach(function (n) {
    var pass = forward(net, inputs[n]), error = softmax(pass.h[last]);
    loss -= Math.log(error[labels[n]]) / which.length;
    error[labels[n]] -= 1;
    for (var l = last; l >= 0; l--) {
      var from = l > 0 ? pass.h[l - 1] : inputs[n], units = net.sizes[l + 1], below = [];
      for (var j = 0; j < units; j++) byBiases[l][j] += error[j] / which.length;
      for (var i = 0; i < from.length; i++) {
        var sum = 0;
        for (j = 0; j < units; j++) {
          byWeights[l][i * units + j] += from[i] * error[j] / which.length;
          sum += net.weights[l][i * units + j] * error[j];
        }
        below.push(l > 0 ? sum * slope(pass.z[l - 1][i]) : 0);
      }
      error = below;
    }
  });
  net.weights.forEach(function (weights, l) {
    for (var i = 0; i < weights.length; i++) weights[i] -= rate * byWeights[l][i];
    for (var j = 0; j < net.biases[l].length; j++) net.biases[l][j] -= rate * byBiases[l][j];
  });
  return loss;
}
// For each hidden layer and unit: dead, if its slope is exactly 0 for every input; silent, if its
// output is at most 0 for every input; else alive.
function census(net, inputs) {
  var slope = ACTIVATIONS[net.kind].slope;
  var states = net.sizes.slice(1, -1).map(function (units) {
    return zeros(units).map(function () { return 'dead'; });
  });
  inputs.forEach(function (input) {
    var pass = forward(net, input);
    states.forEach(function (layer, l) {
      for (var j = 0; j < layer.length; j++) {
        if (pass.h[l][j] > 0) layer[j] = 'alive';
        else if (layer[j] === 'dead' && slope(pass.z[l][j]) !== 0) layer[j] = 'silent';
      }
    });
  });
  return states;
}
