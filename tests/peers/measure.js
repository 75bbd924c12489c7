// In a browser, in a page that holds one picture: what was rendered, in one line, and everything that is wrong.
const svg = document.querySelector('svg');
const texts = [...svg.querySelectorAll('text')];
const wrong = [];

const channels = (colour) => colour.match(/\d+/g).map(Number);

const touch = (box, other) => box.x < other.x + other.width && other.x < box.x + box.width
  && box.y < other.y + other.height && other.y < box.y + box.height;

// The light between two colours (WCAG 2.1, contrast ratio).
function contrast(one, other) {
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const paper = getComputedStyle(svg.querySelector('.paper')).fill;
const { width, height } = svg.viewBox.baseVal;
const tints = [...svg.querySelectorAll('.tint')].map((tint) => {
  const { fill, fillOpacity } = getComputedStyle(tint);
  return { box: tint.getBBox(), colour: channels(fill), share: Number(fillOpacity) };
});
// The colour under a text: the paper, and every tint that reaches there.
const ground = (box) => tints.filter((tint) => touch(box, tint.box)).reduce(
  (below, { colour, share }) => below.map((part, index) => part + (colour[index] - part) * share),
  channels(paper),
);
// The browser's own font, and the widest that is usual.
for (const family of ['', '"DejaVu Sans"']) {
  svg.style.fontFamily = family;
  const boxes = texts.map((text) => text.getBBox());
  boxes.forEach((box, index) => {
    const what = texts[index].textContent;
    if (!(box.width > 0 && box.height > 0)) wrong.push(`${what} is not rendered`);
    if (box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height) wrong.push(`${what} is outside`);
    if (contrast(channels(getComputedStyle(texts[index]).fill), ground(box)) < 4.5) wrong.push(`${what} is too faint`);
    boxes.slice(index + 1).forEach((other, after) => {
      if (touch(box, other)) wrong.push(`${what} touches ${texts[index + 1 + after].textContent}`);
    });
  });
}
const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
const marks = svg.querySelectorAll('g > title + :is(path, circle)').length;
const report = `measured ${theme}, paper ${paper}, ${marks} marks, ${wrong.length} wrong, ${texts.length} texts`;
document.body.textContent = [report, ...wrong].join('\n');
