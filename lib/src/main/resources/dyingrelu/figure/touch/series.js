// Whole numbers as the library packs them: of each series three bits k, its first value and its
// differences, the sign last, in Rice's code, six bits a character.
function reader(text) {
  var at = 0;
  var letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  function bit() {
    var six = letters.indexOf(text.charAt(Math.floor(at / 6)));
    return six >> 5 - at++ % 6 & 1;
  }
  function bits(n) {
    for (var value = 0; n > 0; n--) value = 2 * value + bit();
    return value;
  }
  return function (count) {
    for (var k = bits(3), value = 0, all = []; all.length < count;) {
      var code = 0;
      while (bit()) code++;
      code = code * Math.pow(2, k) + bits(k);
      value += code % 2 ? -(code + 1) / 2 : code / 2;
      all.push(value);
    }
    return all;
  };
}
